"""Frames → CSV with a row of HXL tags under the header. Pure.

Tools add up every `#affected` column by themselves. So only what was new has that tag, and only in a file whose
intervals count nobody twice; running totals, people present and bounds are indicators.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

import pandas as pd

from dashboard.downloads.comma_separated import to_csv
from etl.model import Kind, Measure, SeriesRow, Unit

_TAGS = {
    "situation": "#meta+situation+id",
    "source": "#meta+source+name",
    "measure": "#meta+measure",
    "unit": "#meta+unit",
    "flow_point": "#meta+flow_point",
    "nationality": "#country+origin+nationality+code+v_iso3",
    "population": "#meta+population",
    "kind": "#meta+kind",
    "basis": "#meta+basis",
    "phase": "#date+phase+start",
    "granularity": "#meta+granularity",
    "interval_start": "#date+start",
    "interval_end": "#date+end",
    "precision": "#meta+precision",
    "quantifier": "#meta+quantifier",
    "flag": "#meta+flag",
    "obs_status": "#meta+obs_status",
    "quantity_table": "#meta+quantity_table",
    "figure_ids": "#meta+id",
    "vintage": "#date+vintage+start",
    "vintage_end": "#date+vintage+end",
    "as_reported": "#meta+source+text",
    "publisher": "#meta+publisher+name",
    "title": "#meta+source+title",
    "url": "#meta+source+url",
    "published": "#date+reported",
    "withheld": "#meta+withheld",
    "as_known_on": "#date+asof",
    "view": "#meta+view+url",
}
_UNITS = {Unit.PERSONS: "ind", Unit.FAMILIES: "hh"}
_MEASURES = {Measure.ARRESTS: "arrested"}
"""Words that HXL has for what is counted; elsewhere a measure has its own."""

_COUNTS = {"new": "new", "cumulative": "cumulative", "stock": "present"}
_ENDS = {"lower": "+min", "point": "", "upper": "+max"}


def to_hxl(frame: pd.DataFrame, rows: Sequence[SeriesRow], measure: Measure, unit: Unit) -> bytes:
    """A frame of the series of one measure and unit, made of `rows`."""
    adds_up = may_be_added(rows)
    return to_csv(frame, [tag_of(name, measure, unit, adds_up=adds_up) for name in frame.columns])


def tag_of(name: str, measure: Measure, unit: Unit, *, adds_up: bool) -> str:
    """The tag of a column. Raises KeyError for one that is not in a view's files."""
    count, _, end = name.rpartition("_")
    if count not in _COUNTS or end not in _ENDS:
        return _TAGS[name]
    what = f"{_MEASURES.get(measure, measure.value)}+{_UNITS[unit]}+{_COUNTS[count]}"
    if name == "new_point" and adds_up:
        return f"#affected+{what}"
    return f"#indicator+{what}{_ENDS[end]}+num"


def may_be_added(rows: Iterable[SeriesRow]) -> bool:
    """Whether the new counts of rows may be added up: no two of them can tell of the same people.

    They have to be of one point of counting, over intervals that do not overlap; of nationalities each by itself,
    since nobody is counted under two. Other groups may share people.
    """
    counted = [row for row in rows if row.kind is Kind.FLOW and row.new_point is not None]
    if len({row.flow_point for row in counted}) > 1 or any(row.population for row in counted):
        return False
    intervals: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for row in counted:
        if row.interval_start is None or row.nationality.startswith("other:"):
            return False
        intervals[row.nationality].append((row.interval_start, row.interval_end))
    if "" in intervals and len(intervals) > 1:
        return False
    return all(before[1] < after[0] for of_one in intervals.values() for before, after in pairwise(sorted(of_one)))
