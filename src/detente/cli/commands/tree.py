"""The tree of decisions, with probabilities always shown as assumptions."""

from __future__ import annotations

from detente.answers import answer_tree
from detente.cli.ask import asks
from detente.cli.show import as_json, show
from detente.questions import TreeQuestion


@asks(TreeQuestion, letters={"probabilities": "-p"})
def tree(question: TreeQuestion, *, full: bool = False, json: bool = False) -> int:
    """Show the tree.

    Parameters
    ----------
    full
        Show every branch, with its day, who decides, and every assumption.
    json
        Print the answer as JSON.
    """
    answer = answer_tree(question)
    if json:
        as_json(answer)
        return 0
    from detente.report import tree_screen

    portfolio = f" --portfolio {question.portfolio}" if question.portfolio else ""
    show(tree_screen(answer, f"detente tree {question.name}{portfolio}"), full=full)
    return 0
