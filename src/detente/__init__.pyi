"""The public functions: type checkers and the loader of names read this list."""

from .duties import duty
from .economy import bargain, impact
from .licensing import licence
from .outcomes import outlook
from .port_fees import fee
from .portfolio import assess, panel, status
from .screening import screen
from .talks import claims

__version__: str

__all__ = [
    "assess",
    "bargain",
    "claims",
    "duty",
    "fee",
    "impact",
    "licence",
    "outlook",
    "panel",
    "screen",
    "status",
]
