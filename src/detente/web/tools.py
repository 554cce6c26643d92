"""`detente mcp`: the answers as tools for an assistant on this machine, over standard input and output."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from detente.terms import DetenteError, NotInstalled

if TYPE_CHECKING:
    from mcp.server import MCPServer

INSTRUCTIONS = (
    "US-China trade law on two time axes: `on` is the day a rule would apply, `known` the day of the knowledge used. "
    "Without `known` there is no hindsight. An answer is free, undetermined (a fact is missing: ask for it; low and "
    "high bound it) or not modelled (law exists that is not covered); none of these is zero. Quote the citations. "
    "No legal advice."
)


def mcp(*, list_: Annotated[bool, Parameter(name="--list", negative="")] = False, json: bool = False) -> int:
    """Serve the answers as tools to an assistant that starts this program (MCP, over stdio).

    Tools: status, next, duty, licence, fee, whatif, diff; each answers with the fields of the command's --json.
    Nothing is kept and nothing is sent anywhere. Needs the extra `mcp`.

    Parameters
    ----------
    list_
        List the tools and what they take, and stop; nothing is served.
    json
        With --list: as JSON, with the schemas.
    """
    server = make_server()
    if list_ or json:
        return _list(server, json)
    with suppress(KeyboardInterrupt):
        server.run("stdio")
    return 0


def _list(server: MCPServer, json: bool) -> int:
    import asyncio
    import sys
    from json import dumps

    tools = asyncio.run(server.list_tools())
    if json:
        rows = [tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in tools]
        sys.stdout.write(dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return 0
    for tool in tools:
        takes = ", ".join(tool.input_schema.get("properties", {}))
        sys.stdout.write(f"{tool.name}: {tool.description}\n    {takes}\n")
    return 0


def make_server() -> MCPServer:
    """The server with its tools.

    Raises
    ------
    NotInstalled
        Without the extra `mcp`.
    """
    try:
        from mcp.server import MCPServer
    except ImportError as fault:
        raise NotInstalled(
            f"`detente mcp` needs the extra `mcp` ({fault.name or 'mcp'} is missing or too old)",
            remedy="pip install 'detente[mcp]'",
        ) from None
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.types import ToolAnnotations

    import detente
    from detente.web import questions

    server = MCPServer("detente", version=detente.__version__, instructions=INSTRUCTIONS, log_level="WARNING")
    reads = ToolAnnotations(
        readOnlyHint=True, idempotentHint=True, destructiveHint=False, openWorldHint=False
    )
    asks = (
        questions.status, questions.next_clocks, questions.duty, questions.licence, questions.fee,
        questions.whatif, questions.diff,
    )  # fmt: skip
    for ask in asks:
        name = "next" if ask is questions.next_clocks else ask.__name__
        words = " ".join((ask.__doc__ or "").split())
        server.add_tool(_saying(ask, ToolError), name=name, description=words, annotations=reads)
    return server


def _saying(ask: Callable[..., Any], error: type[Exception]) -> Callable[..., Any]:
    """A tool whose mistakes reach the assistant as the sentence that the command prints."""

    @functools.wraps(ask)
    def said(**given: Any) -> Any:
        try:
            return ask(**given)
        except DetenteError as fault:
            raise error(fault.text) from None

    said.__signature__ = inspect.signature(ask, eval_str=True)  # type: ignore[attr-defined]
    return said
