"""Frames → Parquet, with what is said of them in the file's own metadata. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pandas as pd

from dashboard.downloads.about import Taken
from dashboard.downloads.columns import columns_of
from dashboard.downloads.metadata import dataset

METADATA = "waymark"
"""The key under which a file's own metadata hold a JSON object: the dataset and its columns."""


def to_parquet(
    frame: pd.DataFrame, about: Mapping[str, Any] | None = None, fields: Mapping[str, Mapping[str, str]] | None = None
) -> bytes:
    """A frame as Parquet, whole numbers and dates typed.

    `about` goes into the file's metadata, `fields` into those of its columns; texts of the latter that are empty don't.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(frame, preserve_index=False)
    for place, field in enumerate(table.schema):
        said = {name: text for name, text in (fields or {}).get(field.name, {}).items() if text}
        if said:
            table = table.set_column(place, field.with_metadata(said), table.column(place))
    metadata = dict(table.schema.metadata or {})
    if about is not None:
        metadata[METADATA.encode()] = json.dumps(about, ensure_ascii=False, separators=(",", ":")).encode()
    written = BytesIO()
    pq.write_table(table.replace_schema_metadata(metadata), written, compression="zstd")
    return written.getvalue()


def taken_to_parquet(taken: Taken) -> bytes:
    """A view, with all that is said of it."""
    request = taken.request
    columns = columns_of(request.words, "series", taken.frame.columns, request.view.unit)
    fields = {one.name: {"title": one.title, "meaning": one.meaning, "unit": one.unit} for one in columns}
    about = dataset(request.words, taken.about)
    # Metadata are not compressed; the long reference is the short one and the sources, which stand there as well.
    del about["citationLong"]
    return to_parquet(taken.frame, about, fields)
