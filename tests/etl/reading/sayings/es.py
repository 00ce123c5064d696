"""Spanish sentences and reports, and what they say."""

from __future__ import annotations

from datetime import date

from etl.model import Basis, Measure, Modality, Quantifier, Unit
from tests.etl.reading.sayings.said import Report, Said, dec, jan

_SINCE = Basis.CUMULATIVE
_ABOUT, _LEAST, _MORE = Quantifier.ABOUT, Quantifier.AT_LEAST, Quantifier.MORE_THAN
_MOST, _LESS, _RANGE, _VAGUE = Quantifier.AT_MOST, Quantifier.LESS_THAN, Quantifier.RANGE, Quantifier.VAGUE

SENTENCES = (
    # Numbers
    Said("2,8 millones de personas han sido desplazadas.", 2_800_000, Measure.DISPLACED, basis=_SINCE),
    Said("54 mil personas huyeron de la zona.", 54_000, Measure.DISPLACED, basis=_SINCE),
    Said("Unas 5 mil 300 personas cruzaron la frontera.", 5300, Measure.CROSS_BORDER, _ABOUT, basis=_SINCE),
    Said("Mil doscientas familias fueron desplazadas.", 1200, Measure.DISPLACED, basis=_SINCE, unit=Unit.FAMILIES),
    Said("Treinta y dos detenidos fueron liberados ayer.", 32, Measure.RELEASES, start=jan(30), end=jan(30)),
    Said("Un millón y medio de personas huyeron.", 1_500_000, Measure.DISPLACED, basis=_SINCE),
    Said(
        "Cientos de miles de afganos regresaron.",
        None,
        Measure.RETURNS,
        _VAGUE,
        basis=_SINCE,
        nationality="AFG",
        bounds=(200_000, None),
    ),
    Said("Decenas de civiles murieron el domingo.", None, Measure.DEATHS, _VAGUE, jan(27), jan(27), bounds=(20, None)),
    Said("Un centenar de migrantes llegó a la isla.", 100, Measure.ARRIVALS, _ABOUT),
    Said("Veintitrés mujeres fueron repatriadas.", 23, Measure.RETURNS),
    # Quantifiers
    Said("Más de 22.690 personas fueron obligadas a huir.", 22_690, Measure.DISPLACED, _MORE, basis=_SINCE),
    Said("Cerca de 250 personas fueron desplazadas en las últimas 24 horas.", 250, Measure.DISPLACED, _ABOUT, jan(30)),
    Said("Por lo menos 87.438 personas han sido desplazadas.", 87_438, Measure.DISPLACED, _LEAST, basis=_SINCE),
    Said(
        "Casi 900 refugiados sirios retornaron a su país.",
        900,
        Measure.RETURNS,
        _ABOUT,
        nationality="SYR",
        bounds=(None, 900),
    ),
    Said("Hasta 3.000 civiles siguen atrapados en el pueblo.", 3000, Measure.POPULATION, _MOST),
    Said(
        "Entre 300 y 400 familias abandonaron sus hogares.",
        None,
        Measure.DISPLACED,
        _RANGE,
        unit=Unit.FAMILIES,
        bounds=(300, 400),
    ),
    Said("Menos de 200 personas permanecen en el campamento.", 200, Measure.POPULATION, _LESS),
    Said("El número de muertos supera los 140.", 140, Measure.DEATHS, _MORE),
    Said("Murieron 60 personas como mínimo.", 60, Measure.DEATHS, _LEAST),
    Said(
        "Alrededor de 32.000 personas se han visto obligadas a abandonar sus hogares.",
        32_000,
        Measure.DISPLACED,
        _ABOUT,
        basis=_SINCE,
    ),
    # Measures
    Said("El campamento alberga a más de 43.000 personas.", 43_000, Measure.POPULATION, _MORE),
    Said(
        "Llegaron a Cúcuta 230 núcleos familiares el lunes.",
        230,
        Measure.ARRIVALS,
        start=jan(28),
        end=jan(28),
        unit=Unit.FAMILIES,
    ),
    Said("España repatrió a 17 menores el martes.", 17, Measure.RETURNS, start=jan(29), end=jan(29)),
    Said("La policía detuvo a 57 sospechosos.", 57, Measure.ARRESTS),
    Said("Otros 38.100 afganos cruzaron por Chaman.", 38_100, Measure.CROSS_BORDER, basis=_SINCE, nationality="AFG"),
    Said("Los milicianos mataron a 14 campesinos.", 14, Measure.DEATHS),
    Said("Unos 200 combatientes del Estado Islámico se rindieron.", 200, Measure.SURRENDERS, _ABOUT),
    Said("Resultaron heridas 45 personas.", 45, Measure.INJURED),
    Said("Unos 460 migrantes venezolanos habían salido del albergue.", 460, Measure.EXITS, _ABOUT, nationality="VEN"),
    Said("Fueron rescatados 86 migrantes frente a la costa.", 86, Measure.RELEASES),
    Said("Unas 1.600 personas evacuadas del reducto fueron contadas el jueves.", 1600, Measure.EXITS, _ABOUT, jan(31)),
    Said("México deportó a 130 hondureños.", 130, Measure.RETURNS, nationality="HND"),
    # Dates
    Said(
        "Entre el 3 y el 9 de enero llegaron 640 personas.",
        640,
        Measure.ARRIVALS,
        start=jan(3),
        end=jan(9),
        basis=_SINCE,
    ),
    Said(
        "Del 22 al 29 de diciembre llegaron 580 personas.",
        580,
        Measure.ARRIVALS,
        start=dec(22),
        end=dec(29),
        basis=_SINCE,
    ),
    Said("Desde el pasado 25 de diciembre huyeron 414 personas.", 414, Measure.DISPLACED, start=dec(25), basis=_SINCE),
    Said(
        "En los últimos diez días regresaron 300 afganos.",
        300,
        Measure.RETURNS,
        start=jan(21),
        basis=_SINCE,
        nationality="AFG",
    ),
    Said(
        "Desde principios de año 5.000 refugiados han sido repatriados.",
        5000,
        Measure.RETURNS,
        start=jan(1),
        basis=_SINCE,
    ),
    Said("La semana pasada murieron 12 migrantes.", 12, Measure.DEATHS, start=jan(24), basis=_SINCE),
    Said("Al 15 de enero, el albergue acogía a 840 personas.", 840, Measure.POPULATION, end=jan(15)),
    Said("En diciembre de 2018 fueron liberados 77 presos.", 77, Measure.RELEASES, start=dec(1), end=dec(31)),
    Said("El 1º de enero llegaron 90 migrantes.", 90, Measure.ARRIVALS, start=jan(1), end=jan(1)),
    # Plans and expectations
    Said("Se espera que 2.000 personas lleguen al campamento.", 2000, Measure.ARRIVALS, modality=Modality.PROJECTED),
    Said(
        "Está previsto que 300 refugiados regresen el lunes.",
        300,
        Measure.RETURNS,
        start=date(2019, 2, 4),
        end=date(2019, 2, 4),
        modality=Modality.PLANNED,
    ),
    Said(
        "Unas 9.000 personas podrían huir.", 9000, Measure.DISPLACED, _ABOUT, basis=_SINCE, modality=Modality.PROJECTED
    ),
    # Several rules at once
    Said("Un millón 541 mil afganos regresaron.", 1_541_000, Measure.RETURNS, basis=_SINCE, nationality="AFG"),
    Said(
        "El martes 22 llegaron 17 núcleos familiares.",
        17,
        Measure.ARRIVALS,
        start=jan(22),
        end=jan(22),
        unit=Unit.FAMILIES,
    ),
    Said("Huyeron 500 familias de Siria.", 500, Measure.DISPLACED, unit=Unit.FAMILIES),
    Said("Huyeron 500 familias sirias.", 500, Measure.DISPLACED, unit=Unit.FAMILIES, nationality="SYR"),
)

NO_FIGURES = (
    "Cada día huyen 500 personas.",
    "Un convoy de 250 camiones entró en la ciudad.",
    "El pueblo está a 65 kilómetros de la frontera.",
    "Se entregaron 15 camiones de ayuda humanitaria.",
    "El plan cuesta 3,8 millones de dólares.",
    "El albergue tiene capacidad para 8.000 personas.",
    "La misión desplegó 1.200 soldados.",
    "Más de 429.000 migrantes recibieron asistencia.",
    "Unas 12.000 personas necesitan alimentos.",
    "El hombre, de 52 años, llegó solo.",
    "Esta cifra representa el 67 % de los desplazados.",
    "En el campo hay personas de 47 nacionalidades.",
    "Los enfrentamientos vaciaron 26 veredas.",
    "Seis personas siguen desaparecidas.",
    "La ley 1448 de 2011 habla del retorno.",
    "Las fuerzas neutralizaron 27 cargas explosivas.",
    "Regresaron a pie tras recorrer 40 km en 3 días.",
)

REPORTS = (
    Report(
        "Más de 41.200 personas han huido del Catatumbo desde el 16 de enero, según la ONU. De ellas, 15.000 llegaron a "
        "Cúcuta y 11.000 a Ocaña. Al menos 60 personas murieron entre el 16 y el 20 de enero. Los albergues tienen 8.000 "
        "camas.",
        (
            ("Más de 41.200", 41_200, Measure.DISPLACED, jan(16), jan(31)),
            ("15.000", 15_000, Measure.ARRIVALS, jan(16), jan(31)),
            ("11.000", 11_000, Measure.ARRIVALS, jan(16), jan(31)),
            ("Al menos 60", 60, Measure.DEATHS, jan(16), jan(20)),
        ),
    ),
    Report(
        "Casi 900 refugiados sirios han retornado a su país en las últimas 24 horas, informó un portavoz. De "
        "ellos, 214 refugiados (64 mujeres y 109 niños) entraron desde Líbano. Además, 30 desplazados internos volvieron a sus casas.",
        (
            ("Casi 900", 900, Measure.RETURNS, jan(30), jan(31)),
            ("214", 214, Measure.RETURNS, jan(30), jan(31)),
            ("64", 64, Measure.RETURNS, jan(30), jan(31)),
            ("109", 109, Measure.RETURNS, jan(30), jan(31)),
            ("30", 30, Measure.RETURNS, None, jan(31)),
        ),
    ),
    Report(
        "Unas 36.000 personas salieron del enclave de Baguz desde el 1 de diciembre, dijo el Observatorio Sirio de "
        "Derechos Humanos. Entre ellas hay 3.370 yihadistas que se rindieron. El martes salieron otras 570 personas en 14 "
        "camiones.",
        (
            ("Unas 36.000", 36_000, Measure.EXITS, dec(1), jan(31)),
            ("3.370", 3370, Measure.SURRENDERS, dec(1), jan(31)),
            ("570", 570, Measure.EXITS, jan(29), jan(29)),
        ),
    ),
    Report(
        "El lunes arribaron a Ocaña 11 familias, correspondientes a 43 personas. El martes llegaron 17 familias, con 47 "
        "personas, entre ellas 22 menores de edad. Se distribuyeron 100 kits.",
        (
            ("11", 11, Measure.ARRIVALS, jan(28), jan(28)),
            ("43", 43, Measure.ARRIVALS, jan(28), jan(28)),
            ("17", 17, Measure.ARRIVALS, jan(29), jan(29)),
            ("47", 47, Measure.ARRIVALS, jan(29), jan(29)),
            ("22", 22, Measure.ARRIVALS, jan(29), jan(29)),
        ),
    ),
    Report(
        "Un bombardeo mató a 12 civiles, incluidos cinco niños, el sábado en Idlib. Otras 34 personas resultaron heridas. "
        "El ejército aseguró que atacó 20 posiciones y detuvo a siete rebeldes.",
        (
            ("12", 12, Measure.DEATHS, jan(26), jan(26)),
            ("cinco", 5, Measure.DEATHS, jan(26), jan(26)),
            ("34", 34, Measure.INJURED, None, jan(31)),
            ("siete", 7, Measure.ARRESTS, None, jan(31)),
        ),
    ),
    Report(
        "En el campamento de Al Hol viven 38.900 personas, de las cuales 25.000 son menores. El 28 de enero, 128 familias "
        "iraquíes, es decir 512 personas, fueron trasladadas a Irak. Se prevé que otras 600 familias regresen en febrero.",
        (
            ("38.900", 38_900, Measure.POPULATION, None, jan(31)),
            ("25.000", 25_000, Measure.POPULATION, None, jan(31)),
            ("128", 128, Measure.RETURNS, jan(28), jan(28)),
            ("512", 512, Measure.RETURNS, jan(28), jan(28)),
            ("600", 600, Measure.RETURNS, date(2019, 2, 1), date(2019, 2, 28)),
        ),
    ),
)
