"""The references of a whole situation: the dataset, and every report that gave it a figure. Pure."""

from __future__ import annotations

from dataclasses import replace

from dashboard.citations import Cited, cited
from dashboard.downloads.about import citable, order_of_reports
from dashboard.request import Request


def references(request: Request, title: str) -> str:
    """A BibTeX database of the situation as `title` and of all reports of the request's data that have figures.

    What is said of a single figure is left out: it would be a choice among many. Titles that a licence keeps out are.
    """
    from dashboard.citations.as_bibtex import written

    request = replace(request, data=citable(request.data))
    first: dict[str, str] = {}
    for figure_id, known in request.data.figures.items():
        first.setdefault(known.report.report_id, figure_id)
    reports = []
    for report in sorted((request.data.reports[name] for name in first), key=order_of_reports):
        figure = request.with_view(replace(request.view, figure=first[report.report_id]))
        (entry,) = cited(figure).reports
        reports.append(replace(entry, annotation=""))
    dataset = replace(cited(request).dataset, title=title, url=request.frozen_link(), annotation="")
    return written(Cited(dataset, tuple(reports)))
