"""Documents made for tests: PDF files by hand, Word documents, pages with everything that surrounds an article."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx

ARTICLE_EN = (
    "Deir Ezzor: The observatory monitored the exit of more than 2,500 people in about 50 trucks on Wednesday.",
    "The number of those who have got out since 1 December has risen to 41,250, among them about 3,900 members.",
    "A monitor said that 240 people of Iraqi nationality got out hours before.",
)
ARTICLE_AR = (
    "رصد المرصد خروج أكثر من 2500 شخص على متن نحو 50 شاحنة يوم الأربعاء، معظمهم من الأطفال والنساء.",
    "وبذلك يرتفع إلى 41250 عدد الذين خرجوا منذ مطلع كانون الأول، من بينهم نحو ٣٩٠٠ عنصر من التنظيم.",
    "كما خرج 240 شخصاً من الجنسية العراقية، وفق ما أفاد به المصدر ذاته.",
)
TITLE_EN = "Convoys leave the pocket as the count passes 41,000"
TITLE_AR = "أكثر من 41 ألف شخص خرجوا من الجيب الأخير"


def english_page() -> str:
    """A page of a blog: menu, consent, share buttons, related posts, comments, sidebar."""
    paragraphs = "".join(f"<p>{words}</p>" for words in ARTICLE_EN)
    return f"""<!doctype html><html lang="en-US"><head><meta charset="utf-8"><title>{TITLE_EN} • Observatory</title>
<link rel="canonical" href="https://observatory.example/en/115001/">
<meta property="og:title" content="{TITLE_EN}"><meta property="og:site_name" content="Observatory">
<meta property="article:published_time" content="2019-02-20T21:14:03+00:00">
<meta property="article:modified_time" content="2019-03-02T10:00:00+00:00">
<script>var visitors = "99,999 people left";</script></head><body>
<div id="cookie-law-info-bar"><span>We use cookies to improve 1,000 things. <a href="#">ACCEPT</a></span></div>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/syria">Syria</a></li></ul></nav></header>
<article class="post"><h1 class="entry-title">{TITLE_EN}</h1>
<div class="share"><a>Facebook</a><a>WhatsApp</a></div>
<div class="entry-content">{paragraphs}<blockquote><p>“We counted 1,150 families in four days.”</p></blockquote>
<ul><li>Children: 1,310</li><li>Women: 820</li></ul></div>
<div class="related"><h4>RELATED ARTICLES</h4><h3><a href="/a">More than 900 arrive in a single night</a></h3></div></article>
<div id="comments"><ol><li><p>I saw 500 of them myself, said no one.</p></li></ol></div>
<aside class="sidebar"><h4>MOST READ</h4><ul><li><a>Strike kills 23 in the town</a></li></ul></aside>
<footer><p>© 2019 Observatory. 14 Some Street.</p></footer></body></html>"""


def arabic_page(charset: str = "utf-8") -> str:
    """A news page in Arabic without HTML5's elements, its metadata for search engines only."""
    paragraphs = "".join(f"<div>{words}</div>" for words in ARTICLE_AR)
    related = "".join(
        f'<div class="item"><a href="/{n}">{words}</a></div>'
        for n, words in enumerate(("خروج 700 شخص من الباغوز", "وصول 14 شاحنة إلى المخيم", "مقتل 5 أشخاص في انفجار"))
    )
    return f"""<!DOCTYPE html><html dir="rtl" lang="ar"><head><meta charset="{charset}">
<title>{TITLE_AR} | شبكة المثال</title><meta property="og:site_name" content="شبكة المثال">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "{TITLE_AR}", "datePublished": "2019-02-21T08:30:00+03:00", "inLanguage": "ar"}}</script></head><body>
<div class="cookie-consent">نستخدم ملفات تعريف الارتباط لتحسين تجربتك. <button>موافق</button></div>
<div class="menu"><a>الرئيسية</a><a>سوريا</a><a>رياضة</a></div>
<div class="page"><div class="col-8"><div class="breadcrumb"><a>الرئيسية</a> / <a>سوريا</a></div><h1>{TITLE_AR}</h1>
<div class="news-body">{paragraphs}<div class="read-also">اقرأ أيضاً: <a href="/x">خروج 700 شخص من الباغوز</a></div></div>
<div class="related"><h3>مواضيع ذات صلة</h3>{related}</div></div><div class="col-4"><h3>الأكثر قراءة</h3>{related}</div></div>
<div class="footer">جميع الحقوق محفوظة © 2019</div></body></html>"""


def word_file(*, title: str = "", language: str = "") -> bytes:
    """Paragraphs, a table with cells that span, and a paragraph after it."""
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.language = language
    document.add_heading("Flash Update No. 7", 1)
    document.add_paragraph("Since 4 December, 25,240 people have arrived in the camp.")
    table = document.add_table(rows=3, cols=3)
    for row, cells in zip(
        table.rows,
        (("Population by camp", "", ""), ("Al-Hol", "12,900", "45,112"), ("Roj", "530", "1,704")),
        strict=True,
    ):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    table.rows[0].cells[0].merge(table.rows[0].cells[2])
    document.add_paragraph("At least 60 people died on the way.")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


# PDF by hand: numbered objects, then a table of where they begin


def packed_pdf(content: bytes) -> bytes:
    """One page whose content, packed already, is `content`."""
    return _pdf([content], _PLAIN_FONT, "", b" /Filter /FlateDecode")


def pdf_file(pages: Sequence[Sequence[str]], *, title: str = "", seen: bool = False) -> bytes:
    """Lines of text, a page a sequence. `seen`: as shapes from left to right in a font of 16-bit codes, as Arabic is."""
    contents = []
    for lines in pages:
        drawn = "".join(f"{_shown(line, seen)} Tj 0 -16 Td\n" for line in lines)
        contents.append(f"BT /F1 11 Tf 50 780 Td\n{drawn}ET".encode("latin-1"))
    return _pdf(contents, _WIDE_FONT if seen else _PLAIN_FONT, title)


def picture_pdf(pages: int = 2) -> bytes:
    """Pages that show a picture and nothing else, as a scanner writes them."""
    return _pdf([b"q 500 0 0 700 50 50 cm /P1 Do Q"] * pages, _PLAIN_FONT, "")


_PLAIN_FONT = [b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Codes def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
%s
endcmap CMapName currentdict /CMap defineresource pop end end"""
_WIDE_FONT = [
    b"<< /Type /Font /Subtype /Type0 /BaseFont /Shapes /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 6 0 R >>",
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Shapes /DW 500 /CIDSystemInfo 7 0 R >>",
    b"stream:"
    + _TO_UNICODE
    % b"\n".join(
        b"1 beginbfrange <%02X00> <%02XFF> <%02X00> endbfrange" % (block, block, block)
        for block in (0x00, 0x06, 0xFB, 0xFC, 0xFD, 0xFE)
    ),
]


def _shown(line: str, seen: bool) -> str:
    if seen:
        return f"<{line.encode('utf-16-be').hex()}>"
    return "(" + line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"


_CODES = b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"


def _pdf(contents: Sequence[bytes], font: Sequence[bytes], title: str, packing: bytes = b"") -> bytes:
    picture = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 %s>>"
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: b"<< /Title (%s) /CreationDate (D:20190220120000Z) >>" % title.encode("latin-1"),
    }
    for number, one in enumerate(font, start=4):
        words = one.removeprefix(b"stream:")
        objects[number] = words if words == one else b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words)
    objects[7] = _CODES
    objects[8] = picture % b"/Length 1 " + b"\nstream\n\x80\nendstream"
    kids = []
    for index, content in enumerate(contents):
        page, stream = 9 + 2 * index, 10 + 2 * index
        pictures = b"/XObject << /P1 8 0 R >> " if b"/P1 Do" in content else b""
        kids.append(b"%d 0 R" % page)
        objects[page] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 4 0 R >> "
            b"%s>> >>" % (stream, pictures)
        )
        objects[stream] = b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(content), packing, content)
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places: dict[int, int] = {}
    for number in sorted(objects):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    begin = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 3 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, begin)
    return bytes(out)
