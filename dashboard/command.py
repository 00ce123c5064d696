"""`waymark serve`: added to the command line by the dashboard. Light to import; the application comes when it runs."""

from __future__ import annotations

import os
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from flask import Flask

    from dashboard.settings import Settings
    from etl.desk import ReviewDesk

LOOPBACK = ("127.0.0.1", "::1", "localhost")
"""The addresses that the review pages may be served at."""


def serve(
    data: Annotated[
        Path, typer.Option("--data", envvar="WAYMARK_DATA", help="The data folder, with published/ inside.")
    ] = Path("data"),
    published: Annotated[
        Path | None, typer.Option(help="Where the data were published. Default: published/ in the data folder.")
    ] = None,
    host: Annotated[str, typer.Option(envvar="WAYMARK_HOST", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="WAYMARK_PORT", min=0, max=65535, help="The port to listen on.")] = 8050,
    threads: Annotated[int, typer.Option(min=1, help="How many requests are answered at once.")] = 8,
    suppress_below: Annotated[
        int,
        typer.Option(
            envvar="WAYMARK_SUPPRESS_BELOW",
            min=0,
            help="Mask counts of nationalities and populations under this. A private instance may set 0.",
        ),
    ] = 10,
    public_address: Annotated[
        str,
        typer.Option(
            envvar="WAYMARK_PUBLIC_ADDRESS",
            help="What references call this instance, such as https://example.org. Default: as the reader asked.",
        ),
    ] = "",
    review: Annotated[
        bool,
        typer.Option(
            "--review",
            help="With pages to review what was read from reports. They write into the ledgers of the data folder, so "
            "they are served on this machine alone.",
        ),
    ] = False,
) -> None:
    """Serve the dashboard of what was published.

    It notices a new version by itself. Stop it with Ctrl+C.
    """
    if review and host.lower() not in LOOPBACK:
        raise typer.BadParameter(
            f"found {host!r} beside --review, which lets whoever opens it write into the ledgers; leave --host out, or "
            f"give one of {', '.join(LOOPBACK)}",
            param_hint="--host",
        )
    import waitress

    from dashboard.published import NothingPublishedError
    from dashboard.settings import Settings

    settings = Settings(published or data / "published", suppress_below, public_address)
    try:
        application = _application(settings, open_desk(data) if review else None)
    except NothingPublishedError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    server = waitress.create_server(
        application,
        host=host,
        port=port,
        threads=threads,
        ident="waymark",
        # By default the server hides that a request was forwarded, and the review pages refuse such requests.
        clear_untrusted_proxy_headers=not review,
    )
    # A name with several addresses gets a socket for each.
    bound = server.effective_port if hasattr(server, "effective_port") else server.effective_listen[0][1]
    address = f"http://{f'[{host}]' if ':' in host else host}:{bound}/"
    typer.echo(f"The dashboard is at {address}  (Ctrl+C stops it)")
    if review:
        typer.echo(f"Reports are reviewed at {address}review/")
    server.run()


def open_desk(data: Path) -> ReviewDesk:
    """The review desk over the ledgers in `data`, found by its entry point: the dashboard knows its face alone.

    Raises NotFoundError when none is installed.
    """
    from etl.errors import NotFoundError

    for entry in entry_points(group="waymark.desk", name="ledger"):
        desk: ReviewDesk = entry.load()(data)
        return desk
    raise NotFoundError("no review desk is installed (entry point waymark.desk, name ledger); install waymark again")


def wsgi() -> Flask:
    """The application for another WSGI server, set by the same environment variables as `waymark serve`."""
    from dashboard.settings import Settings

    data = Path(os.environ.get("WAYMARK_DATA", "data"))
    suppress_below = int(os.environ.get("WAYMARK_SUPPRESS_BELOW", "10"))
    return _application(Settings(data / "published", suppress_below, os.environ.get("WAYMARK_PUBLIC_ADDRESS", "")))


def _application(settings: Settings, desk: ReviewDesk | None = None) -> Flask:
    """The application, its first page asked for once. Raises NothingPublishedError."""
    from dashboard.app import create_app
    from dashboard.published import Published
    from dashboard.serving import warm

    snapshot = Published(settings.published, suppress_below=settings.suppress_below).snapshot()
    app = create_app(settings, desk)
    warm(app, f"/s/{next(iter(snapshot.summaries))}")
    server: Flask = app.server
    return server
