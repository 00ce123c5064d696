"""Review: what a held text proposes, beside what the ledger says, and a reviewer's decisions into the ledger."""

from etl.review.desk import LedgerDesk, open_desk

__all__ = ["LedgerDesk", "open_desk"]
