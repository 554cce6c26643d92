"""The origin of goods as people write it, never guessed from a shipment's route."""

from __future__ import annotations

from detente.terms.party import Party


def read_country(text: object, *, what: str = "origin") -> Party:
    """A country as its ISO 3166 code of two letters; `Party.read` under the name of the column.

    Raises
    ------
    InputError
        When the text is no country.

    Examples
    --------
    >>> read_country("Hong Kong")
    'HK'
    """
    return Party.read(text, what=what)
