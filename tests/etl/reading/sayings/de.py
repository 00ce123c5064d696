"""German sentences and reports, and what they say."""

from __future__ import annotations

from datetime import date

from etl.model import Basis, Measure, Modality, Quantifier, Unit
from tests.etl.reading.sayings.said import Report, Said, dec, jan

_SINCE = Basis.CUMULATIVE
_ABOUT, _LEAST, _MORE = Quantifier.ABOUT, Quantifier.AT_LEAST, Quantifier.MORE_THAN
_MOST, _LESS, _RANGE, _VAGUE = Quantifier.AT_MOST, Quantifier.LESS_THAN, Quantifier.RANGE, Quantifier.VAGUE

SENTENCES = (
    # Numbers
    Said("1,3 Millionen Menschen wurden vertrieben.", 1_300_000, Measure.DISPLACED, basis=_SINCE),
    Said("Rund 1,3 Mio. Menschen wurden vertrieben.", 1_300_000, Measure.DISPLACED, _ABOUT, basis=_SINCE),
    Said("Anderthalb Millionen Menschen flohen.", 1_500_000, Measure.DISPLACED, basis=_SINCE),
    Said("Eine halbe Million Afghanen kehrte zurück.", 500_000, Measure.RETURNS, basis=_SINCE, nationality="AFG"),
    Said("Zweitausendfünfhundert Menschen flohen aus der Stadt.", 2500, Measure.DISPLACED, basis=_SINCE),
    Said("Dreiundzwanzig Frauen wurden zurückgeholt.", 23, Measure.RETURNS),
    Said(
        "Zehntausende Afghanen kehrten zurück.",
        None,
        Measure.RETURNS,
        _VAGUE,
        basis=_SINCE,
        nationality="AFG",
        bounds=(20_000, None),
    ),
    Said("Mehrere Hundert Kämpfer haben sich ergeben.", None, Measure.SURRENDERS, _VAGUE, bounds=(200, None)),
    Said(
        "Hunderttausende Menschen wurden vertrieben.",
        None,
        Measure.DISPLACED,
        _VAGUE,
        basis=_SINCE,
        bounds=(200_000, None),
    ),
    Said("1'450 Personen überquerten die Grenze.", 1450, Measure.CROSS_BORDER, basis=_SINCE),
    # Quantifiers
    Said(
        "Mehr als 340 000 Afghanen sind zurückgekehrt.",
        340_000,
        Measure.RETURNS,
        _MORE,
        nationality="AFG",
        basis=_SINCE,
    ),
    Said(
        "Knapp 17.000 Ukrainer reisten aus.",
        17_000,
        Measure.DEPARTURES,
        _ABOUT,
        nationality="UKR",
        basis=_SINCE,
        bounds=(None, 17_000),
    ),
    Said("Mindestens 15 Menschen starben.", 15, Measure.DEATHS, _LEAST),
    Said("Bis zu 6.000 Menschen überquerten die Grenze.", 6000, Measure.CROSS_BORDER, _MOST, basis=_SINCE),
    Said("Ca. 500 Personen wurden evakuiert.", 500, Measure.EXITS, _ABOUT),
    Said(
        "Zwischen 300 und 400 Familien verließen das Dorf.",
        None,
        Measure.DEPARTURES,
        _RANGE,
        unit=Unit.FAMILIES,
        bounds=(300, 400),
    ),
    Said("Weniger als 200 Menschen leben noch im Lager.", 200, Measure.POPULATION, _LESS),
    Said(
        "Gut 5,2 Millionen Ukrainerinnen und Ukrainer leben im Ausland.",
        5_200_000,
        Measure.POPULATION,
        _MORE,
        nationality="UKR",
    ),
    Said(
        "Etwa 1000 bis 1500 IS-Kämpfer sitzen in dem Ort fest.", None, Measure.POPULATION, _RANGE, bounds=(1000, 1500)
    ),
    Said("Die Zahl der Toten überstieg 140.", 140, Measure.DEATHS, _MORE),
    Said("Geschätzt 28.000 Menschen sind auf der Flucht.", 28_000, Measure.POPULATION, _ABOUT),
    # Measures
    Said(
        "Am Dienstag kehrten 410 Flüchtlinge in ihre Heimat zurück.", 410, Measure.RETURNS, start=jan(29), end=jan(29)
    ),
    Said("Das Camp beherbergt derzeit rund 38.900 Menschen.", 38_900, Measure.POPULATION, _ABOUT),
    Said("302 Migranten trafen seit Sonntag auf der Insel ein.", 302, Measure.ARRIVALS, start=jan(27), basis=_SINCE),
    Said(
        "Die Küstenwache brachte am Freitag 341 Menschen nach Tripolis zurück.",
        341,
        Measure.RETURNS,
        start=jan(25),
        end=jan(25),
    ),
    Said("Bei dem Angriff kamen 14 Zivilisten ums Leben.", 14, Measure.DEATHS),
    Said("Pakistan schob 1200 Afghanen ab.", 1200, Measure.RETURNS, nationality="AFG"),
    Said("Die Polizei nahm 57 Verdächtige fest.", 57, Measure.ARRESTS),
    Said("Über 27 Menschen wurden bei dem Anschlag verletzt.", 27, Measure.INJURED, _MORE),
    Said("Die Rebellen ließen 32 Geiseln frei.", 32, Measure.RELEASES),
    Said("Mehr als 1600 Menschen haben die Enklave verlassen.", 1600, Measure.EXITS, _MORE),
    Said("Etwa 300 syrische Flüchtlinge erreichten die Küste.", 300, Measure.ARRIVALS, _ABOUT, nationality="SYR"),
    Said("4.000 Familien mussten fliehen.", 4000, Measure.DISPLACED, basis=_SINCE, unit=Unit.FAMILIES),
    # Dates
    Said(
        "In der Zeit vom 1. bis 7. Januar flohen 640 Menschen.",
        640,
        Measure.DISPLACED,
        start=jan(1),
        end=jan(7),
        basis=_SINCE,
    ),
    Said(
        "Vom 28. Dezember bis zum 4. Januar starben 90 Menschen.",
        90,
        Measure.DEATHS,
        start=dec(28),
        end=jan(4),
        basis=_SINCE,
    ),
    Said(
        "Seit dem 3. Dezember sind 9.300 Iraker zurückgekehrt.",
        9300,
        Measure.RETURNS,
        start=dec(3),
        basis=_SINCE,
        nationality="IRQ",
    ),
    Said("Innerhalb von 7 Tagen flohen 600 Menschen.", 600, Measure.DISPLACED, start=jan(24), basis=_SINCE),
    Said(
        "In den vergangenen zwei Wochen kamen 300 Menschen ums Leben.", 300, Measure.DEATHS, start=jan(17), basis=_SINCE
    ),
    Said("In den letzten 24 Stunden wurden 120 Menschen verletzt.", 120, Measure.INJURED, start=jan(30)),
    Said("Seit Jahresbeginn erreichten 2.696 Migranten Italien.", 2696, Measure.ARRIVALS, start=jan(1), basis=_SINCE),
    Said("Stand 15. Januar leben 8.400 Vertriebene in dem Lager.", 8400, Measure.POPULATION, end=jan(15)),
    Said("Im Dezember 2018 wurden 77 Häftlinge freigelassen.", 77, Measure.RELEASES, start=dec(1), end=dec(31)),
    Said(
        "In der Nacht zum Mittwoch flohen 60 Familien.",
        60,
        Measure.DISPLACED,
        start=jan(30),
        end=jan(30),
        unit=Unit.FAMILIES,
    ),
    # Plans and expectations
    Said("Das UNHCR rechnet mit 130.000 Rückkehrern.", 130_000, Measure.RETURNS, modality=Modality.PROJECTED),
    Said(
        "Am Montag sollen 519 Migranten in Pozzallo eintreffen.",
        519,
        Measure.ARRIVALS,
        start=date(2019, 2, 4),
        end=date(2019, 2, 4),
        modality=Modality.PLANNED,
    ),
    Said(
        "Bis zu 9.000 Menschen könnten fliehen.",
        9000,
        Measure.DISPLACED,
        _MOST,
        basis=_SINCE,
        modality=Modality.PROJECTED,
    ),
    # Several rules at once
    Said("Am Sonntag kamen 500 Menschen auf Lesbos an.", 500, Measure.ARRIVALS, start=jan(27), end=jan(27)),
    Said("Am Sonntag kamen 50 Menschen bei einem Angriff ums Leben.", 50, Measure.DEATHS, start=jan(27), end=jan(27)),
    Said("Nachbarländer nahmen 45.000 Flüchtlinge auf.", 45_000, Measure.POPULATION),
    Said("Vom 1. bis 7. Januar flohen 640 Menschen.", 640, Measure.DISPLACED, start=jan(1), end=jan(7), basis=_SINCE),
    Said(
        "Am Dienstag, den 22., flohen 60 Familien.",
        60,
        Measure.DISPLACED,
        start=jan(22),
        end=jan(22),
        unit=Unit.FAMILIES,
    ),
    Said(
        "Im Januar wurden 128 irakische Familien in den Irak gebracht.",
        128,
        Measure.RETURNS,
        start=jan(1),
        end=jan(31),
        unit=Unit.FAMILIES,
        nationality="IRQ",
    ),
)

NO_FIGURES = (
    "Täglich fliehen 500 Menschen.",
    "Am Montag verließen 46 Lastwagen das Dorf.",
    "Das Lager liegt 65 Kilometer nördlich der Stadt.",
    "Die Fahrt kostet 50 Dollar.",
    "Das Gebiet misst vier Quadratkilometer.",
    "23 Schulen dienen als Unterkunft für Vertriebene.",
    "Das Lager bietet Platz für 8.000 Menschen.",
    "Rund 12.000 Menschen brauchen Hilfe.",
    "Mehr als 425.000 Menschen erhielten Nahrungsmittel.",
    "30 Menschen werden vermisst.",
    "Der 35-jährige Mann kam allein an.",
    "Rund sieben Prozent der Flüchtlinge kehrten zurück.",
    "Die Migranten stammen aus 42 Ländern.",
    "Die Regierung entsandte 2.000 Soldaten.",
    "Die Armee flog 27 Luftangriffe.",
    "Fünf Prozent der Ankömmlinge stammten 2017 aus dem Süden.",
    "Für die Vertriebenen fehlen 36 Millionen Euro.",
)

REPORTS = (
    Report(
        "Seit dem 1. Dezember haben mehr als 36.000 Menschen die Enklave verlassen, teilte die Syrische Beobachtungsstelle "
        "für Menschenrechte mit. Unter ihnen waren 3.370 IS-Kämpfer, die sich ergaben. Am Mittwoch kamen 570 Menschen auf "
        "14 Lastwagen heraus.",
        (
            ("mehr als 36.000", 36_000, Measure.EXITS, dec(1), jan(31)),
            ("3.370", 3370, Measure.SURRENDERS, dec(1), jan(31)),
            ("570", 570, Measure.EXITS, jan(30), jan(30)),
        ),
    ),
    Report(
        "Auf Lampedusa trafen seit Montag 302 Migranten ein, darunter 41 Minderjährige. Auf der Insel Pantelleria landeten "
        "56 Menschen. 47 Menschen wurden vor der Küste gerettet, 15 Seemeilen südlich der Insel.",
        (
            ("302", 302, Measure.ARRIVALS, jan(28), jan(31)),
            ("41", 41, Measure.ARRIVALS, jan(28), jan(31)),
            ("56", 56, Measure.ARRIVALS, jan(28), jan(31)),
            ("47", 47, Measure.RELEASES, None, jan(31)),
        ),
    ),
    Report(
        "Seit dem 3. Oktober sind 340.000 Afghanen aus Pakistan zurückgekehrt, davon 9.300 am Montag. In der Zeit vom 1. "
        "bis 7. Januar reisten 17.000 Menschen über Torkham aus. Jede Familie bekommt 350 Euro.",
        (
            ("340.000", 340_000, Measure.RETURNS, date(2018, 10, 3), jan(31)),
            ("9.300", 9300, Measure.RETURNS, jan(28), jan(28)),
            ("17.000", 17_000, Measure.DEPARTURES, jan(1), jan(7)),
        ),
    ),
    Report(
        "Bei einem Luftangriff auf einen Markt in Idlib sind am Samstag zwölf Zivilisten getötet worden, unter ihnen fünf "
        "Kinder. Weitere 34 Menschen wurden verletzt. Aktivisten zählten 20 Angriffe.",
        (
            ("zwölf", 12, Measure.DEATHS, jan(26), jan(26)),
            ("fünf", 5, Measure.DEATHS, jan(26), jan(26)),
            ("34", 34, Measure.INJURED, None, jan(31)),
        ),
    ),
    Report(
        "Im Lager Al-Hol leben nach Angaben der Vereinten Nationen 38.900 Menschen, darunter 6.385 Ausländer. Am 28. Januar "
        "wurden 128 irakische Familien (512 Personen) in den Irak zurückgebracht. Im Februar sollen 600 Familien zurückkehren.",
        (
            ("38.900", 38_900, Measure.POPULATION, None, jan(31)),
            ("6.385", 6385, Measure.POPULATION, None, jan(31)),
            ("128", 128, Measure.RETURNS, jan(28), jan(28)),
            ("512", 512, Measure.RETURNS, jan(28), jan(28)),
            ("600", 600, Measure.RETURNS, date(2019, 2, 1), date(2019, 2, 28)),
        ),
    ),
    Report(
        "Die Zahl der Binnenvertriebenen stieg im Dezember auf 2,4 Millionen, berichtete das UN-Büro OCHA am Dienstag. "
        "Tausende Menschen flohen in der vergangenen Woche nach Uganda. Ein Fahrer nahm 45 Kilogramm Reis mit.",
        (
            ("2,4 Millionen", 2_400_000, Measure.DISPLACED, dec(1), dec(31)),
            ("Tausende", 2000, Measure.CROSS_BORDER, jan(24), jan(31)),
        ),
    ),
)
