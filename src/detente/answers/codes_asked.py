"""A tariff code where one is asked for: words in its place are answered with candidates."""

from __future__ import annotations

from detente.terms import HtsCode, InputError


def check_code(words: str, to: str) -> None:
    """Refuse words where a tariff code is asked, with the candidates that they may mean.

    Raises
    ------
    UnknownCode
        When the words are no code.
    """
    try:
        HtsCode.read(words)
    except InputError:
        from detente.answers.finding import no_code  # the index of words is loaded for words alone

        raise no_code(words, to) from None
