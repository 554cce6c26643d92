"""Fields that most questions share: the two time axes, the reading past the last check, the side."""

from __future__ import annotations

from typing import Any

from pydantic import Field

ON: Any = Field(default=None, description="Day the rules would apply, YYYY-MM-DD; default today.")
KNOWN: Any = Field(
    default=None, description="Day of the knowledge used, YYYY-MM-DD; default the same day, so no hindsight."
)
HINDSIGHT: Any = Field(
    default=False, description="Use all knowledge to the last day the law was checked instead."
)
READING: Any = Field(
    default="both",
    description="Where an end has passed, an extension was announced and no instrument was seen: both "
    "readings, what was announced, or what the text says (by_text is an older word for text).",
)
READ_AS: Any = Field(
    default={},
    description="How to read the rows where they do not say so: column=meaning for a column "
    "(`HTS Number=hts`; `-` leaves it unread), sheet=NAME, dates=dmy, mdy or ymd, decimals=comma or "
    "point, encoding=NAME.",
    examples=[{"HTS Number": "hts", "dates": "mdy"}],
)
OUTCOME_FILES: Any = Field(default=(), description="Outcome file of your own in YAML; may be given again.")
