"""One round of a watch: build, look what holds, tell what is news."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa

from etl.alerts.memory import Memory, MemoryFile, forget_others, news_of, to_tell, told
from etl.alerts.message import message_of
from etl.alerts.rules import Alert, alerts_of
from etl.alerts.standing import Standing, standing
from etl.alerts.targets import Target
from etl.errors import LedgerError, PublishError, WaymarkError
from etl.ledger import read_alerts, situation_folders
from etl.pipeline import Progress, build
from etl.publish import Published, current_version


@dataclass(frozen=True, slots=True)
class Watch:
    """What a watch works with. `public_address` begins the links; with `dry_run` nobody is told and nothing noted."""

    data: Path
    published: Path
    targets: tuple[Target, ...] = ()
    public_address: str = ""
    suppress_below: int = 10
    dry_run: bool = False


@dataclass(slots=True)
class Round:
    """What came of a round.

    `published` None: the build came to nothing, and the version before stands. `alerts` are the news; `untold` counts
    what held when a rule was looked at for the first time, by situation and rule. `problems` are sentences for whoever
    runs the watch, `undelivered` those about targets that will be tried again. `waiting` counts alerts that wait for
    targets which this watch does not have.
    """

    published: Published | None = None
    alerts: list[Alert] = field(default_factory=list)
    untold: dict[tuple[str, str], int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    undelivered: list[str] = field(default_factory=list)
    waiting: int = 0


def one_round(watch: Watch, today: date, *, tell_all: bool = False, progress: Progress | None = None) -> Round:
    """Publish what can be read, evaluate every rule on it, and tell what is news and what still waits.

    What goes wrong with one ledger, with the build or with a target is in the round, and everything else goes on: a
    situation whose ledger cannot be read stays published as it was. Raises NotFoundError when there is no ledger at
    all, ConflictError when another watch does not let go, and PublishError when its own notes cannot be kept.
    """
    done = Round()
    situations = [folder.name for folder in situation_folders(watch.data)]
    notes = MemoryFile(watch.published)
    if watch.dry_run:
        _build(watch, done, progress)
        _look(watch, done, notes.read(), situations, today, tell_all)
        return done
    with notes.held():
        # Before the build, which takes longer: notes that cannot be read are somebody's to mend.
        before = notes.read()
        _build(watch, done, progress)
        memory = _look(watch, done, before, situations, today, tell_all)
        ids = [id_ for target in watch.targets for id_ in target.ids]
        memory = to_tell(memory, done.alerts, ids)
        if memory != before:
            notes.write(memory)
        memory = _deliver(watch, done, memory, notes.write)
    done.waiting = sum(bool(set(one.targets) - set(ids)) for one in memory.waiting)
    return done


def _build(watch: Watch, done: Round, progress: Progress | None) -> None:
    broken: list[LedgerError] = []

    def as_it_was(situation: str, error: LedgerError) -> Mapping[str, pa.Table] | None:
        broken.append(error)
        before = standing(watch.published)
        if before is None and current_version(watch.published) is not None:
            found = f"published by another version of waymark, so {situation} cannot stay as it was"
            raise PublishError(f"{watch.published}: {found}; mend its ledger first: {error.problems[0]}")
        return before.tables(situation) if before is not None and situation in before.situations else None

    try:
        done.published = build(watch.data, watch.published, progress=progress, instead=as_it_was)
    except LedgerError:
        # All of them are broken, and each has been noted.
        pass
    except WaymarkError as error:
        done.problems.append(str(error))
    except OSError as error:
        done.problems.append(f"{error.filename or watch.published}: {error.strerror or error}; mend it, or make room")
    done.problems += [str(problem) for error in broken for problem in error.problems]


def _look(watch: Watch, done: Round, memory: Memory, situations: Sequence[str], today: date, tell_all: bool) -> Memory:
    """The memory after every rule was looked at; what is news goes into the round."""
    try:
        now = standing(watch.published)
    except WaymarkError as error:
        done.problems.append(str(error))
        return memory
    for name in situations:
        try:
            memory = _look_at(watch, done, memory, now, name, today, tell_all)
        except LedgerError:
            # The build has said what is wrong with it.
            continue
        except WaymarkError as error:
            done.problems.append(str(error))
    return forget_others(memory, situations)


def _look_at(
    watch: Watch, done: Round, memory: Memory, now: Standing | None, name: str, today: date, tell_all: bool
) -> Memory:
    situation, rules = read_alerts(watch.data / "situations" / name)
    if rules and (now is None or name not in now.situations):
        # Nothing is known of it yet; its rules begin with what is published first.
        return memory
    alerts: Sequence[Alert] = ()
    if rules and now is not None:
        alerts = alerts_of(rules, now.known(situation), today, suppress_below=watch.suppress_below)
    news = news_of(memory, name, rules, alerts, tell_all=tell_all)
    done.alerts += news.alerts
    done.untold |= {(name, rule): count for rule, count in news.untold.items()}
    return news.memory


def _deliver(watch: Watch, done: Round, memory: Memory, note: Callable[[Memory], None]) -> Memory:
    """The memory after every target was sent what waits for it, noted after each."""
    for target in watch.targets:
        for ids, alerts in _due(memory, target.ids):
            message = message_of(alerts, watch.public_address)
            failed = target.send(message, ids)
            done.undelivered += dict.fromkeys(failed.values())
            reached = [id_ for id_ in ids if id_ not in failed]
            if reached:
                memory = told(memory, alerts, reached)
                note(memory)
    return memory


def _due(memory: Memory, ids: Iterable[str]) -> list[tuple[list[str], list[Alert]]]:
    """What waits for some of these ids; those for whom the same waits together, so that they get one message."""
    due: dict[tuple[tuple[str, str, str], ...], tuple[list[str], list[Alert]]] = {}
    for id_ in ids:
        alerts = [one.alert for one in memory.waiting if id_ in one.targets]
        if alerts:
            due.setdefault(tuple(alert.name for alert in alerts), ([], alerts))[0].append(id_)
    return list(due.values())
