"""Anti-dumping and countervailing orders whose goods may lie under a code: named, never priced."""

from __future__ import annotations

from functools import lru_cache

from detente.regime import RemedyOrder, Tables, remedy_orders


@lru_cache(maxsize=1 << 16)
def orders_over(law: Tables, digits: str) -> tuple[RemedyOrder, ...]:
    """The orders whose goods may lie under a US code, whatever their origin and day."""
    begun = {digits[:n] for n in range(2, len(digits) + 1)}
    return tuple(order for order in remedy_orders(law) if not begun.isdisjoint(order.prefixes))


@lru_cache(maxsize=4)
def order_changes(law: Tables) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Moments at which an order begins or ends, and days on which one became known, in order."""
    orders = remedy_orders(law)
    moments = {moment for order in orders for moment in (order.start, order.until)}
    return tuple(sorted(moments)), tuple(sorted({order.known for order in orders}))


def order_gaps(law: Tables, digits: str, origin: str, moment: str, known: str) -> tuple[str, ...]:
    """The orders that may reach goods entering the United States, with the direction of the error.

    Not modelled
    ------------
    The duty itself: the written scope of an order decides, and its rate is the producer's own.
    """
    return tuple(
        f"anti-dumping or countervailing duty on {order.title[0]} ({', '.join(order.cases)}): "
        "the written scope of the order decides (answer errs low)"
        for order in orders_over(law, digits)
        if origin in order.origin and order.known <= known and order.start <= moment < order.until
    )
