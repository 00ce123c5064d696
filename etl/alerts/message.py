"""Alerts → one message: a title, a text for people, and the alerts as data for programs. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from etl.alerts.rules import Alert

_MOST_IN_TEXT = 10
"""So many alerts are told in full in a chat; the data hold all of them."""
_MOST_REPORTS = 5
# What chat programs obey: <!channel> and <@somebody>, links that say something else than where they lead, @here.
_CHAT = str.maketrans({"<": "‹", ">": "›", "@": "@\N{ZERO WIDTH SPACE}"})


@dataclass(frozen=True, slots=True)
class Message:
    """What a target gets in one round. `id` follows from the alerts, so the same ones have the same id again."""

    id: str
    title: str
    text: str
    chat_text: str
    alerts: tuple[Alert, ...]
    public_address: str

    def as_json(self) -> bytes:
        """The message for a webhook, in UTF-8: `text` and `title` for people, `alerts` for programs."""
        said = {
            "id": self.id,
            "title": self.title.translate(_CHAT),
            "text": self.chat_text,
            "alerts": [_as_data(alert, self.public_address) for alert in self.alerts],
        }
        return json.dumps(said, ensure_ascii=False, default=_json_value).encode()


def message_of(alerts: Sequence[Alert], public_address: str = "") -> Message:
    """The message that tells `alerts`, of which there is at least one. Links begin with `public_address`, if it is given."""
    public_address = public_address.rstrip("/")
    if len(alerts) == 1:
        title = alerts[0].title.in_language("en")
    else:
        situations = dict.fromkeys(alert.title.in_language("en").partition(": ")[0] for alert in alerts)
        title = f"{len(alerts):,} alerts: {', '.join(situations)}"
    blocks = [_block(alert, public_address) for alert in alerts]
    chat = [block.translate(_CHAT) for block in blocks[:_MOST_IN_TEXT]]
    if len(blocks) > len(chat):
        chat.append(f"and {len(blocks) - len(chat):,} more")
    heading = [] if len(alerts) == 1 else [title]
    return Message(
        hashlib.sha256(json.dumps([alert.name for alert in alerts]).encode()).hexdigest()[:32],
        title,
        "\n\n".join([*heading, *blocks]),
        "\n\n".join([*(line.translate(_CHAT) for line in heading), *chat]),
        tuple(alerts),
        public_address,
    )


def _block(alert: Alert, public_address: str) -> str:
    """One alert for people: what, the sentence in each language, the reports, the page, and which rule asked for it."""
    urls = list(alert.reports[:_MOST_REPORTS])
    if len(alert.reports) > len(urls):
        urls.append(f"and {len(alert.reports) - len(urls)} more")
    lines = [
        alert.title.in_language("en"),
        *(sentence for _, sentence in alert.sentence.by_language),
        *([f"Reports: {' '.join(urls)}"] if urls else []),
        *([f"See {public_address}{alert.link}"] if public_address else []),
        f"Rule: {alert.rule} of {alert.situation}",
    ]
    return "\n".join(lines)


def _as_data(alert: Alert, public_address: str) -> dict[str, Any]:
    return {
        "situation": alert.situation,
        "rule": alert.rule,
        "kind": alert.kind.value,
        "key": alert.key,
        "title": dict(alert.title.by_language),
        "sentence": dict(alert.sentence.by_language),
        "number": alert.number,
        "certain": alert.certain,
        "start": alert.start,
        "end": alert.end,
        "lower": alert.lower,
        "point": alert.point,
        "upper": alert.upper,
        "figure_ids": alert.figure_ids,
        "reports": alert.reports,
        "link": f"{public_address}{alert.link}",
    }


def _json_value(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
