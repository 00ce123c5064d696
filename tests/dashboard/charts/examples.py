"""Charts of the kinds that occur, with made-up numbers: what the tests draw."""

from __future__ import annotations

import random
from datetime import date, timedelta

from dashboard.charts.axes import Grain, day_ticks, number_ticks
from dashboard.charts.chart import Bar, Bars, Category, Chart, Event, Line, Look, Point, Table, Tick

NO_TABLE = Table((), ())
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_ARABIC_MONTHS = (
    "كانون الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين الأول تشرين الثاني كانون الأول".replace(
        "كانون ال", "كانون_ال"
    )
    .replace("تشرين ال", "تشرين_ال")
    .split()
)


def x_ticks(start: date, end: date, *, arabic: bool = False) -> tuple[Tick, ...]:
    months = [name.replace("_", " ") for name in _ARABIC_MONTHS] if arabic else _MONTHS

    def label(day: date, grain: Grain) -> str:
        if grain is Grain.YEAR:
            return str(day.year)
        month = months[day.month - 1]
        return (
            f"{month} {day.year}"
            if grain is Grain.MONTH and day.month == 1
            else (month if grain is Grain.MONTH else f"{day.day} {month}")
        )

    return tuple(Tick(day.toordinal(), label(day, grain)) for day, grain in day_ticks(start, end))


def y_ticks(top: int) -> tuple[Tick, ...]:
    return tuple(Tick(number, f"{number:,}") for number in number_ticks(top))


def running_totals(points: int = 20) -> Chart:
    """Three lines over four months: one correction, one open upper end, four events."""
    rng = random.Random(4)
    start, end = date(2018, 12, 1), date(2019, 3, 31)
    total = 900
    first: list[Point] = []
    for i in range(points):
        day = start + timedelta(days=4 + round(i * 108 / max(points - 1, 1)))
        total += rng.randrange(400, 5600)
        look, value = Look.PLAIN, total
        if i == 11:
            look = Look.HOLLOW
        if i == 12:
            value = total = first[-1].value - 2600  # type: ignore[operator]
            look = Look.CORRECTION
        lower, upper = (value, value) if i % 3 else (round(value * 0.93), round(value * 1.06))
        first.append(
            Point(day, value, lower, None if i == 15 else upper, f"r{i:03}-01", f"{value:,} people\n{day}", look)
        )
    second = [
        Point(
            date(2018, 12, 19) + timedelta(days=7 * i),
            5000 + 2900 * i + rng.randrange(900),
            4600 + 2800 * i,
            6900 + 2900 * i + 300 * i,
            f"r1{i:02}-02",
            f"about {5000 + 2900 * i:,} people",
        )
        for i in range(12)
    ]
    third = [
        Point(date(2019, 1, 12), 13_950, 13_200, 14_700, "r201-03", "about 13,950"),
        Point(date(2019, 2, 2), None, 20_000, None, "r202-03", "tens of thousands", Look.HOLLOW),
    ]
    top = max(point.value or 0 for point in first)
    marks = y_ticks(round(top * 1.08))
    return Chart(
        id="enclave-exits_exits_persons",
        title="People reported to have left the enclave, 1 December 2018 to 31 March 2019",
        subtitle="Running totals in persons, as known on 1 April 2019",
        source_line="Sources: Syrian Observatory for Human Rights; Syrian Democratic Forces; OCHA",
        note_line="A step line holds until the next report. Shaded: between the least and the most that the reports "
        "allow. An arrow: no upper end was given. Hollow: corrected later.",
        description="The total reported by the observatory rises to about 64,000 on 23 March 2019.",
        language="en",
        table=NO_TABLE,
        lines=(
            Line("sohr-1", "Syrian Observatory for Human Rights, since 1 December 2018", 0, tuple(first)),
            Line("sdf", "Syrian Democratic Forces, since 9 January 2019", 1, tuple(second)),
            Line("ocha", "OCHA", 2, tuple(third)),
        ),
        events=(
            Event(date(2018, 12, 14), "Hajin town taken"),
            Event(date(2018, 12, 19), "Withdrawal of US forces announced"),
            Event(date(2019, 2, 9), "Final assault on Baghuz announced"),
            Event(date(2019, 3, 23), "End of territorial control declared"),
        ),
        x_start=start,
        x_end=end,
        x_ticks=x_ticks(start, end),
        y_end=int(marks[-1].at),
        y_ticks=marks,
    )


def intervals(series: int = 1) -> Chart:
    """25 intervals of 1 to 20 days, with gaps, overlaps, a range, an open range and a batch without a first day."""
    rng = random.Random(9)
    bars, day = [], date(2018, 12, 2)
    widths = [1, 1, 2, 3, 7, 20, 4, 1, 1, 2, 5, 9, 1, 3, 2, 6, 1, 1, 4, 2, 12, 1, 3, 8, 2]
    for i, width in enumerate(widths):
        value: int | None = 90 * width + rng.randrange(900)
        lower, upper = round((value or 0) * 0.8), None if i in (6, 14) else round((value or 0) * 1.25)
        if i in (9, 17):
            value = None
            if i == 17:
                upper = None
        start = day - timedelta(days=6 if i in (6, 21) else 0)
        end = max(start, day + timedelta(days=width - 1))
        look = Look.HOLLOW if i == 11 else Look.CORRECTION if i == 12 else Look.PLAIN
        bars.append(
            Bar(None if i == 20 else start, end, value, lower, upper, f"i{i:03}", f"{value} people, {start}", look)
        )
        day = end + timedelta(days=rng.choice((1, 1, 1, 2, 4)))
    start, end = date(2018, 12, 1), max(bar.end for bar in bars) + timedelta(days=2)
    marks = y_ticks(max(bar.upper or bar.value or bar.lower for bar in bars))
    groups = [
        Bars(f"s{k}", ("SOHR, new exits", "Syrian Democratic Forces, batches")[k % 2], k, tuple(bars[k::series]))
        for k in range(series)
    ]
    return Chart(
        id=f"exits-new-{series}",
        title="New exits by reported interval",
        subtitle="Persons",
        source_line="Source: SOHR",
        note_line="A bar is as wide as its interval.",
        description="25 intervals; the highest number belongs to the interval from 8 to 27 January.",
        language="en",
        table=NO_TABLE,
        bars=tuple(groups),
        events=(Event(date(2019, 1, 14), "Ceasefire"), Event(date(2019, 1, 16), "Second ceasefire, with a long name")),
        x_start=start,
        x_end=end,
        x_ticks=x_ticks(start, end),
        y_end=int(marks[-1].at),
        y_ticks=marks,
    )


def stock() -> Chart:
    """A stock over seven years: separate counts and a joined line."""
    start, end = date(2018, 1, 1), date(2024, 12, 31)
    counts = [9_000, 73_000, 68_600, 65_400, 61_000, 57_000, 53_300, 48_800, 43_400, 40_100]
    days = [date(2018, 12, 1) + timedelta(days=230 * i) for i in range(len(counts))]
    points = tuple(
        Point(day, count, round(count * 0.97), round(count * 1.03), f"p{i}", f"{count:,} on {day}")
        for i, (day, count) in enumerate(zip(days, counts, strict=True))
    )
    marks = y_ticks(76_000)
    return Chart(
        id="al-hol_population",
        title="People in the camp",
        subtitle="Persons on the day of the count",
        source_line="Source: OCHA",
        note_line="",
        description="The number falls from 73,000 in 2019 to 40,100 in 2024.",
        language="en",
        table=NO_TABLE,
        lines=(
            Line("ocha", "OCHA", 0, points),
            Line(
                "press",
                "Press reports",
                3,
                (Point(date(2022, 3, 1), 56_000, 56_001, None, "q1", "over 56,000"),),
                False,
            ),
        ),
        x_start=start,
        x_end=end,
        x_ticks=x_ticks(start, end),
        y_end=int(marks[-1].at),
        y_ticks=marks,
    )


def growing() -> Chart:
    """What all figures allow of a total, over one source's: a start, numbers, ranges, a plateau and open ends."""
    start, end = date(2018, 11, 28), date(2019, 3, 20)
    allowed: tuple[tuple[int | None, int, int | None], ...] = (
        (0, 0, 0),
        (None, 300, 4_000),
        (5_200, 5_000, 5_400),
        (5_200, 5_200, 5_200),
        (5_200, 5_200, 5_200),
        (None, 6_000, 11_500),
        (12_400, 11_900, 13_000),
        (None, 13_000, None),
        (None, 17_000, None),
    )
    points = tuple(
        Point(date(2018, 11, 30) + timedelta(days=12 * i), value, lower, upper, f"g{i}", f"{lower:,} or more")
        for i, (value, lower, upper) in enumerate(allowed)
    )
    reported = tuple(
        Point(date(2018, 12, 27) + timedelta(days=20 * i), number, number, number, f"h{i}", f"{number:,}")
        for i, number in enumerate((5_100, 5_200, 12_000))
    )
    marks = y_ticks(18_500)
    return Chart(
        id="exits-together",
        title="Exits, running totals",
        subtitle="Persons",
        source_line="Source: SOHR",
        note_line="The band is what all reports allow.",
        description="At least 17,000 by 6 March 2019.",
        language="en",
        table=NO_TABLE,
        lines=(
            Line("reconciled", "all reports together", 7, points, grows=True),
            Line("sohr", "SOHR, since 1 December 2018", 0, reported),
        ),
        x_start=start,
        x_end=end,
        x_ticks=x_ticks(start, end),
        y_end=int(marks[-1].at),
        y_ticks=marks,
    )


def stacked() -> Chart:
    """Five weeks with what is guaranteed of each of two nationalities and of none, and the ends of the whole."""
    start, end = date(2018, 12, 1), date(2019, 1, 8)
    weeks = [(start + timedelta(days=7 * i + 2), start + timedelta(days=7 * i + 8)) for i in range(5)]
    parts = {"Iraq": (600, 0, 250, 900, 120), "Syria": (200, 300, 0, 450, 0), "other or unstated": (90, 40, 700, 0, 35)}
    base = [0] * len(weeks)
    stack = []
    for style, (name, numbers) in enumerate(parts.items()):
        bars = []
        for i, ((first, last), number) in enumerate(zip(weeks, numbers, strict=True)):
            if number:
                label = f"{name}, at least {number}"
                bars.append(Bar(first, last, number, number, number, f"n{style}{i}", label, base=base[i]))
                base[i] += number
        stack.append(Bars(f"part{style}", name, style, tuple(bars)))
    ends = [
        Bar(first, last, None, base[i], None if i == 3 else base[i] + 150 * i, f"e{i}", "between these")
        for i, (first, last) in enumerate(weeks)
        if i
    ]
    marks = y_ticks(1_500)
    return Chart(
        id="exits-stacked",
        title="Exits, by week",
        subtitle="Persons",
        source_line="Source: SOHR",
        note_line="",
        description="Five weeks.",
        language="en",
        table=NO_TABLE,
        bars=(*stack, Bars("ends", "between at least and at most", 7, tuple(ends))),
        x_start=start,
        x_end=end,
        x_ticks=x_ticks(start, end),
        y_end=int(marks[-1].at),
        y_ticks=marks,
    )


def arabic() -> Chart:
    """The running totals with Arabic words, read from right to left."""
    base = running_totals()
    names = ("المرصد السوري لحقوق الإنسان، منذ 1 كانون الأول 2018", "قوات سوريا الديمقراطية (SDF)", "أوتشا")
    words = (
        "السيطرة على هجين",
        "إعلان انسحاب القوات الأميركية",
        "بدء الهجوم الأخير على الباغوز",
        "إعلان نهاية السيطرة",
    )
    return Chart(
        id="ar",
        title="أشخاص أُبلغ عن خروجهم من الجيب، 1 كانون الأول 2018 – 31 آذار 2019",
        subtitle="مجاميع متراكمة بالأشخاص",
        source_line="المصدر: المرصد السوري لحقوق الإنسان (SOHR)",
        note_line="الدائرة المفرغة: عدد صُحّح لاحقاً.",
        description="يرتفع المجموع إلى نحو 64,000 في 23 آذار 2019.",
        language="ar",
        table=NO_TABLE,
        lines=tuple(
            Line(
                line.key,
                name,
                line.style,
                tuple(
                    Point(p.day, p.value, p.lower, p.upper, p.key, f"{p.value or p.lower:,} شخص\nSOHR، {p.day}", p.look)
                    for p in line.points
                ),
            )
            for line, name in zip(base.lines, names, strict=True)
        ),
        events=tuple(Event(event.day, name) for event, name in zip(base.events, words, strict=True)),
        x_start=base.x_start,
        x_end=base.x_end,
        x_ticks=x_ticks(date(2018, 12, 1), date(2019, 3, 31), arabic=True),
        y_end=base.y_end,
        y_ticks=base.y_ticks,
    )


def breakdown(language: str = "en") -> Chart:
    """Nine rows: exact, about, open, a range, an open word, and names of all lengths."""
    rows: tuple[tuple[str, int | None, int, int | None, str], ...] = (
        ("Iraq", 23_200, 23_200, 23_200, "23,200"),
        ("Syria", 13_050, 12_400, 13_700, "about 13,050"),
        ("Reported as IS members, all nationalities together", 3_370, 3_202, 3_538, "about 3,370"),
        ("Bosnia and Herzegovina", None, 200, None, "hundreds"),
        ("Other or unstated", 5_001, 5_001, None, "more than 5,000"),
        ("Russia", None, 1_200, 2_600, "1,200–2,600"),
        ("Democratic Republic of the Congo", 12, 12, 12, "12"),
        ("France", 130, 124, 136, "about 130"),
        ("Türkiye", 0, 0, 0, "0"),
    )
    if language == "ar":
        names: tuple[str, ...] = (
            "العراق",
            "سوريا",
            "أُبلغ عنهم كأعضاء في التنظيم من جميع الجنسيات",
            "البوسنة والهرسك",
            "أخرى أو غير محددة",
        )
        names += ("روسيا", "جمهورية الكونغو الديمقراطية", "فرنسا", "تركيا")
        printed = ("23,200", "نحو 13,050", "نحو 3,370", "مئات", "أكثر من 5,000", "1,200–2,600", "12", "نحو 130", "0")
        rows = tuple((n, row[1], row[2], row[3], w) for n, row, w in zip(names, rows, printed, strict=True))
    marks = y_ticks(24_000)
    return Chart(
        id=f"by-nationality-{language}",
        title="Exits by nationality",
        subtitle="Persons, since 1 December 2018",
        source_line="Source: SOHR",
        note_line="",
        description="Most are reported as Iraqis: 23,200.",
        language=language,
        table=NO_TABLE,
        categories=tuple(
            Category(name, value, lower, upper, f"c{i}", f"{name}: {printed}", printed)
            for i, (name, value, lower, upper, printed) in enumerate(rows)
        ),
        y_end=int(marks[-1].at),
        y_ticks=marks,
    )


def empty(language: str = "en") -> Chart:
    """A view without any figure."""
    words = {
        "en": "No report gives this number in persons for the days chosen. Families are counted instead: choose that unit.",
        "ar": "لا يذكر أي تقرير هذا العدد بالأشخاص في الأيام المختارة.",
    }
    return Chart(
        id="none",
        title="Arrests",
        subtitle="Persons",
        source_line="",
        note_line="",
        description="There is nothing to show.",
        language=language,
        table=NO_TABLE,
        empty=words[language],
    )


def every() -> dict[str, Chart]:
    """All of them by name."""
    return {
        "totals": running_totals(),
        "intervals": intervals(),
        "two-sources": intervals(2),
        "stock": stock(),
        "growing": growing(),
        "stacked": stacked(),
        "arabic": arabic(),
        "breakdown": breakdown(),
        "breakdown-ar": breakdown("ar"),
        "empty": empty(),
        "empty-ar": empty("ar"),
    }
