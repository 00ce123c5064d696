"""The review pages' routes: made only for an instance started with --review, and answered only on this machine.

Who may write: a request from this machine (address and Host header are loopback, nothing forwarded), sent by a page of
this very instance (Origin, Sec-Fetch-Site), with the token that this instance gave that browser's session.
"""

from __future__ import annotations

import hmac
import re
import secrets
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from ipaddress import ip_address
from typing import Any

from flask import Flask, Response, abort, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from dashboard.locales import DEFAULT, words
from dashboard.pages.frame import Page, document, footer, header
from dashboard.pages.review import DONE, HOME, Conflict, Sight, Way, failure, listing, sheet_page
from dashboard.published import Published, Snapshot
from dashboard.reviewing import (
    EDITABLE,
    LONGEST_ADDED,
    changed_fields,
    item_at,
    meant_otherwise,
    next_waiting,
    places_of,
)
from dashboard.static_html import to_html
from etl.desk import Decision, ReviewDesk, ReviewItem, ReviewSheet, Standing
from etl.errors import ConflictError, LedgerError, NotFoundError, Problem

COOKIE = "waymark_review"
LONGEST_FORM = 200_000
"""Bytes. A form holds the cells of one row."""

MOST_PLACES = 20
"""How many places of words that were looked for are offered."""

# The ledger's address, as `waymark serve --review` may be told it; any port, since a tunnel may change that.
_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?", re.IGNORECASE)
_FORWARDING = (
    "Forwarded",
    "Via",
    "X-Forwarded-By",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Port",
    "X-Forwarded-Proto",
    "X-Forwarded-Server",
    "X-Original-Host",
    "X-Real-Ip",
    "CF-Connecting-Ip",
    "True-Client-Ip",
)
_NAME = re.compile(r"[A-Za-z0-9_-]{8,64}")


def refusal() -> str:
    """Why the present request may not see the review pages; empty if it may."""
    host = request.headers.get("Host", "")
    if not _LOOPBACK.fullmatch(host):
        return f"found the Host {host!r}; the review pages answer to 127.0.0.1, [::1] and localhost alone"
    forwarded = [name for name in _FORWARDING if name in request.headers]
    if forwarded:
        return (
            f"found the header {forwarded[0]}; the review pages do not answer through a proxy. "
            "Open them on the machine itself"
        )
    try:
        near = ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        near = False
    if not near:
        return f"found a request from {request.remote_addr}; the review pages answer this machine alone"
    return ""


def foreign() -> str:
    """Why the present request is not one of this instance's own pages; empty if it is."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site not in (None, "same-origin"):
        return f"found Sec-Fetch-Site {site}; a decision is taken on the review page itself"
    own = f"{request.scheme}://{request.host}"
    if origin not in (None, own):
        return f"found the Origin {origin!r}, not {own!r}; a decision is taken on the review page itself"
    if site is None and origin is None:
        return "found neither Origin nor Sec-Fetch-Site; a browser sends at least one. Use `waymark review` elsewhere"
    return ""


class Sessions:
    """Tokens tied to a browser's session: only who can read this instance's pages knows one.

    The secret lives as long as the process; a page that outlives it gets a new token and keeps what was typed.
    """

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def name(self) -> str:
        """The session of the present request, made up if it has none."""
        found = request.cookies.get(COOKIE, "")
        return found if _NAME.fullmatch(found) else secrets.token_urlsafe(24)

    def token(self, session: str) -> str:
        return hmac.new(self._secret, session.encode(), sha256).hexdigest()

    def fits(self, token: str) -> bool:
        """Whether `token` is the one of the present request's session."""
        session = request.cookies.get(COOKIE, "")
        return bool(_NAME.fullmatch(session)) and hmac.compare_digest(token.encode(), self.token(session).encode())


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision as its form says it. `shown` is the mark of what the reviewer saw and `was` its cells, `typed` those in
    the fields; `span` are the words of a figure about to be added.
    """

    verdict: Standing
    figure: str
    span: tuple[int, int] | None
    shown: str
    typed: dict[str, str]
    was: dict[str, str]


def read_form(form: Mapping[str, str]) -> Asked | None:
    """What a form asks for; None for one that no page of ours sends."""
    over = form.get("verdict", "").startswith("over-")
    try:
        verdict = Standing(form.get("verdict", "").removeprefix("over-"))
        span = (int(form["start"]), int(form["end"])) if "start" in form else None
    except (KeyError, ValueError):
        return None
    typed = {column: form[column].replace("\r\n", "\n") for column in EDITABLE if column in form}
    was = {column: form.get(f"was.{column}", "").replace("\r\n", "\n") for column in EDITABLE}
    # Over a conflict the reviewer decides with its other side in view.
    return Asked(verdict, form.get("figure", ""), span, form.get("fresh" if over else "shown", ""), typed, was)


def register(
    server: Flask, published: Published, desk: ReviewDesk, style: Callable[[], str], script: Callable[[], str]
) -> None:
    """Add the routes over `desk`. `style` gives the pages' stylesheet, `script` the address of their script."""
    _Review(published, desk, style, script).register(server)


class _Review:
    def __init__(
        self, published: Published, desk: ReviewDesk, style: Callable[[], str], script: Callable[[], str]
    ) -> None:
        self._published, self._desk, self._style, self._script = published, desk, style, script
        self._sessions = Sessions()
        self._words = words(DEFAULT)

    def register(self, server: Flask) -> None:
        @server.before_request
        def only_here() -> Response | None:
            if request.path != HOME.rstrip("/") and not request.path.startswith(HOME):
                return None
            reason = refusal() or (foreign() if request.method not in ("GET", "HEAD", "OPTIONS") else "")
            return Response(f"{reason}.\n", 403, mimetype="text/plain") if reason else None

        @server.get(HOME.rstrip("/"), endpoint="review_bare")
        def bare() -> AnyResponse:
            return redirect(HOME, 308)

        server.add_url_rule(HOME, "review", self.reports)
        server.add_url_rule(f"{HOME}<situation>/<report_id>", "review_report", self.report)
        server.add_url_rule(f"{HOME}<situation>/<report_id>", "review_decide", self.decide, methods=["POST"])
        server.add_url_rule(f"{HOME}<situation>/<report_id>/undo", "review_undo", self.undo, methods=["POST"])

    # --- Looking ---

    def reports(self) -> Response:
        """Every report on the desk."""
        snapshot = self._published.snapshot()
        try:
            summaries = self._desk.summaries()
        except (LedgerError, NotFoundError) as error:
            return self._failure(error)
        titles = {name: one.situation.title.in_language(DEFAULT) for name, one in snapshot.summaries.items()}
        return self._answer(listing(self._words, summaries, titles), snapshot)

    def report(self, situation: str, report_id: str) -> AnyResponse:
        """A report with one of its figures: the one asked for, one about to be added, or the first that waits."""
        way = Way(situation, report_id, self._reviewer(request.args))
        try:
            sheet = self._desk.sheet(situation, report_id)
            if "start" in request.args:
                return self._addition(way, sheet)
        except (LedgerError, NotFoundError) as error:
            return self._failure(error)
        asked = request.args.get("figure", "")
        item = _item(sheet, asked) or next_waiting(sheet.items, "") or next(iter(sheet.items), None)
        sight = self._said(self._sight(way, sheet, item))
        if asked and _item(sheet, asked) is None:
            sight = replace(sight, alert=self._words("review.no_figure", figure=asked))
        sought = request.args.get("words", "").strip()[:LONGEST_ADDED]
        if sought:
            places = places_of(sheet.text, sought)[:MOST_PLACES]
            sight = replace(sight, sought=sought, places=tuple(places))
        return self._draw(sight)

    def _addition(self, way: Way, sheet: ReviewSheet) -> AnyResponse:
        try:
            start, end = int(request.args["start"]), int(request.args["end"])
        except (KeyError, ValueError):
            start = end = -1
        if not 0 <= start < end <= len(sheet.text) or end - start > LONGEST_ADDED:
            said = self._words("review.no_words", most=self._words.number(LONGEST_ADDED))
            return self._draw(replace(self._sight(way, sheet, next(iter(sheet.items), None)), alert=said), 404)
        there = item_at(sheet.items, start, end)
        if there is not None:
            return redirect(way.to(figure=there.figure.figure_id), 302)
        item = self._desk.propose(way.situation, way.report_id, start, end)
        return self._draw(self._said(self._sight(way, sheet, item, added=True)))

    def _said(self, sight: Sight) -> Sight:
        """`sight` with what the address says has just been done."""
        done, of = request.args.get("did", ""), request.args.get("of", "")[:80]
        if done not in DONE:
            return sight
        left = sum(item.standing is Standing.WAITING for item in sight.sheet.items)
        waiting = self._words.count("review.waiting", left) if left else self._words("review.all_decided")
        said = self._words("review.said", done=self._words(f"review.did.{done}", figure=of), waiting=waiting)
        return replace(sight, said=said)

    # --- Deciding ---

    def decide(self, situation: str, report_id: str) -> AnyResponse:
        """Write one decision, or say why not, with everything that was typed still in its field."""
        form = self._form()
        way = Way(situation, report_id, self._reviewer(form))
        asked = read_form(form)
        if asked is None:
            abort(400)
        try:
            sheet = self._desk.sheet(situation, report_id)
            item, added = self._wanted(way, sheet, asked)
        except LedgerError as error:
            return self._unreadable(asked, error)
        except NotFoundError as error:
            return self._failure(error)
        if not self._sessions.fits(form.get("token", "")):
            return self._draw(self._again(way, sheet, item, added, asked, alert=self._words("review.stale")), 403)
        figure_id = asked.figure if item is None or not added else item.figure.figure_id
        fields = changed_fields(asked.typed, asked.was) if asked.verdict is not Standing.WAITING else {}
        try:
            decided = self._desk.decide(
                Decision(situation, report_id, figure_id, asked.verdict, fields, asked.shown, way.reviewer)
            )
            sheet = self._desk.sheet(situation, report_id)
        except (ConflictError, NotFoundError) as error:
            return self._conflict(way, asked, str(error))
        except LedgerError as error:
            return self._draw(self._again(way, sheet, item, added, asked, problems=error.problems), 422)
        return self._onward(way, sheet, decided, asked.verdict.value)

    def undo(self, situation: str, report_id: str) -> AnyResponse:
        """Take back this tab's last decision, and show the figure it was about."""
        form = self._form()
        way = Way(situation, report_id, self._reviewer(form))
        status, alert, problems = 200, "", tuple[Problem, ...]()
        undone: ReviewItem | None = None
        if not self._sessions.fits(form.get("token", "")):
            status, alert = 403, self._words("review.stale")
        else:
            try:
                undone = self._desk.undo(way.reviewer)
            except ConflictError as error:
                status, alert = 409, self._words("review.not_undone", reason=str(error))
            except LedgerError as error:
                status, problems = 422, error.problems
            except NotFoundError as error:
                return self._failure(error)
        try:
            if status != 200:
                sheet = self._desk.sheet(situation, report_id)
                item = next_waiting(sheet.items, "") or next(iter(sheet.items), None)
                return self._draw(replace(self._sight(way, sheet, item), alert=alert, problems=problems), status)
            if undone is None:
                return redirect(way.to(did="nothing"), 303)
            figure = undone.figure
            there = Way(figure.situation or situation, figure.report_id, way.reviewer)
            sheet = self._desk.sheet(there.situation, there.report_id)
        except (LedgerError, NotFoundError) as error:
            return self._failure(error)
        if _item(sheet, figure.figure_id) is None and figure.span_start is not None and figure.span_end is not None:
            # A figure that a person had added is no longer on the desk; it may be added again as it was.
            return redirect(
                there.to(start=figure.span_start, end=figure.span_end, did="undone", of=figure.figure_id), 303
            )
        return redirect(there.to(figure=figure.figure_id, did="undone", of=figure.figure_id), 303)

    def _wanted(self, way: Way, sheet: ReviewSheet, asked: Asked) -> tuple[ReviewItem | None, bool]:
        """The figure that a decision is about, as it stands now, and whether it is one to be added."""
        if asked.span is None:
            # A figure that waits gets another id when a row takes its own; its mark stays.
            seen = [item for item in sheet.items if item.seen == asked.shown]
            return (seen[0] if len(seen) == 1 else _item(sheet, asked.figure)), False
        there = item_at(sheet.items, *asked.span)
        if there is not None:
            return there, False
        start, end = asked.span
        if not 0 <= start < end <= len(sheet.text):
            return None, False
        return self._desk.propose(way.situation, way.report_id, start, end), True

    def _onward(self, way: Way, sheet: ReviewSheet, item: ReviewItem, done: str) -> AnyResponse:
        """To the next figure that waits, or back to this one when none does or when it waits itself again."""
        figure = item.figure
        following = None
        if item.standing is not Standing.WAITING:
            following = next_waiting(sheet.items, figure.figure_id, figure.span_start)
        target = figure.figure_id if following is None else following.figure.figure_id
        return redirect(way.to(figure=target, did=done, of=figure.figure_id), 303)

    def _again(
        self, way: Way, sheet: ReviewSheet, item: ReviewItem | None, added: bool, asked: Asked, **changes: Any
    ) -> Sight:
        """The form once more with all that was typed, to be decided again as if it had not been sent."""
        sight = replace(self._sight(way, sheet, item, added), **changes)
        return replace(sight, typed=asked.typed, shown=asked.shown, was=asked.was) if item is not None else sight

    def _conflict(self, way: Way, asked: Asked, message: str) -> AnyResponse:
        """What stands there now, beside what the reviewer meant; the form keeps its words and its old mark.

        Where both are the same, an earlier answer was lost on its way: the decision stands, and nothing is to be done.
        """
        try:
            sheet = self._desk.sheet(way.situation, way.report_id)
            item, added = self._wanted(way, sheet, asked)
        except (LedgerError, NotFoundError) as error:
            return self._failure(error)
        if item is None:
            conflict = Conflict(message, asked.verdict, None, asked.typed)
            item = next_waiting(sheet.items, "") or next(iter(sheet.items), None)
            return self._draw(replace(self._sight(way, sheet, item), conflict=conflict), 409)
        typed = meant_otherwise(item, asked.typed, asked.was)
        if item.standing is asked.verdict and (not typed or asked.verdict is Standing.WAITING):
            return self._onward(way, sheet, item, "unchanged")
        conflict = Conflict(message, asked.verdict, item, typed)
        sight = self._sight(way, sheet, item, added)
        return self._draw(replace(sight, typed=typed, conflict=conflict, shown=asked.shown), 409)

    def _unreadable(self, asked: Asked, error: LedgerError) -> Response:
        """The ledger is broken, by someone else's hand: the form cannot be drawn, what was typed is listed."""
        said = self._words("review.unreadable")
        page = failure(self._words, said, "", error.problems, asked.typed)
        return self._answer(page, self._published.snapshot(), 503)

    # --- Answering ---

    def _form(self) -> Mapping[str, str]:
        request.max_content_length = LONGEST_FORM
        try:
            return request.form
        except RequestEntityTooLarge:
            abort(413)

    def _reviewer(self, given: Mapping[str, str]) -> str:
        """The mark of this tab: what its form or address says, else a new one."""
        found = given.get("reviewer", "")
        return found if _NAME.fullmatch(found) else secrets.token_hex(8)

    def _sight(self, way: Way, sheet: ReviewSheet, item: ReviewItem | None, added: bool = False) -> Sight:
        known = self._published.snapshot().summaries.get(way.situation)
        situation = known.situation if known is not None else None
        return Sight(sheet, way, "", item, added, situation=situation)

    def _draw(self, sight: Sight, status: int = 200) -> Response:
        session = self._sessions.name()
        page = sheet_page(self._words, replace(sight, token=self._sessions.token(session)))
        snapshot = self._published.snapshot()
        page = replace(page, situation=sight.way.situation if sight.situation is not None else "")
        response = self._answer(page, snapshot, status, script=True)
        if request.cookies.get(COOKIE) != session:
            # Lax and not Strict: whoever comes by a link from a note keeps their session. No other site's form sends it.
            response.set_cookie(COOKIE, session, path=HOME.rstrip("/"), httponly=True, samesite="Lax")
        return response

    def _failure(self, error: LedgerError | NotFoundError) -> Response:
        snapshot = self._published.snapshot()
        if isinstance(error, LedgerError):
            return self._answer(
                failure(self._words, self._words("review.unreadable"), "", error.problems), snapshot, 503
            )
        return self._answer(failure(self._words, self._words("missing.title"), str(error)), snapshot, 404)

    def _answer(self, page: Page, snapshot: Snapshot, status: int = 200, script: bool = False) -> Response:
        style = self._style()
        body = to_html([header(self._words, page)])
        body += f'<main id="content" class="review">{to_html(page.content)}</main>'
        body += to_html(footer(self._words, snapshot.version))
        scripts = f'<script src="{self._script()}"></script>' if script else ""
        response = Response(document(self._words, page, style, body, scripts), status, mimetype="text/html")
        response.headers["Cache-Control"] = "no-store"
        response.headers["Content-Security-Policy"] = _policy(style)
        return response


def _policy(style: str) -> str:
    """What the review pages may load: their own script and stylesheet, and nothing that could send a word elsewhere."""
    mark = b64encode(sha256(style.encode()).digest()).decode()
    parts: dict[str, Any] = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": f"'sha256-{mark}'",
        "img-src": "data:",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def _item(sheet: ReviewSheet, figure_id: str) -> ReviewItem | None:
    return next((item for item in sheet.items if item.figure.figure_id == figure_id), None)
