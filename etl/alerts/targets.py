"""Where alerts go: an address on the web that takes JSON, and people's mailboxes through a mail relay.

A target never raises for a delivery that fails; it says why, and whoever asked tries again. What it says carries no
secret: the address of a webhook often is one, so only its host is named.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from importlib.metadata import version
from typing import Protocol
from urllib.parse import urlsplit

from etl.alerts.message import Message

SIGNATURE = "X-Waymark-Signature-256"
_LONGEST_SUBJECT = 200
_TLS_FROM_THE_START = 465


class Target(Protocol):
    """Somewhere that messages go. `ids` name who gets them: one for a webhook, one for each mailbox."""

    @property
    def ids(self) -> tuple[str, ...]: ...

    def send(self, message: Message, ids: Sequence[str]) -> Mapping[str, str]:
        """Send to those of the `ids` that are named; who did not get it, each with the reason and what to do."""
        ...


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often to try within a round. Seconds."""

    connect: float = 10.0
    silence: float = 20.0
    tries: int = 4
    pause: float = 1.0


_USUAL = Patience()


class Webhook:
    """An address that messages are posted to as JSON, signed when there is a secret. Its id tells nothing of its path."""

    def __init__(self, address: str, secret: str = "", patience: Patience = _USUAL) -> None:
        self._address = address
        self._secret = secret.encode()
        self._patience = patience
        parts = urlsplit(address)
        self._host = parts.hostname or ""
        self._path = parts.path.strip("/") or address
        self.ids = (f"webhook {self._host} {hashlib.sha256(address.encode()).hexdigest()[:12]}",)

    def send(self, message: Message, ids: Sequence[str]) -> Mapping[str, str]:
        """Post `message`. A server that is busy is asked again a few times; a redirection is not followed."""
        import requests
        from requests.adapters import HTTPAdapter
        from urllib3.exceptions import HTTPError
        from urllib3.util import Retry

        patience = self._patience
        retry = Retry(
            total=patience.tries - 1,
            # A server that took the request and then said nothing may well have told it.
            read=0,
            allowed_methods=("POST",),
            status_forcelist=(429, 500, 502, 503, 504),
            backoff_factor=patience.pause,
            raise_on_status=False,
            # A server may ask for an hour; the next round comes sooner.
            retry_after_max=int(patience.silence),
        )
        body = message.as_json()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": f"waymark/{version('waymark')}",
            "X-Waymark-Delivery": message.id,
        }
        if self._secret:
            headers[SIGNATURE] = f"sha256={hmac.new(self._secret, body, hashlib.sha256).hexdigest()}"
        try:
            with requests.Session() as session:
                for scheme in ("http://", "https://"):
                    session.mount(scheme, HTTPAdapter(max_retries=retry))
                answer = session.post(
                    self._address,
                    data=body,
                    headers=headers,
                    timeout=(patience.connect, patience.silence),
                    allow_redirects=False,
                    # What the server has to say besides is nobody's to read, however long it is.
                    stream=True,
                )
                answer.close()
        except (requests.exceptions.RequestException, HTTPError, OSError, UnicodeError) as error:
            said = _cause(error)
            if self._path in said:
                said = type(error).__name__
            return dict.fromkeys(ids, f"{self._host} cannot be reached ({said}); check the address and the connection")
        if answer.is_redirect:
            found = f"{self._host} answers {answer.status_code}, which leads elsewhere"
            return dict.fromkeys(ids, f"{found}; name the address that it leads to")
        if not answer.ok:
            said = f"{self._host} answers {answer.status_code} {answer.reason}".rstrip()
            return dict.fromkeys(ids, f"{said}; check the address and what the service expects")
        return {}


@dataclass(frozen=True, slots=True)
class Relay:
    """A mail server that takes mail for others. `user` and `password` are empty where it asks for none.

    Port 465 speaks TLS from the start, any other changes to it when the server offers to.
    """

    host: str
    port: int = 25
    user: str = ""
    password: str = ""
    timeout: float = 30.0


class Mail:
    """Mailboxes that get one mail a round through a relay. `sender` and `recipients` are bare addresses."""

    def __init__(self, sender: str, recipients: Sequence[str], relay: Relay) -> None:
        self._sender = sender
        self._relay = relay
        self._recipients = {f"mail {recipient}": recipient for recipient in recipients}
        self.ids = tuple(self._recipients)

    def send(self, message: Message, ids: Sequence[str]) -> Mapping[str, str]:
        """Send one mail to those named. Who refuses it keeps it from nobody else."""
        relay = self._relay
        recipients = {self._recipients[id_]: id_ for id_ in ids}
        mail = mail_of(message, self._sender, list(recipients))
        where = f"{relay.host}:{relay.port}"
        try:
            server = self._connect()
            try:
                refused = server.send_message(mail, self._sender, list(recipients))
            finally:
                # Whether the mail was taken is known by now; how the relay says goodbye changes nothing.
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()
                server.close()
        except smtplib.SMTPRecipientsRefused as error:
            refused = error.recipients
        except ssl.SSLError as error:
            said = f"{where} cannot be spoken to in private ({_plain(str(error.reason or error))})"
            return dict.fromkeys(ids, f"{said}; mend its certificate, or trust it by SSL_CERT_FILE")
        except smtplib.SMTPAuthenticationError as error:
            said = f"{where} does not take the login ({error.smtp_code} {_text(error.smtp_error)})"
            return dict.fromkeys(ids, f"{said}; check WAYMARK_MAIL_USER and WAYMARK_MAIL_PASSWORD")
        except smtplib.SMTPResponseException as error:
            said = f"{where} answers {error.smtp_code} {_text(error.smtp_error)}"
            return dict.fromkeys(ids, f"{said}; check --mail-from and what the relay allows")
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            return dict.fromkeys(ids, f"{where} cannot be used ({_cause(error)}); check --relay and the login")
        return {
            recipients[address]: f"{where} refuses {address} ({code} {_text(said)}); check --mail-to"
            for address, (code, said) in refused.items()
        }

    def _connect(self) -> smtplib.SMTP:
        relay = self._relay
        if relay.port == _TLS_FROM_THE_START:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                relay.host, relay.port, timeout=relay.timeout, context=_context(relay.host)
            )
            private = True
        else:
            server = smtplib.SMTP(relay.host, relay.port, timeout=relay.timeout)
            private = False
        try:
            server.ehlo_or_helo_if_needed()
            if not private and server.has_extn("starttls"):
                server.starttls(context=_context(relay.host))
                private = True
            if relay.user:
                if not private and not _is_here(relay.host):
                    raise smtplib.SMTPNotSupportedError("it offers no STARTTLS, and a password is not sent in the open")
                server.login(relay.user, relay.password)
        except BaseException:
            server.close()
            raise
        return server


def mail_of(message: Message, sender: str, recipients: Sequence[str]) -> EmailMessage:
    """The mail: the text in UTF-8, and the same as JSON beside it. Raises ValueError for an address that is none."""
    # Not every relay takes more than ASCII on the wire.
    mail = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    # One line, whatever stands in a name: what follows a line end would be a header of its own.
    mail["Subject"] = _plain(f"[Waymark] {message.title}", _LONGEST_SUBJECT)
    origin = Address(addr_spec=sender)
    mail["From"] = Address("Waymark", origin.username, origin.domain)
    mail["To"] = [Address(addr_spec=recipient) for recipient in recipients]
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = f"<{message.id}@{origin.domain}>"
    # Nobody's absence notice need answer it.
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text + "\n", charset="utf-8")
    mail.add_attachment(message.as_json(), maintype="application", subtype="json", filename="alerts.json")
    return mail


def _context(host: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if _is_here(host):
        # A relay on this machine has a certificate of its own making, and nobody stands between.
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _is_here(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _cause(error: BaseException) -> str:
    """The innermost cause in its own words, which name no path of an address."""
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return _plain(said) or type(error).__name__


def _text(said: bytes | str) -> str:
    return _plain(said.decode("utf-8", "replace") if isinstance(said, bytes) else said)


def _plain(text: str, most: int = 120) -> str:
    """`text` on one line, without what cannot be printed, shortened."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
