"""`detente mcp`: the answers as tools for an assistant on this machine, over standard input and output."""

from __future__ import annotations

import functools
import inspect
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter
from pydantic import ConfigDict

from detente.answers import ENTRIES, Entry, loaded
from detente.terms import DetenteError, NotInstalled, set_language, worded_fault
from detente.web.served import read_served

if TYPE_CHECKING:
    from mcp.server import MCPServer

INSTRUCTIONS = (
    "US-China trade law on two time axes: `on` is the day a rule would apply, `known` the day of the "
    "knowledge used. "
    "Without `known` there is no hindsight. An answer is free, undetermined (a fact is missing: ask for "
    "it; low and "
    "high bound it) or not modelled (law exists that is not covered); none of these is zero. Quote the "
    "citations. "
    "No legal advice."
)


def mcp(*, list_: Annotated[bool, Parameter(name="--list", negative="")] = False, json: bool = False) -> int:
    """Serve the answers as tools to an assistant that starts this program (MCP, over stdio).

    One tool a question; each answers with the fields of the command's --json.
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
    import detente

    return MCPServer(
        "detente", version=detente.__version__, instructions=INSTRUCTIONS, log_level="WARNING",
        tools=[_tool(entry) for entry in ENTRIES.values() if entry.method],
    )  # fmt: skip


def _tool(entry: Entry) -> Any:
    """A question as a tool: the model's schema, closed; a mistake is the sentence that the command prints."""
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.server.mcpserver.tools import Tool
    from mcp.types import ToolAnnotations

    def asked(**given: Any) -> Any:
        try:
            return entry.ask(read_served(given, entry.question))
        except DetenteError as fault:
            raise ToolError(worded_fault(fault, set_language())) from None

    signature = inspect.Signature(return_annotation=loaded(entry.answer))
    asked.__signature__ = signature  # type: ignore[attr-defined]
    reads = ToolAnnotations(
        readOnlyHint=True, idempotentHint=True, destructiveHint=False, openWorldHint=False
    )
    schema = entry.question.served_schema()
    tool = Tool.from_function(
        asked, name=entry.name, description=" ".join(schema["description"].split()), annotations=reads
    )
    how = tool.fn_metadata.model_copy(update={"arg_model": _any_arguments()})
    return tool.model_copy(update={"parameters": schema, "fn_metadata": how})


@functools.cache
def _any_arguments() -> Any:
    """What the protocol's library hands on: every argument as it came, for the question to read."""
    from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase

    class Anything(ArgModelBase):  # type: ignore[misc]
        model_config = ConfigDict(extra="allow")

        def model_dump_one_level(self) -> dict[str, Any]:
            return dict(self.model_extra or {})

    return Anything
