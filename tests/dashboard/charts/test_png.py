"""Pictures as PNG: the size that was asked for, our fonts and no others, the same bytes everywhere."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import time
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from babel.messages.pofile import read_po
from PIL import Image, ImageFont

from dashboard.charts import png
from dashboard.charts.png import FONTS, LARGEST, to_png
from dashboard.charts.svg import to_svg
from dashboard.locales import FOLDER
from dashboard.theme import DARK_GROUND
from tests.dashboard.charts import examples

WEIGHTS = pytest.mark.parametrize("font", FONTS, ids=[font.stem.rpartition("-")[2] for font in FONTS])


def opened(data: bytes) -> Image.Image:
    """The picture, decoded to its last byte."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def words(text: str, weight: int = 400) -> str:
    """A picture of nothing but a line of words, 40 pixels high."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="80" direction="ltr" font-size="40" '
        f'font-family=\'system-ui,"Noto Sans",sans-serif\'><text x="20" y="55" font-weight="{weight}">{text}</text></svg>'
    )


def ink(text: str, weight: int = 400) -> Image.Image:
    """What is drawn of `text`, cut out."""
    drawn = opened(to_png(words(text, weight))).convert("L").point(lambda grey: 255 if grey < 128 else 0)
    box = drawn.getbbox()
    assert box is not None, f"nothing is drawn of {text!r}"
    return drawn.crop(box)


# --- Size and density ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [0.5, 1, 1.5, 2, 3])
def test_size_and_density(scale: float) -> None:
    svg = to_svg(examples.stock(), width=333, height=301, standalone=True)
    drawn = opened(to_png(svg, scale=scale))
    height = int(re.search(r'height="(\d+)"', svg)[1])  # type: ignore[index]
    assert abs(drawn.width - 333 * scale) <= 0.5
    assert abs(drawn.height - height * scale) <= 0.5
    # In a document the picture is as large at any scale: 96 pixels of the SVG to the inch.
    assert drawn.info["dpi"] == pytest.approx((96 * scale, 96 * scale), abs=0.1)


@pytest.mark.parametrize("scale", [1, 1.37, 2])
@pytest.mark.parametrize("ground", ["#ffffff", DARK_GROUND])
def test_nothing_is_transparent(scale: float, ground: str) -> None:
    bare = '<svg xmlns="http://www.w3.org/2000/svg" width="101" height="33"><path d="M3 3h9v9z"/></svg>'
    drawn = opened(to_png(bare, scale=scale, ground=ground)).convert("RGBA")
    assert drawn.getchannel("A").getextrema() == (255, 255)
    assert "#{:02x}{:02x}{:02x}".format(*drawn.getpixel((drawn.width - 1, drawn.height - 1))[:3]) == ground  # type: ignore[index]


@pytest.mark.parametrize("scale", [0, -1, 0.001, 12, 1e9, float("nan"), float("inf")])
def test_sizes_that_cannot_be_drawn_are_refused(scale: float) -> None:
    with pytest.raises(
        ValueError, match=rf"600 × 340 pixels cannot be drawn \S+ times as large.*1 to {LARGEST} pixels"
    ):
        to_png('<svg xmlns="http://www.w3.org/2000/svg" width="600" height="340"/>', scale=scale)


@pytest.mark.parametrize("size", ['width="99999999" height="10"', 'width="10" height="4001"', 'width="0" height="10"'])
def test_so_are_those_that_the_picture_itself_asks_for(size: str) -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        to_png(f'<svg xmlns="http://www.w3.org/2000/svg" {size}/>')


@pytest.mark.parametrize("svg", ["", "<p>", '<svg width="100%" height="100%"/>', '<svg viewBox="0 0 9 9" width="9"/>'])
def test_what_says_no_size_is_refused(svg: str) -> None:
    with pytest.raises(ValueError, match="in pixels"):
        to_png(svg)


def test_what_is_not_well_formed_is_refused() -> None:
    with pytest.raises(ValueError, match=r"unclosed|closing|root|node|end"):
        to_png('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><g>')


# --- Fonts -----------------------------------------------------------------------------------------------------------


def shown_characters() -> Iterator[str]:
    """Every character that a chart may show of the catalogues, the shipped situations and the examples."""
    for file in FOLDER.glob("*.po"):
        with file.open("rb") as handle:
            for message in read_po(handle):
                said = message.string
                yield from "".join((said,) if isinstance(said, str) else said or ())
    data = Path(__file__).resolve().parents[3] / "data" / "situations"
    for file in data.glob("*/situation.toml"):
        yield from "".join(texts_in(tomllib.loads(file.read_text("utf-8"))))
    for file in data.glob("*/figures.csv"):
        yield from file.read_text("utf-8")
    for chart in examples.every().values():
        yield from str(chart)
    for language in ("en", "ar", "fr", "tr", "ku", "fa"):
        locale = Locale.parse(language)
        yield from "".join((*locale.territories.values(), *locale.months["format"]["wide"].values()))
    # Arabic digits, and what transliterated names are written with.
    yield from "٠١٢٣٤٥٦٧٨٩٪٬٫ʿʾḥṭḍṣẓāīūĀĪŪĠġḪḫŠš→←↑↓−≤≥≈×±½²"


def texts_in(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts_in(part)


def missing(font: Path, characters: Iterable[str]) -> list[str]:
    """The characters for which `font` has nothing but its box."""
    face = ImageFont.truetype(str(font), 40)

    def drawn(character: str) -> tuple[tuple[int, int], bytes]:
        mask = face.getmask(character)
        return mask.size, bytes(mask)

    box = drawn("\U0010fffd")
    assert box[0] > (5, 5), "the font has no box for what is missing"
    printed = sorted({c for c in characters if unicodedata.category(c) not in ("Cc", "Cf", "Zs", "Zl", "Zp")})
    assert len(printed) > 2
    return [character for character in printed if drawn(character) == box]


@WEIGHTS
def test_no_character_that_is_shown_is_missing(font: Path) -> None:
    characters = set(shown_characters())
    assert {"ة", "ء", "ü", "Å", "–"} <= characters
    assert missing(font, characters) == []


@WEIGHTS
def test_a_missing_character_would_be_found(font: Path) -> None:
    assert missing(font, "a日b语c") == ["日", "语"]


@pytest.mark.parametrize("weight", [400, 600])
def test_arabic_letters_join(weight: int) -> None:
    joined, apart = ink("بببببب", weight), ink("\u200c".join("بببببب"), weight)
    # In the middle of a word the letter is a tooth; alone it is a bowl.
    assert joined.width < 0.6 * apart.width
    columns = [joined.crop((x, 0, x + 1, joined.height)).getbbox() for x in range(joined.width)]
    assert None not in columns, "there is a gap within a word"


def test_lam_and_alef_are_one_letter() -> None:
    assert ink("لا").width < 0.75 * ink("ل\u200cا").width


@pytest.mark.parametrize("weight", [400, 600])
def test_no_letter_becomes_a_box_where_scripts_meet(weight: int) -> None:
    """A renderer that takes letters from two fonts loses count at a ligature, and draws boxes instead of words."""
    parts = ("لاجئون", "(SDF) – 36,250 ≥")
    whole = ink(f"\u2067{parts[0]} {parts[1]}\u2069", weight)
    alone = [ink(f"\u2067{part}\u2069", weight).width for part in parts]
    assert whole.width == pytest.approx(sum(alone) + 0.26 * 40, rel=0.03)


def test_bold_is_bold_in_both_scripts() -> None:
    for text in ("Left the enclave", "خرجوا من الجيب"):
        regular, bold = ink(text), ink(text, 600)
        assert bold.histogram()[255] > 1.15 * regular.histogram()[255]


def test_marks_stand_over_their_letters() -> None:
    plain, marked = ink("محمد"), ink("مُحَمَّد")
    assert marked.width == pytest.approx(plain.width, abs=2)
    assert marked.height > plain.height + 4


def test_fonts_of_the_machine_make_no_difference() -> None:
    """The renderer knows no names but ours: any family gives the same picture."""
    text = words("Hajin هجين")
    assert (
        to_png(text) == to_png(text.replace("system-ui", "DejaVu Sans")) == to_png(text.replace("system-ui", "Arial"))
    )


def test_a_missing_font_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(png, "FONTS", (tmp_path / "gone.ttf",))
    png._fonts.cache_clear()
    try:
        with pytest.raises(FileNotFoundError, match=r"gone\.ttf"):
            to_png(words("a"))
    finally:
        png._fonts.cache_clear()


# --- The same everywhere ---------------------------------------------------------------------------------------------

PROGRAM = """
import hashlib, sys
from dashboard.charts.png import to_png
print(hashlib.sha256(to_png(sys.stdin.buffer.read().decode(), scale=2)).hexdigest())
"""


def test_another_process_makes_the_same_bytes(repository: Path, tmp_path: Path) -> None:
    """One that has another home, no list of fonts and another hash seed."""
    svg = to_svg(examples.arabic(), width=880, height=480, standalone=True)
    elsewhere = os.environ | {
        "HOME": str(tmp_path),
        "FONTCONFIG_FILE": str(tmp_path / "none.conf"),
        "PYTHONHASHSEED": "7",
        "LC_ALL": "C",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=svg.encode(), capture_output=True, cwd=repository, env=elsewhere
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().strip() == hashlib.sha256(to_png(svg, scale=2)).hexdigest()


def test_threads_make_the_same_bytes() -> None:
    svgs = [to_svg(chart, width=400, height=300, standalone=True) for chart in examples.every().values()]
    one_by_one = [to_png(svg) for svg in svgs]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(2):
            assert list(pool.map(to_png, svgs)) == one_by_one


def test_a_picture_takes_a_fraction_of_a_second() -> None:
    svg = to_svg(examples.running_totals(), width=880, height=470, standalone=True)
    taken = []
    for _ in range(4):
        begin = time.process_time()
        to_png(svg, scale=2)
        taken.append(time.process_time() - begin)
    # About 0.12 s; of the processor, so that a busy machine does not decide. The benchmark holds the target.
    assert min(taken) < 0.3
