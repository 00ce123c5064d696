"""What is told and what is not: first looks, the same thing twice, and what the file keeps over a restart."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from etl.alerts.memory import FOLDER, Memory, MemoryFile, News, forget_others, news_of, to_tell, told
from etl.alerts.rules import Alert
from etl.errors import ConflictError, PublishError
from etl.model import AlertKind, AlertRule
from tests.etl.alerts.making import above, an_alert

RULE = above()
SILENCE = AlertRule("s", AlertKind.SILENCE, days=14)
OLD, NEW = an_alert("old"), an_alert("new")


def look(
    memory: Memory, *alerts: Alert, rules: Sequence[AlertRule] = (RULE,), tell_all: bool = False, name: str = "test"
) -> News:
    return news_of(memory, name, rules, alerts, tell_all=tell_all)


def test_what_holds_at_the_first_look_is_noted_and_not_told() -> None:
    first = look(Memory(), OLD)
    assert (first.alerts, dict(first.untold)) == ((), {"w": 1})
    second = look(first.memory, OLD, NEW)
    assert (second.alerts, dict(second.untold)) == ((NEW,), {})


def test_the_first_look_tells_everything_when_asked_to() -> None:
    first = look(Memory(), OLD, tell_all=True)
    assert first.alerts == (OLD,)
    assert look(first.memory, OLD, tell_all=True).alerts == ()


def test_nothing_is_told_twice_even_if_it_went_away_meanwhile_or_says_other_numbers() -> None:
    memory = look(look(Memory()).memory, NEW).memory
    memory = look(memory).memory
    assert look(memory, dataclasses.replace(NEW, lower=9_000)).alerts == ()


def test_what_became_certain_is_told_and_what_became_uncertain_again_is_not() -> None:
    may = an_alert("2019-W05 possible", certain=False)
    does = an_alert("2019-W05 certain", includes=("2019-W05 possible",))
    begun = look(Memory()).memory
    after = look(begun, may)
    assert after.alerts == (may,)
    assert look(after.memory, does).alerts == (does,)
    assert look(look(begun, does).memory, may).alerts == ()


def test_a_rule_that_asks_for_something_else_begins_anew() -> None:
    memory = look(Memory(), OLD).memory
    other = look(memory, OLD, NEW, rules=[above(number=100)])
    assert (other.alerts, dict(other.untold)) == ((), {"w": 2})


def test_a_rule_that_is_gone_is_forgotten_and_so_is_a_situation() -> None:
    memory = look(look(Memory(), OLD).memory, rules=()).memory
    assert memory == Memory()
    both = look(look(Memory(), OLD).memory, OLD, name="other").memory
    assert set(forget_others(both, ["other"]).rules) == {"other"}


def test_silence_is_told_at_the_first_look_and_once_for_each_last_report() -> None:
    silent = an_alert("2019-02-04", rule="s", kind=AlertKind.SILENCE)
    first = look(Memory(), silent, rules=[SILENCE])
    assert first.alerts == (silent,)
    assert look(first.memory, silent, rules=[SILENCE]).alerts == ()
    later = an_alert("2019-03-04", rule="s", kind=AlertKind.SILENCE)
    assert look(first.memory, later, rules=[SILENCE]).alerts == (later,)


def test_rules_know_nothing_of_each_other() -> None:
    other = above("x")
    memory = look(Memory(), rules=[RULE, other]).memory
    of_other = dataclasses.replace(NEW, rule="x")
    assert look(memory, NEW, of_other, rules=[RULE, other]).alerts == (NEW, of_other)
    assert look(memory, NEW, rules=[RULE, other], name="elsewhere").alerts == ()


def test_each_target_gets_what_waits_for_it_once() -> None:
    memory = to_tell(Memory(), [OLD], ["a", "b"])
    memory = told(memory, [OLD], ["a"])
    memory = to_tell(memory, [NEW], ["a", "b"])
    assert [(one.alert, one.targets) for one in memory.waiting] == [(OLD, ("b",)), (NEW, ("a", "b"))]
    assert told(memory, [OLD, NEW], ["a", "b"]).waiting == ()
    assert to_tell(Memory(), [OLD], []) == Memory()


def test_the_file_keeps_everything(tmp_path: Path) -> None:
    file = MemoryFile(tmp_path)
    assert file.read() == Memory()
    memory = to_tell(look(look(Memory(), OLD).memory, NEW).memory, [NEW], ["webhook", "mail a@example.org"])
    with file.held():
        file.write(memory)
    again = MemoryFile(tmp_path).read()
    assert again.waiting == memory.waiting
    assert look(again, OLD, NEW).alerts == ()
    assert sorted(one.name for one in (tmp_path / FOLDER).iterdir()) in (["told.json"], [".lock", "told.json"])


@pytest.mark.parametrize("content", [b"", b"{", b'{"format": 2, "rules": {}}', b'{"rules": 7}', b"\xff"])
def test_a_file_that_cannot_be_read_says_what_to_do(tmp_path: Path, content: bytes) -> None:
    file = MemoryFile(tmp_path)
    file.file.parent.mkdir()
    file.file.write_bytes(content)
    with pytest.raises(PublishError, match=r"told\.json: .*; remove it, and what holds then counts as told"):
        file.read()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PublishError, match="cannot be written"), MemoryFile(tmp_path / "file").held():
        raise AssertionError


def test_a_second_watch_waits_and_then_says_so(tmp_path: Path) -> None:
    inside, leave = threading.Event(), threading.Event()

    def first() -> None:
        with MemoryFile(tmp_path).held():
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=first)
    thread.start()
    assert inside.wait(10)
    with pytest.raises(ConflictError, match="let one watch do"), MemoryFile(tmp_path).held(patience=0.01):
        raise AssertionError
    leave.set()
    with MemoryFile(tmp_path).held():
        assert (tmp_path / FOLDER).is_dir()
    thread.join()
