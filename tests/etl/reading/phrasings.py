"""Shared by the tests of reading: one call that reads a sentence published on Thursday 31 January 2019."""

from __future__ import annotations

from datetime import date

from etl.reading import Proposal, ReportContext, read_report

PUBLISHED = date(2019, 1, 31)


def read(text: str, language: str = "en") -> tuple[Proposal, ...]:
    """The proposals of `text`, their spans checked."""
    proposals = read_report(text, ReportContext("t", "Tester", PUBLISHED, language)).proposals
    for proposal in proposals:
        assert proposal.span_start is not None
        assert proposal.span_end is not None
        assert text[proposal.span_start : proposal.span_end] == proposal.quote
    return proposals
