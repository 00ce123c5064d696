"""The command that watches ledgers: builds when one changes, and tells who wants to be told."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from etl.cli.options import DataFolder
from etl.cli.output import FOUND_ERRORS, progress_bar
from etl.errors import WaymarkError

if TYPE_CHECKING:
    from etl.alerts.rounds import Round, Watch
    from etl.alerts.rules import Alert
    from etl.alerts.targets import Target

_QUIET = 0.3
"""Seconds without a further change after which a change is taken for whole: programs save in several steps."""
_GROUPED = 5.0
"""Seconds after which changes are looked at even if more keep coming."""
_TICK = 0.5
_RETRY = 60.0
"""Seconds after a round that went wrong until the next one; twice as long after each further one."""
_DAY = 24 * 60


def watch(
    data: DataFolder = Path("data"),
    published: Annotated[
        Path | None, typer.Option(help="Where to publish. Default: published/ in the data folder.")
    ] = None,
    webhook: Annotated[
        list[str] | None,
        typer.Option(
            envvar="WAYMARK_WEBHOOK",
            metavar="URL",
            help="Post alerts as JSON to this address; may be given several times. WAYMARK_WEBHOOK_SECRET signs them.",
            show_default=False,
        ),
    ] = None,
    mail_to: Annotated[
        list[str] | None,
        typer.Option(
            envvar="WAYMARK_MAIL_TO",
            metavar="ADDRESS",
            help="Mail alerts to this address; may be given several times.",
            show_default=False,
        ),
    ] = None,
    mail_from: Annotated[
        str,
        typer.Option(
            envvar="WAYMARK_MAIL_FROM", metavar="ADDRESS", help="The address that mails come from. --mail-to needs it."
        ),
    ] = "",
    relay: Annotated[
        str,
        typer.Option(
            envvar="WAYMARK_RELAY",
            metavar="HOST:PORT",
            help="The server that takes mails. WAYMARK_MAIL_USER and WAYMARK_MAIL_PASSWORD log in to it.",
        ),
    ] = "localhost:25",
    public_address: Annotated[
        str,
        typer.Option(
            envvar="WAYMARK_PUBLIC_ADDRESS",
            metavar="URL",
            help="Where readers find the dashboard, such as https://example.org: links begin with it.",
        ),
    ] = "",
    once: Annotated[bool, typer.Option("--once", help="One round, then exit: for a scheduler.")] = False,
    tell_all: Annotated[
        bool,
        typer.Option("--tell-all", help="Tell also what held already when a rule is looked at for the first time."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Build and print what would be told, but tell nobody and note nothing.")
    ] = False,
    every: Annotated[
        int,
        typer.Option(metavar="MINUTES", min=1, max=_DAY, help="Look at least so often, even if no ledger changes."),
    ] = 60,
    suppress_below: Annotated[
        int,
        typer.Option(
            envvar="WAYMARK_SUPPRESS_BELOW",
            min=0,
            help="Tell no number of nationalities and populations where one is under this. A private instance may set 0.",
        ),
    ] = 10,
) -> None:
    """Build whenever a ledger changes, and tell a webhook or people by mail when an alert of a situation.toml holds.

    What holds when a rule is first looked at is noted and not told. Afterwards everything is told once, and tried again
    until it has arrived. A ledger that cannot be read is said and holds up no other: its situation stays published as
    it was. Without --once it goes on until Ctrl+C. With --once it exits with 1 if a ledger could not be read or somebody
    could not be told.
    """
    from etl.alerts.rounds import Watch

    targets = tuple(_targets(webhook or [], mail_to or [], mail_from, relay))
    if public_address:
        _refuse_no_address(public_address, "--public-address")
    work = Watch(
        data,
        published or data / "published",
        () if dry_run else targets,
        public_address,
        suppress_below,
        dry_run,
    )
    if not targets:
        typer.echo(
            "no target: alerts are printed here and nowhere else (--webhook and --mail-to name targets)", err=True
        )
    if once:
        done = _look(work, tell_all)
        _say(done, work)
        for problem in _problems(done):
            typer.echo(problem, err=True)
        if done.problems or done.undelivered:
            raise typer.Exit(FOUND_ERRORS)
        return
    # A service manager ends with this signal what a person ends with Ctrl+C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _watch(work, tell_all, every * 60.0)
    except KeyboardInterrupt:
        typer.echo("stopped")


def _watch(work: Watch, tell_all: bool, every: float) -> None:
    """Rounds without end: one now, one whenever something changes, one at least `every` seconds."""
    from etl.ledger import situation_folders

    # A folder without ledgers is a slip at the beginning, and later on somebody's work in progress.
    situation_folders(work.data)
    room = work.data / "situations"
    typer.echo(f"watching {room}  (Ctrl+C stops it)")
    said: list[str] = []
    failures = 0
    due = time.monotonic()
    for changed in _changes(room):
        if not changed and time.monotonic() < due:
            continue
        try:
            done = _look(work, tell_all)
        except WaymarkError as error:
            problems, failed = [str(error)], True
        else:
            _say(done, work)
            problems, failed = _problems(done), done.published is None or bool(done.undelivered)
        # What is still wrong was said already.
        for problem in problems if problems != said else ():
            typer.echo(problem, err=True)
        said = problems
        failures = failures + 1 if failed else 0
        due = time.monotonic() + (min(every, _RETRY * 2 ** min(failures - 1, 10)) if failures else every)


def _changes(room: Path) -> Iterator[bool]:
    """Whether something in a folder changed, twice a second; the first time everything from then on is noticed."""
    from watchfiles import watch as changes

    changed = False
    while True:
        folder = _identity(room)
        if folder is None:
            time.sleep(_TICK)
            yield False
            continue
        try:
            for found in changes(
                room,
                watch_filter=lambda _, path: _matters(path),
                step=round(_QUIET * 1000),
                debounce=round(_GROUPED * 1000),
                rust_timeout=round(_TICK * 1000),
                yield_on_timeout=True,
            ):
                changed = changed or bool(found)
                if _identity(room) != folder:
                    # Version control may put another folder in its place. It has to be watched before it is looked at.
                    changed = True
                    break
                yield changed
                changed = False
        except FileNotFoundError:
            continue
        except OSError as error:
            told = "set WATCHFILES_FORCE_POLLING=1, or let a scheduler run waymark watch --once"
            raise WaymarkError(f"{room}: cannot be watched ({error}); {told}") from error


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another one in its place; None: there is none. It changes with the names in it too."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_ino, found.st_ctime_ns


def _matters(path: str) -> bool:
    """Whether a file may be part of a ledger: not a lock, not what an editor keeps beside a file."""
    name = Path(path).name
    return not name.startswith((".", "~", "#")) and not name.endswith(("~", "#", ".lock", ".tmp", ".swp"))


def _look(work: Watch, tell_all: bool) -> Round:
    from etl.alerts.rounds import one_round

    with progress_bar("situations", quiet=False) as progress:
        return one_round(work, datetime.now().astimezone().date(), tell_all=tell_all, progress=progress)


def _say(done: Round, work: Watch) -> None:
    """Print what came of a round: what was published, and every alert, a line each."""
    if done.published is not None and done.published.changed:
        typer.echo(f"published: version {done.published.version}, in {done.published.folder}")
    for (situation, rule), count in done.untold.items():
        hold = "thing holds" if count == 1 else "things hold"
        typer.echo(f"noted  {situation}  {rule}  {count:,} {hold} already and will not be told (--tell-all tells them)")
    for alert in done.alerts:
        typer.echo(f"{'would tell' if work.dry_run else 'alert'}  {alert.situation}  {alert.rule}  {_sentence(alert)}")


def _sentence(alert: Alert) -> str:
    return alert.sentence.in_language("en")


def _problems(done: Round) -> list[str]:
    """What whoever runs the watch should know, a line each."""
    told = [*done.problems, *(f"not told: {reason}; it is tried again" for reason in done.undelivered)]
    if done.waiting:
        waits = "alert waits" if done.waiting == 1 else "alerts wait"
        told.append(f"{done.waiting:,} {waits} for a target that an earlier run named and this one does not")
    return told


def _targets(webhooks: list[str], recipients: list[str], sender: str, relay: str) -> Iterator[Target]:
    """The targets that the options name. Raises BadParameter for what is no address."""
    from etl.alerts.targets import Mail, Relay, Webhook

    for address in dict.fromkeys(webhooks):
        _refuse_no_address(address, "--webhook")
        yield Webhook(address, os.environ.get("WAYMARK_WEBHOOK_SECRET", ""))
    if recipients:
        for recipient in recipients:
            _refuse_no_mailbox(recipient, "--mail-to")
        if not sender:
            raise typer.BadParameter("found nothing; name the address that mails come from", param_hint="--mail-from")
        _refuse_no_mailbox(sender, "--mail-from")
        host, port = _host_and_port(relay)
        user, password = os.environ.get("WAYMARK_MAIL_USER", ""), os.environ.get("WAYMARK_MAIL_PASSWORD", "")
        yield Mail(sender, list(dict.fromkeys(recipients)), Relay(host, port, user, password))


def _refuse_no_address(address: str, option: str) -> None:
    try:
        parts = urlsplit(address)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid or any(char.isspace() or not char.isprintable() for char in address):
        # The whole of a webhook's address is often a secret.
        found = f"{address[:12]}…" if len(address) > 12 else address
        raise typer.BadParameter(f"found {found!r}; write an address with http:// or https://", param_hint=option)


def _refuse_no_mailbox(address: str, option: str) -> None:
    try:
        mailbox = Address(addr_spec=address)
        valid = bool(mailbox.username and mailbox.domain)
    except (HeaderParseError, ValueError, IndexError):
        valid = False
    if not valid:
        raise typer.BadParameter(f"found {address!r}; write one address, name@example.org", param_hint=option)


def _host_and_port(relay: str) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{relay}")
        host, port = parts.hostname, parts.port or 25
        valid = bool(host) and parts.netloc == relay and "@" not in relay
    except ValueError:
        valid = False
    if not valid or host is None:
        raise typer.BadParameter(f"found {relay!r}; write host:port, localhost:25", param_hint="--relay")
    return host, port
