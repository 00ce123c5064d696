"""A figure ↔ the cells of its row, and a proposal as the row that it would become in a situation."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from etl.ledger import FIGURE_COLUMNS
from etl.ledger.folder import FIXED_LOWER, FIXED_UPPER
from etl.ledger.situation_file import place_names
from etl.model import Figure, Kind, Measure, Modality, Names, Precision, Quantifier, Role, Situation, Status

RELATIONS = ("part_of", "same_as")
"""The columns by which one row names another. They follow the other row, so a mark keeps them apart."""
_OF_THE_MOMENT = frozenset(("figure_id", *RELATIONS, "role", "note", "status"))
"""What else a proposal's cells may turn into while it waits, because other rows came."""


def cells_of(figure: Figure) -> dict[str, str]:
    """The cells of a figure's row, by column, in the ledger's order; empty ones too."""
    return {name: _cell(getattr(figure, name)) for name in FIGURE_COLUMNS}


def _cell(value: object) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def needed(cells: Mapping[str, str], columns: Iterable[str]) -> dict[str, str]:
    """The cells that a new row of a table with these columns has to say.

    A column that the table does without is not added for a cell that is empty or that reads the same left out.
    """
    present = set(columns)
    unsaid = {
        "situation": cells["situation"],
        "kind": Kind.STOCK if cells["measure"] == Measure.POPULATION else Kind.FLOW,
        "ref_precision": Precision.DAY,
        "role": Role.RECOMMENDED,
        "modality": Modality.REPORTED,
        "status": Status.ACCEPTED,
    }
    return {name: cell for name, cell in cells.items() if name in present or (cell and cell != unsaid.get(name, ""))}


def mark_of_row(cells: Mapping[str, str]) -> str:
    """A mark of what a row says: one half of what it says of itself, one half of its relations to other rows."""
    own = {name: cell for name, cell in cells.items() if cell and name not in RELATIONS}
    return f"{_digest(own)}.{_digest({name: cells.get(name, '') for name in RELATIONS})}"


def mark_of_proposal(figure: Figure) -> str:
    """A mark of what a proposal shows: its words and what is read from them, whatever number it goes by."""
    return f"p{_digest({name: cell for name, cell in cells_of(figure).items() if name not in _OF_THE_MOMENT})}"


def unchanged(seen: str, now: str, columns: Iterable[str]) -> bool:
    """Whether a row that was `seen` can be changed in `columns` as it is `now`, nothing unseen being overwritten.

    Relations change when other figures are accepted or put aside; that disturbs only who would change them too.
    """
    own, _, relations = seen.partition(".")
    own_now, _, relations_now = now.partition(".")
    return own == own_now and (relations == relations_now or not set(RELATIONS).intersection(columns))


def _digest(cells: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()[:16]


def as_row(proposal: Figure, situation: Situation, publisher: str) -> Figure:
    """A proposal as a row of `situation`: its own names for sources, places and populations.

    What it does not list is left empty, the word as read in the note. The source is whom the text names, if it is one
    of the situation's, else the publisher, if that is one. Ends that the quantifier gives are left out.
    """
    notes = [proposal.note] if proposal.note else []
    sources = _index((one.id, one.names) for one in situation.sources)
    source = sources.get(_plain(proposal.source)) or sources.get(_plain(publisher), "")
    if _plain(proposal.source) not in sources and _plain(proposal.source) not in ("", _plain(publisher)):
        notes.append(f"according to {proposal.source}")
    populations = {one.id for one in situation.populations}
    population = proposal.population if proposal.population in populations else ""
    if proposal.population != population:
        notes.append(f"population {proposal.population}")
    places = {_plain(name): place.id for place in situation.places for name in place_names(place)}
    found = {}
    for column, word in (("place_from", "from"), ("place_to", "to")):
        printed = getattr(proposal, column)
        found[column] = places.get(_plain(printed), "") if printed else ""
        if printed and not found[column]:
            notes.append(f"{word} {printed}")
    value, quantifier = proposal.value, proposal.quantifier
    said = proposal.quantifier not in (Quantifier.RANGE, Quantifier.VAGUE)
    return replace(
        _plain_figure(proposal),
        situation=situation.id,
        source=source,
        population=population,
        place_from=found["place_from"],
        place_to=found["place_to"],
        lower=None if said and quantifier in FIXED_LOWER and proposal.lower == value else proposal.lower,
        upper=None if said and quantifier in FIXED_UPPER and proposal.upper == value else proposal.upper,
        note="; ".join(notes),
    )


def _plain_figure(figure: Figure) -> Figure:
    """`figure` without what a reading adds to it, so that it equals a row that says the same."""
    return Figure(**{name: getattr(figure, name) for name in FIGURE_COLUMNS})


def _index(named: Iterable[tuple[str, Names]]) -> dict[str, str]:
    ids: dict[str, str] = {}
    for one, names in named:
        for name in (one, *(name for _, name in names.by_language)):
            ids.setdefault(_plain(name), one)
    return ids


def _plain(name: str) -> str:
    """A name without what differs between spellings of one name: case and spaces."""
    return " ".join(name.split()).casefold()
