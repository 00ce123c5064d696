"""Whole rounds on small ledgers: first looks, news, broken ledgers, deliveries that fail and work later."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from etl.alerts import standing
from etl.alerts.memory import FOLDER, MemoryFile
from etl.alerts.rounds import Round, Watch, one_round
from etl.alerts.targets import Mail, Patience, Relay, Webhook
from etl.errors import NotFoundError, PublishError
from etl.publish import Publication, current_version, verify
from tests.etl.alerts.making import (
    BROKEN,
    BUSY,
    CONTRADICTION,
    QUIET,
    SILENCE,
    TODAY,
    TORN,
    WEEK,
    Hook,
    Post,
    hook,
    post,
    write,
)

QUICK = Patience(connect=2.0, silence=2.0, tries=2, pause=0.01)


@pytest.fixture
def site() -> Iterator[Hook]:
    with hook() as running:
        yield running


@pytest.fixture
def letters() -> Iterator[Post]:
    with post() as running:
        yield running


@pytest.fixture
def watch(tmp_path: Path, site: Hook) -> Watch:
    """A watch over one ledger that was looked at once, with a webhook."""
    write(tmp_path, QUIET, WEEK + CONTRADICTION)
    one = Watch(tmp_path, tmp_path / "published", (Webhook(site.address, patience=QUICK),))
    assert look(one).problems == []
    assert site.bodies == []
    return one


def look(one: Watch, today: date = TODAY, **more: Any) -> Round:
    return one_round(one, today, **more)


def keys(done: Round) -> list[str]:
    return [alert.key for alert in done.alerts]


def posted(site: Hook) -> list[list[str]]:
    """The keys of the alerts of each post."""
    return [[alert["key"] for alert in json.loads(body)["alerts"]] for body in site.bodies]


# What is news


def test_a_week_that_comes_to_be_above_is_told_once(watch: Watch, site: Hook) -> None:
    write(watch.data, BUSY, WEEK + CONTRADICTION)
    done = look(watch)
    assert keys(done) == ["2019-W05 enclave certain"]
    assert done.published is not None
    assert done.published.changed
    assert posted(site) == [["2019-W05 enclave certain"]]
    assert keys(look(watch)) == []
    assert len(site.bodies) == 1


def test_a_contradiction_that_appears_is_told_once(watch: Watch, site: Hook) -> None:
    write(watch.data, TORN, WEEK + CONTRADICTION)
    assert keys(look(watch)) == ["r1-01 r2-02"]
    write(watch.data, QUIET, WEEK + CONTRADICTION)
    assert keys(look(watch)) == []
    write(watch.data, TORN, WEEK + CONTRADICTION)
    assert keys(look(watch)) == []
    (said,) = [json.loads(body) for body in site.bodies]
    assert "more than rounding explains" in said["text"]
    assert sorted(said["alerts"][0]["reports"]) == ["https://example.org/1", "https://example.org/2"]


def test_the_first_round_tells_what_holds_only_when_asked_to(tmp_path: Path) -> None:
    write(tmp_path, BUSY, WEEK)
    first = look(Watch(tmp_path, tmp_path / "one"))
    assert (keys(first), first.untold) == ([], {("test", "many-in-a-week"): 1})
    everything = look(Watch(tmp_path, tmp_path / "other"), tell_all=True)
    assert (keys(everything), everything.untold) == (["2019-W05 enclave certain"], {})


def test_a_silence_is_told_without_a_change_and_once(tmp_path: Path, site: Hook) -> None:
    write(tmp_path, QUIET, SILENCE)
    one = Watch(tmp_path, tmp_path / "published", (Webhook(site.address, patience=QUICK),))
    last = date(2019, 2, 4)
    assert keys(look(one, last + timedelta(days=13))) == []
    assert keys(look(one, last + timedelta(days=14))) == ["2019-02-04"]
    assert keys(look(one, last + timedelta(days=15))) == []
    assert posted(site) == [["2019-02-04"]]


def test_a_rule_that_comes_later_begins_with_what_holds_then(watch: Watch) -> None:
    write(watch.data, BUSY, CONTRADICTION)
    assert keys(look(watch)) == []
    write(watch.data, BUSY, WEEK + CONTRADICTION)
    done = look(watch)
    assert (keys(done), done.untold) == ([], {("test", "many-in-a-week"): 1})


def test_an_only_round_without_a_target_still_counts_as_told(tmp_path: Path, site: Hook) -> None:
    write(tmp_path, QUIET)
    alone = Watch(tmp_path, tmp_path / "published")
    look(alone)
    write(tmp_path, BUSY)
    assert len(look(alone).alerts) == 1
    assert look(dataclasses.replace(alone, targets=(Webhook(site.address),))).alerts == []
    assert site.asked == 0


def test_a_dry_run_tells_nobody_and_notes_nothing(watch: Watch, site: Hook) -> None:
    write(watch.data, BUSY)
    before = MemoryFile(watch.published).read()
    dry = dataclasses.replace(watch, dry_run=True)
    assert len(look(dry).alerts) == len(look(dry).alerts) == 1
    assert MemoryFile(watch.published).read() == before
    assert site.asked == 0
    assert len(look(watch).alerts) == 1


def test_a_dry_run_in_a_new_place_leaves_no_notes(tmp_path: Path) -> None:
    write(tmp_path, QUIET)
    done = look(Watch(tmp_path, tmp_path / "published", dry_run=True))
    assert done.problems == []
    assert not (tmp_path / "published" / FOLDER).exists()


# Broken ledgers


def test_a_broken_ledger_is_told_and_the_others_go_on(watch: Watch, site: Hook) -> None:
    write(watch.data, BUSY, CONTRADICTION, name="another")
    look(watch)
    before = standing.standing(watch.published)
    write(watch.data, BROKEN, CONTRADICTION, name="another")
    write(watch.data, BUSY, WEEK + CONTRADICTION)
    done = look(watch)
    (problem,) = done.problems
    assert "figures.csv, row 2, column value: found 'many'" in problem
    assert posted(site) == [["2019-W05 enclave certain"]]
    now = standing.standing(watch.published)
    assert before is not None
    assert now is not None
    assert now.situations == {"another", "test"}
    # The broken one stands as it stood, cell by cell.
    for name, table in before.tables("another").items():
        assert table.equals(now.tables("another")[name]), name
    assert list(verify(watch.published)) == []
    assert look(watch).problems == [problem]


def test_what_a_mended_ledger_brings_is_told(watch: Watch, site: Hook) -> None:
    version = current_version(watch.published)
    write(watch.data, BROKEN)
    broken = look(watch)
    assert len(broken.problems) == 1
    assert current_version(watch.published) == version
    write(watch.data, BUSY)
    assert keys(look(watch)) == ["2019-W05 enclave certain"]
    assert len(site.bodies) == 1


def test_silence_is_told_of_a_broken_ledger_too(tmp_path: Path) -> None:
    write(tmp_path, QUIET, SILENCE)
    one = Watch(tmp_path, tmp_path / "published")
    assert keys(look(one)) == []
    write(tmp_path, BROKEN, SILENCE)
    assert keys(look(one, TODAY + timedelta(days=30))) == ["2019-02-04"]


def test_a_situation_that_was_never_published_is_left_out_until_it_can_be_read(watch: Watch) -> None:
    write(watch.data, BROKEN, WEEK, name="another")
    done = look(watch)
    assert len(done.problems) == 1
    now = standing.standing(watch.published)
    assert now is not None
    assert now.situations == {"test"}
    write(watch.data, BUSY, WEEK, name="another")
    done = look(watch)
    # Its rules begin with what is published first.
    assert (keys(done), done.untold) == ([], {("another", "many-in-a-week"): 1})


def test_a_rule_that_cannot_be_is_told_and_forgets_nothing(watch: Watch) -> None:
    before = MemoryFile(watch.published).read()
    write(watch.data, BUSY, WEEK.replace("5000", "-1"))
    done = look(watch)
    assert "alerts.many-in-a-week.number: found -1" in done.problems[0]
    assert MemoryFile(watch.published).read() == before
    write(watch.data, BUSY)
    assert keys(look(watch)) == ["2019-W05 enclave certain"]


def test_nothing_that_can_be_read_publishes_nothing(tmp_path: Path) -> None:
    write(tmp_path, BROKEN)
    done = look(Watch(tmp_path, tmp_path / "published"))
    assert (done.published, len(done.problems)) == (None, 1)
    assert current_version(tmp_path / "published") is None


def test_what_another_version_published_is_not_lost(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    write(watch.data, BUSY, "", name="another")
    look(watch)
    version = current_version(watch.published)
    monkeypatch.setattr(standing, "SCHEMA_VERSION", 99)
    write(watch.data, BROKEN, "", name="another")
    done = look(watch)
    assert any("by another version of waymark, so another cannot stay as it was" in told for told in done.problems)
    assert current_version(watch.published) == version


def test_a_build_under_way_is_told_and_what_stands_is_looked_at(watch: Watch) -> None:
    write(watch.data, QUIET, WEEK + SILENCE)
    look(watch)
    with Publication(watch.published):
        done = look(watch, TODAY + timedelta(days=30))
    assert (done.published, "another build is under way" in done.problems[0]) == (None, True)
    assert keys(done) == ["2019-02-04"]


def test_without_any_ledger_there_is_nothing_to_watch(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="--data"):
        look(Watch(tmp_path, tmp_path / "published"))


def test_notes_that_cannot_be_read_stop_a_round_before_it_builds(watch: Watch) -> None:
    version = current_version(watch.published)
    (watch.published / FOLDER / "told.json").write_text("{")
    write(watch.data, BUSY)
    with pytest.raises(PublishError, match="remove it"):
        look(watch)
    assert current_version(watch.published) == version


def test_what_was_published_and_cannot_be_read_is_told(watch: Watch) -> None:
    version = current_version(watch.published)
    (watch.published / str(version) / "series.parquet").write_bytes(b"not a table")
    write(watch.data, BROKEN)
    assert any("series.parquet: cannot be read" in told for told in look(watch).problems)


# Deliveries


def test_what_could_not_be_told_is_told_in_a_later_round_with_what_came_meanwhile(watch: Watch, site: Hook) -> None:
    site.answers = [503, 503]
    write(watch.data, BUSY, WEEK + CONTRADICTION)
    done = look(watch)
    assert (keys(done), len(done.undelivered), site.bodies) == (["2019-W05 enclave certain"], 1, [])
    write(watch.data, [*BUSY, TORN[1]], WEEK + CONTRADICTION)
    later = look(watch)
    assert later.undelivered == []
    (together,) = posted(site)
    assert together[0] == "2019-W05 enclave certain"
    assert len(together) == 1 + len(later.alerts)
    look(watch)
    assert len(site.bodies) == 1


def test_a_target_that_got_it_is_not_told_again_because_another_did_not(
    watch: Watch, site: Hook, letters: Post
) -> None:
    letters.refuses = {"b@example.org"}
    relay = Relay("127.0.0.1", letters.port)
    mail = Mail("watch@example.org", ["a@example.org", "b@example.org"], relay)
    both = dataclasses.replace(watch, targets=(*watch.targets, mail))
    write(watch.data, BUSY, WEEK + CONTRADICTION)
    assert len(look(both).undelivered) == 1
    assert len(look(both).undelivered) == 1
    letters.refuses = set()
    assert look(both).undelivered == []
    assert look(both).undelivered == []
    assert len(site.bodies) == 1
    assert [recipients for recipients, _ in letters.letters] == [["a@example.org"], ["b@example.org"]]


def test_what_waits_for_a_target_that_is_not_named_stays(watch: Watch, site: Hook) -> None:
    site.answers = [404]
    write(watch.data, BUSY)
    look(watch)
    alone = look(dataclasses.replace(watch, targets=()))
    assert (alone.waiting, len(site.bodies)) == (1, 0)
    assert look(watch).waiting == 0
    assert len(site.bodies) == 1


def test_a_process_that_dies_before_it_tells_tells_later(
    watch: Watch, site: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Died(BaseException):
        pass

    def die(*_: object) -> None:
        raise Died

    write(watch.data, BUSY)
    with monkeypatch.context() as patched:
        patched.setattr(Webhook, "send", die)
        with pytest.raises(Died):
            look(watch)
    assert keys(look(watch)) == []
    assert posted(site) == [["2019-W05 enclave certain"]]


def test_links_begin_with_the_public_address(watch: Watch, site: Hook) -> None:
    write(watch.data, BUSY)
    look(dataclasses.replace(watch, public_address="https://waymark.example.org/"))
    said = json.loads(site.bodies[0])
    assert said["alerts"][0]["link"].startswith("https://waymark.example.org/s/test?basis=reconciled")
    assert "See https://waymark.example.org/s/test?" in said["text"]


def test_the_notes_name_no_secret(watch: Watch, site: Hook) -> None:
    site.answers = [404]
    write(watch.data, BUSY)
    look(watch)
    noted = (watch.published / FOLDER / "told.json").read_text("utf-8")
    assert "webhook 127.0.0.1" in noted
    assert "secret" not in noted
