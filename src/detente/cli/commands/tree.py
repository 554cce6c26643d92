"""The tree of decisions, with probabilities always shown as assumptions."""

from __future__ import annotations

import shlex

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

    show(tree_screen(answer, _again(question)), full=full)
    return 0


def _again(question: TreeQuestion) -> str:
    """The command that shows the tree again."""
    words = ["detente", "tree", question.name]
    words += ["--portfolio", str(question.portfolio)] if question.portfolio else []
    words += ["--entered", question.entered] if question.entered else []
    words += [word for day in question.enter for word in ("--enter", day)]
    words += [word for chance in question.probabilities for word in ("-p", chance)]
    words += ["--reading", question.reading] if question.reading != "both" else []
    return shlex.join(words)
