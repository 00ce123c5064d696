"""Figures that speak of the same unknown flows → bounds, estimates and contradictions, for every vintage. Pure.

    settings = settings_of(ledger)
    for one in reconcile(read_figures(ledger), settings).values():
        one.bounds(Interval(first, last), nationality="IRQ")
        one.points(Interval(first, last))
        one.contradictions, one.set_aside

`vintages` does the same as known on every date of publication, and `joined` makes published rows of it. The method
is that of the method page, section "Reconciliation"; `statements` says what each figure is taken to state.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from etl.model import Reading
from etl.reconcile.binding import Binding, binding
from etl.reconcile.contradictions import Contradiction
from etl.reconcile.periods import Interval
from etl.reconcile.rows import Joined, joined, reconciled_rows
from etl.reconcile.sentences import contradiction_sentence, sum_of
from etl.reconcile.statements import Reason, Settings, Statement, Universe, settings_of, state
from etl.reconcile.universes import Answer, Outcome, ReconciledUniverse, reconcile_universe
from etl.reconcile.vintages import Cache, Vintage, computed_from, vintages
from etl.universe import ReadFigure

__all__ = [
    "Answer",
    "Binding",
    "Cache",
    "Contradiction",
    "Interval",
    "Joined",
    "Outcome",
    "Reading",
    "Reason",
    "ReconciledUniverse",
    "Reconciliation",
    "Settings",
    "Statement",
    "Universe",
    "Vintage",
    "binding",
    "computed_from",
    "contradiction_sentence",
    "joined",
    "reconcile",
    "reconcile_universe",
    "reconciled_rows",
    "settings_of",
    "state",
    "sum_of",
    "vintages",
]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Every universe reconciled, as known now, and the figures that state nothing there with the reason."""

    universes: dict[Universe, ReconciledUniverse]
    left_out: tuple[tuple[Universe, str, Reason], ...]


def reconcile(figures: Iterable[ReadFigure], settings: Settings) -> Reconciliation:
    """What all figures say together. The same as the last of `vintages`, whose answers are found when asked for."""
    dated = sorted(
        ((read.published or date.min, read) for read in figures), key=lambda one: (one[0], one[1].figure.figure_id)
    )
    days = sorted({published for published, read in dated if read.left_out is None})
    universes: dict[Universe, ReconciledUniverse] = {}
    left_out: tuple[tuple[Universe, str, Reason], ...] = ()
    for day in days:
        stated = state((read for published, read in dated if published <= day), settings)
        left_out = stated.left_out
        for universe, statements in stated.universes.items():
            before = universes.get(universe)
            if before is None or before.judgement.statements != statements:
                universes[universe] = reconcile_universe(
                    universe, statements, settings, before.judgement if before else None
                )
    return Reconciliation(universes, left_out)
