"""The tree of decisions, with probabilities always shown as assumptions."""

from __future__ import annotations

from detente.answers import answer_tree
from detente.cli.ask import asks
from detente.cli.show import as_json, table
from detente.questions import TreeQuestion


@asks(TreeQuestion, letters={"probabilities": "-p"})
def tree(question: TreeQuestion, *, json: bool = False) -> int:
    """Show the tree.

    Parameters
    ----------
    json
        Print the answer as JSON.
    """
    answer = answer_tree(question)
    if json:
        as_json(answer)
        return 0
    from detente.report import tree_text

    table(tree_text(answer))
    return 0
