"""Anderson acceleration of a fixed-point step, and the slower methods that follow when it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.economy.model.extras import scipy_part
from detente.terms import NotInstalled

Array = NDArray[np.float64]
Step = Callable[[Array], Array]


@dataclass(frozen=True)
class Search:
    """Where a search for a fixed point ended.

    Attributes
    ----------
    state : the last state.
    gap : largest absolute change the step still asks for.
    iterations : steps taken in all, over all methods tried.
    method : the method that ended the search.
    """

    state: Array
    gap: float
    iterations: int
    method: str


def accelerate(step: Step, start: Array, *, tolerance: float, limit: int, memory: int = 12) -> Search:
    """Give the fixed point by Anderson acceleration (type II), safeguarded against wild jumps.

    Source: D. G. Anderson, "Iterative procedures for nonlinear integral equations", Journal of the
    ACM 12(4), 1965; H. Walker and P. Ni, SIAM Journal on Numerical Analysis 49(4), 2011.
    """
    state = start
    image = step(state)
    change = image - state
    gap = _size(change)
    states = np.empty((memory, start.size))
    changes = np.empty((memory, start.size))
    gram = np.zeros((memory, memory))
    held = 0
    best, best_gap, best_at = image, gap, 0
    for count in range(1, limit + 1):
        if gap <= tolerance:
            return Search(image, gap, count, "Anderson")
        if held:
            used = min(held, memory)
            block = gram[:used, :used]
            ridge = 1e-14 * np.trace(block)
            weight = np.linalg.solve(block + ridge * np.eye(used), changes[:used] @ change)
            move = change - weight @ states[:used] - weight @ changes[:used]
            # a jump of more than a factor e**2 in any quantity is a sign of a bad model, not of progress
            largest = _size(move)
            if not np.isfinite(largest) or largest > 2.0:
                move, held = 0.3 * change, 0
        else:
            move = 0.3 * change if gap > 0.1 else change
        slot = held % memory
        following = state + move
        image = step(following)
        renewed = image - following
        size = _size(renewed)
        if not np.isfinite(size):
            return Search(best, best_gap, count, "Anderson")
        states[slot] = move
        changes[slot] = renewed - change
        held += 1
        used = min(held, memory)
        gram[slot, :used] = gram[:used, slot] = changes[:used] @ changes[slot]
        state, change, gap = following, renewed, size
        if gap < best_gap:
            best, best_gap, best_at = image, gap, count
        elif count - best_at > 80:
            break
    return Search(best, best_gap, count, "Anderson")


def damp(step: Step, start: Array, *, tolerance: float, limit: int, share: float = 0.25) -> Search:
    """Give the fixed point by small plain steps: slow, and the surest near a bad start."""
    state = start
    gap = np.inf
    count = 0
    while count < limit:
        count += 1
        change = step(state) - state
        gap = _size(change)
        if gap <= tolerance or not np.isfinite(gap):
            break
        state = state + share * change * min(1.0, 1.0 / gap)
    return Search(state, gap, count, "damped steps")


def newton_krylov(step: Step, start: Array, *, tolerance: float, limit: int = 40) -> Search:
    """Give the fixed point by Newton's method with products of the Jacobian by differences."""
    try:
        optimize = scipy_part("optimize")
    except NotInstalled:
        return Search(start, _size(step(start) - start), 1, "damped steps (scipy is not installed)")
    calls = 0

    def gap_of(state: Array) -> Array:
        nonlocal calls
        calls += 1
        return step(state) - state

    try:
        state = optimize.newton_krylov(gap_of, start, f_tol=tolerance, maxiter=limit, method="lgmres")
    except (optimize.NoConvergence, ValueError):
        state = start
    return Search(np.asarray(state), _size(step(state) - state), calls, "Newton–Krylov")


def settle(
    step: Step, start: Array, *, tolerance: float = 1e-12, limit: int = 400, accept: float = 1e-9
) -> Search:
    """Give the fixed point by the first method that reaches it; the caller checks the certificate.

    Parameters
    ----------
    tolerance : largest change, in logs, at which a search stops.
    accept : a search that stalls below this is taken as ended by rounding, not by failure.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        plain = accelerate(step, start, tolerance=tolerance, limit=limit)
        if plain.gap <= accept:
            return plain
        spent = plain.iterations
        nearer = plain.state if np.isfinite(plain.gap) and plain.gap < 0.1 else start
        calm = damp(step, nearer, tolerance=1e-3, limit=2000)
        spent += calm.iterations
        base = calm.state if np.isfinite(calm.gap) else start
        again = accelerate(step, base, tolerance=tolerance, limit=limit, memory=4)
        spent += again.iterations
        if again.gap <= accept:
            return Search(again.state, again.gap, spent, "damped steps, then Anderson")
        last = newton_krylov(step, again.state if again.gap < 1.0 else base, tolerance=tolerance)
        spent += last.iterations
    chosen = min((plain, again, last), key=lambda one: one.gap if np.isfinite(one.gap) else np.inf)
    return Search(chosen.state, chosen.gap, spent, chosen.method)


def _size(change: Array) -> float:
    return float(np.abs(change).max()) if change.size else 0.0
