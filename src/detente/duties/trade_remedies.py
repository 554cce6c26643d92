"""Anti-dumping and countervailing orders whose goods may lie under a code: named, never priced."""

from __future__ import annotations

from detente.regime import Tables, remedy_orders


def may_lie_under_orders(law: Tables, digits: str) -> bool:
    """Whether goods of any order, whatever its origin and day, may lie under a US code."""
    return any(digits.startswith(order.prefixes) for order in remedy_orders(law))


def order_gaps(law: Tables, digits: str, origin: str, moment: str, known: str) -> tuple[str, ...]:
    """The orders that may reach goods entering the United States, with the direction of the error.

    Not modelled
    ------------
    The duty itself: the written scope of an order decides, and its rate is the producer's own.
    """
    return tuple(
        f"anti-dumping or countervailing duty on {order.title[0]} ({', '.join(order.cases)}): "
        "the written scope of the order decides (answer errs low)"
        for order in remedy_orders(law)
        if digits.startswith(order.prefixes)
        and origin in order.origin
        and order.known <= known
        and order.start <= moment < order.until
    )
