"""`waymark serve`: added to the command line by the dashboard. Light to import; the application comes when it runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from flask import Flask

    from dashboard.settings import Settings


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
) -> None:
    """Serve the dashboard of what was published.

    It notices a new version by itself. Stop it with Ctrl+C.
    """
    import waitress

    from dashboard.published import NothingPublishedError
    from dashboard.settings import Settings

    settings = Settings(published or data / "published", suppress_below, public_address)
    try:
        application = _application(settings)
    except NothingPublishedError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    server = waitress.create_server(application, host=host, port=port, threads=threads, ident="waymark")
    typer.echo(f"The dashboard is at http://{host}:{server.effective_port}/  (Ctrl+C stops it)")
    server.run()


def wsgi() -> Flask:
    """The application for another WSGI server, set by the same environment variables as `waymark serve`."""
    from dashboard.settings import Settings

    data = Path(os.environ.get("WAYMARK_DATA", "data"))
    suppress_below = int(os.environ.get("WAYMARK_SUPPRESS_BELOW", "10"))
    return _application(Settings(data / "published", suppress_below, os.environ.get("WAYMARK_PUBLIC_ADDRESS", "")))


def _application(settings: Settings) -> Flask:
    """The application, its first page asked for once. Raises NothingPublishedError."""
    from dashboard.app import create_app
    from dashboard.published import Published
    from dashboard.serving import warm

    snapshot = Published(settings.published, suppress_below=settings.suppress_below).snapshot()
    app = create_app(settings)
    warm(app, f"/s/{next(iter(snapshot.summaries))}")
    server: Flask = app.server
    return server
