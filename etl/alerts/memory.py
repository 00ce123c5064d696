"""What was told, and what waits to be told: a file beside the published data.

It is the only place where that is known, so it is written before anything is told and after each target that got it. A
process that dies between a delivery and the note of it leaves the one case in which somebody is told twice; a message
has an id that is the same both times.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from etl.alerts.rules import Alert, rule_name
from etl.errors import ConflictError, PublishError
from etl.model import AlertKind, AlertRule

FOLDER = ".alerts"
_FILE = "told.json"
_FORMAT = 1
_PATIENCE = 60.0
"""Seconds to wait for another watch to end its round."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An alert that some targets, by their ids, have not got yet."""

    alert: Alert
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownOfRule:
    """`asks` names what the rule asked when `keys`, of alerts told or there from the beginning, were noted."""

    asks: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of every rule, by situation and rule id, and what waits for targets."""

    format: int = _FORMAT
    rules: Mapping[str, Mapping[str, KnownOfRule]] = field(default_factory=dict)
    waiting: tuple[Waiting, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """What an evaluation brings: alerts to be told, how many hold and are not, and what to remember of it all.

    `untold` counts what held already when a rule was looked at for the first time, by rule id.
    """

    memory: Memory
    alerts: tuple[Alert, ...]
    untold: Mapping[str, int]


_MEMORY = TypeAdapter(Memory)


def news_of(
    memory: Memory, situation: str, rules: Iterable[AlertRule], alerts: Collection[Alert], *, tell_all: bool = False
) -> News:
    """Which alerts of a situation are news. Pure.

    A rule that is new, or asks for something else than before, starts with what holds now: that is noted and not told,
    unless `tell_all`. Silence is told all the same, because it is about today. Rules that are gone are forgotten.
    """
    before = memory.rules.get(situation, {})
    now: dict[str, KnownOfRule] = {}
    news: list[Alert] = []
    untold: dict[str, int] = {}
    for rule in rules:
        asks = rule_name(rule)
        known = before.get(rule.id)
        is_new = known is None or known.asks != asks
        keys = dict.fromkeys(known.keys if known is not None and not is_new else ())
        held_already = is_new and not tell_all and rule.rule is not AlertKind.SILENCE
        for alert in alerts:
            if alert.rule != rule.id or alert.key in keys:
                continue
            keys |= dict.fromkeys((alert.key, *alert.includes))
            if held_already:
                untold[rule.id] = untold.get(rule.id, 0) + 1
            else:
                news.append(alert)
        now[rule.id] = KnownOfRule(asks, tuple(keys))
    rules_now = {**memory.rules, situation: now}
    if not now:
        del rules_now[situation]
    return News(replace(memory, rules=rules_now), tuple(news), untold)


def forget_others(memory: Memory, situations: Collection[str]) -> Memory:
    """Without what is known of situations that are no longer there."""
    return replace(memory, rules={name: known for name, known in memory.rules.items() if name in situations})


def to_tell(memory: Memory, alerts: Iterable[Alert], targets: Iterable[str]) -> Memory:
    """With alerts waiting for targets; nothing waits for nobody."""
    ids = tuple(targets)
    return replace(memory, waiting=(*memory.waiting, *(Waiting(alert, ids) for alert in alerts if ids)))


def told(memory: Memory, alerts: Iterable[Alert], targets: Collection[str]) -> Memory:
    """Without what targets have got."""
    names = {alert.name for alert in alerts}
    waiting = []
    for one in memory.waiting:
        left = tuple(id_ for id_ in one.targets if one.alert.name not in names or id_ not in targets)
        if left:
            waiting.append(replace(one, targets=left))
    return replace(memory, waiting=tuple(waiting))


class MemoryFile:
    """The file in a folder of published data. `held` is for one process at a time."""

    def __init__(self, published: Path) -> None:
        self._folder = published / FOLDER
        self.file = self._folder / _FILE

    @contextmanager
    def held(self, patience: float = _PATIENCE) -> Iterator[None]:
        """Keep other watches waiting. Raises ConflictError when one does not end its round, PublishError on the disk."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._folder / ".lock")
            lock.acquire(timeout=patience)
        except Timeout:
            found = "another watch has been at work here for a minute"
            raise ConflictError(f"{self._folder}: {found}; let one watch do for a folder") from None
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            yield
        finally:
            lock.release()

    def read(self) -> Memory:
        """What the file says; nothing known when there is none. Raises PublishError when it cannot be read."""
        try:
            memory = _MEMORY.validate_json(self.file.read_bytes())
        except FileNotFoundError:
            return Memory()
        except (OSError, ValidationError) as error:
            said = " ".join(str(error).split())[:120]
            what = "remove it, and what holds then counts as told"
            raise PublishError(f"{self.file}: cannot be read ({said}); {what}") from error
        if memory.format != _FORMAT:
            found = f"format {memory.format} instead of {_FORMAT}"
            raise PublishError(f"{self.file}: {found}; remove it, and what holds then counts as told")
        return memory

    def write(self, memory: Memory) -> None:
        """Put `memory` in the place of what the file says, in one step. Raises PublishError when it cannot."""
        draft = self.file.with_suffix(".draft")
        try:
            with draft.open("wb") as handle:
                handle.write(_MEMORY.dump_json(memory, indent=1) + b"\n")
                handle.flush()
                os.fsync(handle.fileno())
            draft.replace(self.file)
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> PublishError:
        return PublishError(f"{self.file}: cannot be written ({error.strerror}); choose another folder")
