"""The shipped situations, for the tests of the dashboard."""

from tests.dashboard.shipped import app, camp, client, everything, exits, folder, snapshot

__all__ = ["app", "camp", "client", "everything", "exits", "folder", "snapshot"]
