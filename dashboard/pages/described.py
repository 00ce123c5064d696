"""What a page's head says to programs: a preview for those who are sent its address, and what the data are."""

from __future__ import annotations

import json
from typing import Any

from dash import html

from dashboard.request import Request
from dashboard.sharing import DATA_FORMS, Chosen
from dashboard.static_html import element, raw
from dashboard.wording import measure_name

_MEDIA_TYPES = {
    "csv": "text/csv",
    "hxl.csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}


def described(request: Request, title: str) -> list[Any]:
    """Open Graph's words, with a picture of the view's first chart, and where oEmbed and the feed are."""
    words, data = request.words, request.data
    chosen = Chosen.as_asked(request)
    summary = data.situation.summary.in_language(words.language)
    image = chosen.picture("png", format="card")
    properties = {
        "og:type": "website",
        "og:site_name": words("app.name"),
        "og:title": title,
        "og:description": summary,
        "og:url": request.link(),
        "og:image": image,
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": words("described.image", title=title, day=words.day(request.known_on)),
        "og:locale": words.language,
    }
    feed = f"{request.base}/s/{data.situation.id}/feed.atom"
    return [
        html.Link(rel="alternate", type="application/json+oembed", href=chosen.oembed(), title=title),
        html.Link(rel="alternate", type="application/atom+xml", href=feed, title=words("feed.title")),
        *(element("meta", {"property": name, "content": value}) for name, value in properties.items()),
        html.Meta(name="twitter:card", content="summary_large_image"),
    ]


def dataset(request: Request) -> list[Any]:
    """The data as schema.org describes them, for catalogues of data."""
    words, data, situation = request.words, request.data, request.data.situation
    language = words.language
    chosen = Chosen.as_asked(request)
    summary = data.summary
    days = [day.isoformat() for day in (summary.first_day, summary.last_day) if day is not None]
    whole = f"{request.base}/download/{situation.id}.zip"
    said: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": situation.title.in_language(language),
        "description": situation.summary.in_language(language),
        "url": f"{request.base}/s/{situation.id}",
        "identifier": f"{situation.id}/{data.state}",
        "version": data.state,
        "inLanguage": language,
        "isAccessibleForFree": True,
        "dateModified": max(summary.vintages).isoformat() if summary.vintages else None,
        "temporalCoverage": "/".join(days) if len(days) == 2 else None,
        "spatialCoverage": [
            {"@type": "Place", "name": place.names.in_language(language)} for place in situation.places
        ],
        "variableMeasured": [
            {"@type": "PropertyValue", "name": measure_name(words, measure)}
            for measure in dict.fromkeys(row.measure for row in data.rows)
        ],
        "creditText": words("described.credit"),
        "creator": [
            {"@type": "Organization", "name": source.names.in_language(language)}
            | ({"url": source.url} if source.url else {})
            for source in situation.sources
        ],
        "license": f"{request.base}/method#licence",
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": "application/zip", "contentUrl": whole},
            *(
                {"@type": "DataDownload", "encodingFormat": _MEDIA_TYPES[form], "contentUrl": chosen.data(form)}
                for form in DATA_FORMS
            ),
        ],
    }
    text = json.dumps({name: value for name, value in said.items() if value not in (None, [])}, ensure_ascii=False)
    # Inside a script element nothing but its end is markup; no sign that could begin one is left.
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return [raw(f'<script type="application/ld+json">{text}</script>')]
