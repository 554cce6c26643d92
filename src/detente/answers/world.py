"""What an outcome does to the world, and which package both sides would sign."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from detente.answers.asking import asking, days
from detente.questions import BargainQuestion, ImpactQuestion, Reading
from detente.rowfiles import Upload
from detente.terms import InputError

if TYPE_CHECKING:
    from detente.economy import BargainAnswer, ImpactAnswer


def answer_impact(question: ImpactQuestion) -> ImpactAnswer:
    """What a day's law, an outcome or a matrix of tariffs does to the world."""
    from detente.economy import Model
    from detente.economy import impact as impact_of

    q, known = question, question.known
    if q.hindsight:
        _, known = days(q.on, q.known, q.hindsight)
    matrix = _rows_of(q.matrix) if isinstance(q.matrix, Upload) else q.matrix
    model = Model(deficits=q.deficits, critical=q.critical, input_substitution=q.substitution)
    return impact_of(
        outcome=q.outcome or None, on=q.on, known=known, matrix=matrix, in_kind=q.in_kind,
        add_us_on_china=q.add_us_on_china or None, against=q.against or None, world=q.world, rules=q.rules,
        model=model, draws=q.draws, seed=q.seed, bound=q.bound, reading=q.reading,
    )  # fmt: skip


def _rows_of(upload: Upload) -> list[dict[str, str]]:
    """Rows of a matrix that was sent as CSV.

    Raises
    ------
    InputError
        When it is not text.
    """
    try:
        text = upload.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("the matrix is not UTF-8 text", where="matrix", remedy="send CSV as UTF-8") from None
    return [{str(k): str(v or "") for k, v in row.items()} for row in csv.DictReader(io.StringIO(text))]


@asking(ImpactQuestion)
def impact(
    *,
    outcome: str = "",
    on: str | date | None = None,
    known: str | date | None = None,
    hindsight: bool = False,
    matrix: Any = None,
    add_us_on_china: str = "",
    in_kind: bool = False,
    against: str = "",
    world: Any = None,
    deficits: Literal["fixed", "share_of_world_income", "zero"] = "fixed",
    rules: Sequence[str] = (),
    critical: Sequence[str] = (),
    substitution: float = 1.0,
    draws: int = 0,
    seed: int = 0,
    reading: Reading = "both",
    bound: Literal["low", "high"] = "low",
) -> ImpactAnswer:
    """What a day's law, an outcome, or a tariff matrix does to trade, prices and real income.

    Raises
    ------
    InputError, SolveError
        Each says what, where, and what to do.

    Examples
    --------
    >>> rows = [{"exporter": "CHN", "importer": "USA", "sector": "electronics", "rate": "25%"}]
    >>> impact(matrix=rows).regions[0].region
    'ARG'
    """
    return answer_impact(ImpactQuestion.read(locals()))


def answer_bargain(question: BargainQuestion) -> BargainAnswer:
    """Packages at the table, and which of them both sides would sign."""
    from detente.economy import bargain as bargain_of

    q, known = question, question.known
    dated = known is not None or q.hindsight
    if dated:
        _, known = days(None, known, q.hindsight)
    return bargain_of(
        table=None if dated or q.packages is not None else q.name or "present",
        files=q.outcome_files, known=known, threat=q.threat, soybeans=q.soybeans, offers=q.offers,
        packages=q.packages, disagreement=q.disagreement or None, weights=(q.weight_us, q.weight_china),
        world=q.world,
    )  # fmt: skip


@asking(BargainQuestion)
def bargain(
    name: str = "",
    *,
    known: str | date | None = None,
    hindsight: bool = False,
    threat: str = "plus100",
    soybeans: float = 1.25,
    offers: Sequence[str] = (),
    packages: str | Path | None = None,
    outcome_files: Sequence[str | Path] = (),
    disagreement: str = "",
    weight_us: float = 0.5,
    weight_china: float = 0.5,
    world: Any = None,
) -> BargainAnswer:
    """Packages at the table, and which of them both sides would sign; gains in USD million a year."""
    return answer_bargain(BargainQuestion.read(locals()))
