"""How pages travel: which scripts they load, how they are compressed, cached and guarded.

Dash as it comes sends 6.5 MB to a reader before the first chart can be touched, and lets its scripts compete with the
page itself. Here the page comes first and about a tenth of that follows:

- `plotly-basic` from the assets in the place of the whole of plotly.js;
- no polyfills for browsers that cannot run Dash at all, and no table that nobody uses;
- every script fetched at low priority and run once the page has been painted;
- files compressed once, as tightly as brotli can, and kept by the browser for as long as they do not change.

What is public in Dash is used as such: `interpolate_index`, `renderer`, `csp_hashes`, `include_assets_files`. Three
things are not, and tests watch them: the addresses of Dash's own scripts under `_dash-component-suites`, the name of
the chunk that holds `dcc.Graph`, and that `dcc.Graph` waits for whatever stands in `window.Plotly`.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
from base64 import b64encode
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

import brotli
import dash
from flask import Flask, Response, request

SMALLEST_WORTH_COMPRESSING = 500
"""Bytes. Below this the packet is sent anyway, and its header grows by more than the body shrinks."""

FOREVER = "public, max-age=31536000, immutable"

PLOTLY = "vendor/plotly-basic.min.js"
RUNTIME = "vendor/regenerator-runtime.js"
"""The one part of Dash's polyfill that its bundles still call: they were compiled to generators of this kind."""

# Scripts are fetched from the start and run, in their order, once the page has been painted: running them takes a phone
# seconds, and what it runs before the first painting, the reader waits for. The 150 ms leave room for a first touch. A
# page in the background is not painted.
STARTER = """\
(function(){var begun=false;function begin(){if(begun)return;begun=true;\
var waiting=document.querySelectorAll("script.waiting"),left=waiting.length;\
waiting.forEach(function(one){var s=document.createElement("script");s.src=one.getAttribute("src");s.async=false;\
s.onload=s.onerror=function(){if(!--left)window.renderer=new DashRenderer()};document.head.appendChild(s)})}\
requestAnimationFrame(function(){setTimeout(begin,150)});setTimeout(begin,2000)})()"""

# dcc.Graph does `Promise.resolve(window.Plotly || <load the whole bundle, give up after 30 s>)`. A promise in its place
# is waited for as long as it takes, and the download runs beside Dash's own instead of after it. A bad line gets three
# more tries. plotly.js puts itself in window.Plotly when it has run.
PLOTLY_LOADER = """\
window.Plotly=new Promise(function(done,failed){var left=3;function load(){\
var s=document.createElement("script");s.src=%s;s.async=true;s.fetchPriority="low";\
s.onload=function(){done(window.Plotly)};\
s.onerror=function(){s.remove();if(left--)setTimeout(load,2000);else failed(new Error("plotly.js did not load"))};\
document.head.appendChild(s)}\
requestAnimationFrame(function(){setTimeout(load,150)})})"""

_SCRIPT = re.compile(r'<script src="([^"]+)"></script>')
_UNUSED = ("/dash/deps/polyfill@", "/dash/dash_table/")

_COMPRESSIBLE = re.compile(
    r"text/|application/(javascript|json|ld\+json|manifest\+json|xml|[\w.+-]+\+(json|xml)|x-bibtex|x-research-info-systems)"
    r"|image/svg\+xml"
)

CONTENT_SECURITY = {
    "default-src": "'self'",
    # plotly.js and React write styles into elements as they draw; only scripts are held to a list.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
"""Of every HTML answer that sets no policy of its own. A page meant for other sites' frames sets its own."""


@dataclass(frozen=True, slots=True)
class Assets:
    """The files under `folder`, and the addresses under which a browser may keep them for good."""

    folder: Path
    prefix: str

    def url(self, name: str) -> str:
        """The address of `folder / name`, with a mark that changes when the file does.

        Raises FileNotFoundError when there is no such file.
        """
        return f"{self.prefix}{quote(name)}?v={self.mark(name)}"

    def mark(self, name: str) -> str:
        """Twelve hexadecimal digits of the file's SHA-256."""
        path = self.folder / name
        return _digest_of_file(path, path.stat().st_mtime_ns)[:12]


@lru_cache(maxsize=256)
def _digest_of_file(path: Path, changed: int) -> str:
    """SHA-256 of a file as it was at `changed` (nanoseconds), which is there to name the state of the file."""
    del changed
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Compressor:
    """Bodies of files that do not change, compressed once and kept in memory.

    The first to ask gets a quick compression. A thread in the background replaces it by the tightest, which takes
    seconds for plotly.js. Holds one entry for each different body and encoding, so it is as large as the files served.
    """

    def __init__(self) -> None:
        self._bodies: dict[tuple[str, str], bytes] = {}
        self._waiting: deque[tuple[tuple[str, str], bytes]] = deque()
        self._worker: threading.Thread | None = None
        self._lock = threading.Lock()
        """Held whenever one of the three above is touched, and never while something is compressed tightly."""

    def compress(self, body: bytes, digest: str, encoding: str) -> bytes:
        """`body` in `encoding` ("br" or "gzip"). `digest` names the body."""
        key = (digest, encoding)
        with self._lock:
            known = self._bodies.get(key)
            if known is None:
                known = self._bodies[key] = quickly(body, encoding)
                if encoding == "br":
                    self._waiting.append((key, body))
            # After a fork the thread is gone and what waits is not.
            if self._waiting and (self._worker is None or not self._worker.is_alive()):
                self._worker = threading.Thread(target=self._tighten, name="compressor", daemon=True)
                self._worker.start()
        return known

    def wait(self) -> None:
        """Return when nothing is left to do in the background."""
        worker = self._worker
        if worker is not None:
            worker.join()

    def _tighten(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._worker = None
                    return
                key, body = self._waiting.popleft()
            tight = brotli.compress(body, quality=11)
            with self._lock:
                self._bodies[key] = tight


def quickly(body: bytes, encoding: str) -> bytes:
    """`body` in `encoding`, in milliseconds: for what is made anew for each reader."""
    if encoding == "br":
        compressed: bytes = brotli.compress(body, quality=5)
        return compressed
    return gzip.compress(body, compresslevel=6, mtime=0)


def compressible(mimetype: str | None) -> bool:
    """Whether a file of this kind gets smaller by compression."""
    return bool(_COMPRESSIBLE.match(mimetype or ""))


def chosen_encoding(accepted: Callable[[str], float]) -> str | None:
    """Brotli ("br"), else "gzip", else None, by what the browser accepts (`accepted` gives the quality it states, 0 for no)."""
    return next((encoding for encoding in ("br", "gzip") if accepted(encoding) > 0), None)


def lean_scripts(scripts: str, *, first: Sequence[str], graph_chunk: str | None) -> str:
    """Dash's script tags without those that nothing uses, fetched at low priority and left to `STARTER` to run.

    `first` are addresses of scripts to run before them. `graph_chunk` is the address of the chunk that holds dcc.Graph:
    loaded with the rest it spares a round trip once the page has been laid out. Tags that are not a bare address
    (inline scripts of client-side callbacks, scripts with attributes of their own) stay as they are.
    """

    def tag(url: str) -> str:
        # A script of a type that no browser runs is not fetched either; the link before it does that.
        preload = f'<link rel="preload" as="script" fetchpriority="low" href="{url}">'
        return f'{preload}<script type="text/plain" class="waiting" src="{url}"></script>'

    def lean(match: re.Match[str]) -> str:
        url = match[1]
        return "" if any(part in url for part in _UNUSED) else tag(url)

    tags = [tag(url) for url in first] + [_SCRIPT.sub(lean, scripts)]
    if graph_chunk:
        tags.append(tag(graph_chunk))
    return re.sub(r"\n{2,}", "\n", "\n".join(tags))


def quicken(
    app: dash.Dash, assets: Path, *, own_scripts: Sequence[str] = (), inline_scripts: Sequence[str] = ()
) -> Assets:
    """Make `app` send lean pages and compressed files, with headers for caching and security.

    Call it once, after the app is made with `include_assets_files=False`, and before other after-request functions are
    registered, so that it sees what they return. `own_scripts` are assets to run before Dash's scripts, `inline_scripts`
    the texts of further inline scripts that pages may run. `interpolate_index` may already have been replaced; what it
    does is kept.

    Raises ValueError when the app would add every file of its assets to every page.
    """
    if app.config.include_assets_files:
        raise ValueError("make the app with include_assets_files=False: a page names the files it uses, by Assets.url")
    prefix = app.config.requests_pathname_prefix
    files = Assets(assets, prefix + app.config.assets_url_path.strip("/") + "/")
    app.renderer = STARTER
    server: Flask = app.server
    inner: Callable[..., str] = app.interpolate_index

    def plotly_loader() -> str:
        return PLOTLY_LOADER % f'"{files.url(PLOTLY)}"'

    def interpolate_index(**parts: str) -> str:
        scripts = lean_scripts(
            parts["scripts"],
            first=list(map(files.url, (RUNTIME, *own_scripts))),
            graph_chunk=_graph_chunk(parts["scripts"]),
        )
        plotly = f'<link rel="preload" as="script" fetchpriority="low" href="{files.url(PLOTLY)}">'
        return inner(**{**parts, "scripts": f"<script>{plotly_loader()}</script>\n{plotly}\n{scripts}"})

    # Dash documents this method as the one to override; doing so on the instance leaves the class to the caller.
    app.interpolate_index = interpolate_index  # type: ignore[method-assign, assignment]

    def content_security() -> str:
        hashes = [*app.csp_hashes(), *(_source_hash(text) for text in (plotly_loader(), *inline_scripts))]
        policy = CONTENT_SECURITY | {"script-src": " ".join(["'self'", *dict.fromkeys(hashes)])}
        return "; ".join(f"{name} {value}" for name, value in policy.items())

    compressor = Compressor()
    server.extensions["waymark_compressor"] = compressor
    routes = app.config.routes_pathname_prefix
    suites, own = routes + "_dash-component-suites/", routes + app.config.assets_url_path.strip("/") + "/"

    @server.after_request
    def finish(response: Response) -> Response:
        _guard(response, content_security)
        if request.path.startswith(suites):
            # Dash gives a year to those of its addresses that name a version, and to no other.
            return _finish_file(response, compressor, lasting=response.cache_control.max_age is not None)
        if request.path.startswith(own):
            return _finish_file(response, compressor, lasting=_is_marked(response, files, request.path[len(own) :]))
        return _finish_page(response)

    return files


def _graph_chunk(scripts: str) -> str | None:
    """The address of dcc.Graph's chunk, fingerprinted as Dash's own loader would: like the bundle it belongs to."""
    bundle = re.search(r'src="([^"]*/dash/dcc/)dash_core_components(\.v[\w-]+m[0-9a-f]+)\.js"', scripts)
    return f"{bundle[1]}async-graph{bundle[2]}.js" if bundle else None


def _source_hash(script: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _guard(response: Response, content_security: Callable[[], str]) -> None:
    """Headers that keep a page to itself. What a route has set stays."""
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    # Where a reader goes from here does not learn what was read here.
    headers.setdefault("Referrer-Policy", "same-origin")
    if response.mimetype == "text/html":
        headers.setdefault("Content-Security-Policy", content_security())
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    elif response.mimetype == "image/svg+xml":
        # An SVG opened by itself is a document and could run scripts.
        headers.setdefault("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:")


def _finish_file(response: Response, compressor: Compressor, *, lasting: bool) -> Response:
    """A file of Dash's or ours: compressed once, with an ETag, cached for good when its address is `lasting`."""
    if response.status_code != 200:
        return response
    response.headers["Cache-Control"] = FOREVER if lasting else "no-cache"
    if not compressible(response.mimetype):
        return response
    response.direct_passthrough = False
    body = response.get_data()
    digest = hashlib.sha256(body).hexdigest()
    response.vary.add("Accept-Encoding")
    encoding = chosen_encoding(request.accept_encodings.quality)
    if encoding and len(body) >= SMALLEST_WORTH_COMPRESSING:
        response.set_data(compressor.compress(body, digest, encoding))
        response.headers["Content-Encoding"] = encoding
    # Weak, because it names the content and not the bytes of one encoding.
    response.set_etag(digest[:32], weak=True)
    response.make_conditional(request)
    return response


def _is_marked(response: Response, files: Assets, name: str) -> bool:
    """Whether an asset was asked for by the address that names its present content."""
    return response.status_code == 200 and "v" in request.args and request.args["v"] == files.mark(name)


def _finish_page(response: Response) -> Response:
    """A page, an answer to a callback or a download: compressed at once, and quickly."""
    if (
        not compressible(response.mimetype)
        or response.status_code in (204, 206, 304)
        or response.direct_passthrough
        or not response.is_sequence
        or "Content-Encoding" in response.headers
    ):
        return response
    response.vary.add("Accept-Encoding")
    encoding = chosen_encoding(request.accept_encodings.quality)
    body = response.get_data()
    if encoding is None or len(body) < SMALLEST_WORTH_COMPRESSING:
        return response
    response.set_data(quickly(body, encoding))
    response.headers["Content-Encoding"] = encoding
    tag, weak = response.get_etag()
    if tag is not None and not weak:
        response.set_etag(tag, weak=True)
    return response


def warm(app: dash.Dash, page: str | None = None) -> None:
    """Ask the app for `page` (None: its first) and every script of it: no reader has to wait for what happens once.

    Dash sets itself up during its first request, and answers others with errors meanwhile. Raises RuntimeError when an
    address does not answer.
    """
    server: Flask = app.server
    client = server.test_client()
    routes, requests = app.config.routes_pathname_prefix, app.config.requests_pathname_prefix

    def ask(path: str, encoding: str) -> bytes:
        response = client.get(path, headers={"Accept-Encoding": encoding}, buffered=True)
        if response.status_code >= 400:
            raise RuntimeError(f"{path} answered {response.status}")
        return response.get_data()

    body = ask(page or routes, "identity").decode()
    for name in ("_dash-layout", "_dash-dependencies"):
        ask(routes + name, "identity")
    own = tuple(
        requests + folder for folder in ("_dash-component-suites/", app.config.assets_url_path.strip("/") + "/")
    )
    for url in re.findall(r'(?:src|href)="([^"]+)"', body):
        if url.startswith(own):
            ask(routes + url.removeprefix(requests), "br")
