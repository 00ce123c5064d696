"""What is kept from one build to the next: found again, forgotten when not asked for, begun anew when damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.cache import FileCache
from etl.errors import PublishError


def test_what_was_kept_is_found_again(tmp_path: Path) -> None:
    with FileCache(tmp_path / "deep" / "kept.sqlite") as cache:
        cache["a"] = b"1"
        cache["a"] = b"2"
    with FileCache(tmp_path / "deep" / "kept.sqlite") as cache:
        assert (dict(cache), len(cache), cache.get("b")) == ({"a": b"2"}, 1, None)


def test_what_a_growing_build_did_not_ask_for_is_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite"
    with FileCache(file) as cache:
        cache.update({"a": b"1", "b": b"2"})
    with FileCache(file) as cache:
        assert cache["a"] == b"1"
    with FileCache(file) as cache:
        assert sorted(cache) == ["a", "b"]
        assert cache["a"] == b"1"
        cache["c"] = b"3"
    with FileCache(file) as cache:
        assert sorted(cache) == ["a", "c"]


def test_a_build_that_fails_forgets_nothing(tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite"
    with FileCache(file) as cache:
        cache["a"] = b"1"

    def fail() -> None:
        with FileCache(file) as cache:
            cache["b"] = b"2"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    with FileCache(file) as cache:
        assert sorted(cache) == ["a", "b"]


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite"
    file.write_bytes(b"no database at all" * 100)
    with FileCache(file) as cache:
        assert len(cache) == 0
        cache["a"] = b"1"
    with FileCache(file) as cache:
        assert cache["a"] == b"1"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(PublishError, match="choose another folder"), FileCache(tmp_path / "file" / "kept.sqlite"):
        pass
