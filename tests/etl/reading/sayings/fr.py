"""French sentences and reports, and what they say."""

from __future__ import annotations

from datetime import date

from etl.model import Basis, Measure, Modality, Quantifier, Unit
from tests.etl.reading.sayings.said import Report, Said, dec, jan

_SINCE = Basis.CUMULATIVE
_ABOUT, _LEAST, _MORE = Quantifier.ABOUT, Quantifier.AT_LEAST, Quantifier.MORE_THAN
_MOST, _LESS, _RANGE, _VAGUE = Quantifier.AT_MOST, Quantifier.LESS_THAN, Quantifier.RANGE, Quantifier.VAGUE

SENTENCES = (
    # Numbers
    Said("1,4 million de personnes sont toujours déplacées.", 1_400_000, Measure.DISPLACED, basis=_SINCE),
    Said(
        "Deux mille trois cent cinquante personnes ont été déplacées lundi.",
        2350,
        Measure.DISPLACED,
        start=jan(28),
        end=jan(28),
    ),
    Said("Cent cinquante mille civils ont fui.", 150_000, Measure.DISPLACED, basis=_SINCE),
    Said("Quatre-vingt-douze détenus ont été libérés.", 92, Measure.RELEASES),
    Said("Vingt et un migrants se sont noyés.", 21, Measure.DEATHS),
    Said("Soixante et onze familles sont rentrées chez elles.", 71, Measure.RETURNS, unit=Unit.FAMILIES),
    Said("Un million et demi de personnes ont été déplacées.", 1_500_000, Measure.DISPLACED, basis=_SINCE),
    Said(
        "Des centaines de milliers d'habitants ont dû fuir.",
        None,
        Measure.DISPLACED,
        _VAGUE,
        basis=_SINCE,
        bounds=(200_000, None),
    ),
    Said(
        "Plusieurs dizaines d'enfants ont été évacués hier.",
        None,
        Measure.EXITS,
        _VAGUE,
        jan(30),
        jan(30),
        bounds=(20, None),
    ),
    Said("Quelque 4 000 rapatriés sont arrivés à Bangui.", 4000, Measure.RETURNS, _ABOUT),
    # Quantifiers
    Said("Plus d'un millier de civils ont fui la ville.", 1000, Measure.DISPLACED, _MORE, basis=_SINCE),
    Said(
        "Près de 44.000 personnes ont fui le secteur depuis début décembre.",
        44_000,
        Measure.DISPLACED,
        _ABOUT,
        dec(1),
        basis=_SINCE,
        bounds=(None, 44_000),
    ),
    Said("Pas moins de 300 villageois ont été tués.", 300, Measure.DEATHS, _LEAST),
    Said("Moins de 500 familles vivent encore dans le camp.", 500, Measure.POPULATION, _LESS, unit=Unit.FAMILIES),
    Said("Jusqu'à 6 000 civils seraient bloqués dans le village.", 6000, Measure.POPULATION, _MOST),
    Said("Entre 2 000 et 3 000 personnes restent piégées.", None, Measure.POPULATION, _RANGE, bounds=(2000, 3000)),
    Said("Le nombre de déplacés dépasse 12 000 personnes.", 12_000, Measure.DISPLACED, _MORE, basis=_SINCE),
    Said("1 200 ménages ou plus ont été déplacés.", 1200, Measure.DISPLACED, _LEAST, basis=_SINCE, unit=Unit.FAMILIES),
    Said("D'après la mairie, 300 personnes au moins ont péri.", 300, Measure.DEATHS, _LEAST),
    # Measures
    Said(
        "Les autorités ont rapatrié 410 Centrafricains mercredi.",
        410,
        Measure.RETURNS,
        start=jan(30),
        end=jan(30),
        nationality="CAF",
    ),
    Said("Quelque 213 000 retournés ont regagné leurs villages.", 213_000, Measure.RETURNS, _ABOUT, basis=_SINCE),
    Said("Le camp héberge 38 900 personnes, majoritairement des femmes.", 38_900, Measure.POPULATION),
    Said(
        "Environ 320 réfugiés centrafricains avaient quitté Bétou vendredi.",
        320,
        Measure.DEPARTURES,
        _ABOUT,
        jan(25),
        jan(25),
        nationality="CAF",
    ),
    Said("Une attaque a fait fuir 3 200 personnes.", 3200, Measure.DISPLACED, basis=_SINCE),
    Said(
        "Plus de 31 000 Maliens ont franchi la frontière.",
        31_000,
        Measure.CROSS_BORDER,
        _MORE,
        basis=_SINCE,
        nationality="MLI",
    ),
    Said("2 300 personnes ont été contraintes de quitter leur foyer.", 2300, Measure.DISPLACED, basis=_SINCE),
    Said("La police a interpellé 57 suspects lundi soir.", 57, Measure.ARRESTS, start=jan(28), end=jan(28)),
    Said("Quelque 200 combattants du groupe EI se sont rendus.", 200, Measure.SURRENDERS, _ABOUT),
    Said("Au moins 27 villageois ont été blessés dimanche.", 27, Measure.INJURED, _LEAST, jan(27), jan(27)),
    Said("L'attaque a coûté la vie à 14 civils.", 14, Measure.DEATHS),
    Said("Un convoi transportant 250 Burkinabè est arrivé à Bobo-Dioulasso.", 250, Measure.ARRIVALS, nationality="BFA"),
    # Dates
    Said(
        "Du 1er au 7 janvier, 1 250 personnes ont été déplacées.",
        1250,
        Measure.DISPLACED,
        start=jan(1),
        end=jan(7),
        basis=_SINCE,
    ),
    Said(
        "Entre le 3 et le 9 janvier, 640 personnes sont rentrées.",
        640,
        Measure.RETURNS,
        start=jan(3),
        end=jan(9),
        basis=_SINCE,
    ),
    Said(
        "Du 28 décembre au 4 janvier, 90 personnes ont été tuées.",
        90,
        Measure.DEATHS,
        start=dec(28),
        end=jan(4),
        basis=_SINCE,
    ),
    Said("300 réfugiés sont arrivés la semaine dernière.", 300, Measure.ARRIVALS, start=jan(24), basis=_SINCE),
    Said("Ces dernières 24 heures, 120 personnes sont arrivées au camp.", 120, Measure.ARRIVALS, start=jan(30)),
    Said(
        "300 migrants ont débarqué au cours des dix derniers jours.", 300, Measure.ARRIVALS, start=jan(21), basis=_SINCE
    ),
    Said(
        "Depuis le 1er décembre dernier, 3 900 Irakiens sont sortis du réduit.",
        3900,
        Measure.EXITS,
        start=dec(1),
        basis=_SINCE,
        nationality="IRQ",
    ),
    Said(
        "Depuis le début de l'année, 5 000 réfugiés ont été rapatriés.",
        5000,
        Measure.RETURNS,
        start=jan(1),
        basis=_SINCE,
    ),
    Said("Au 15 janvier, le site comptait 8 400 déplacés.", 8400, Measure.POPULATION, end=jan(15)),
    Said("En décembre 2018, 77 détenus ont été libérés.", 77, Measure.RELEASES, start=dec(1), end=dec(31)),
    Said(
        "Dans la nuit de lundi à mardi, 60 personnes ont été tuées.",
        60,
        Measure.DEATHS,
        start=jan(28),
        end=jan(29),
        basis=_SINCE,
    ),
    # Plans and expectations
    Said("Le HCR prévoit de rapatrier 25 000 réfugiés.", 25_000, Measure.RETURNS, modality=Modality.PROJECTED),
    Said(
        "Quelque 4 000 Centrafricains doivent être rapatriés.",
        4000,
        Measure.RETURNS,
        _ABOUT,
        nationality="CAF",
        modality=Modality.PLANNED,
    ),
    Said(
        "Un convoi de 300 personnes quittera le camp demain.",
        300,
        Measure.DEPARTURES,
        start=date(2019, 2, 1),
        end=date(2019, 2, 1),
        modality=Modality.PLANNED,
    ),
    Said(
        "Plus de 9 000 personnes pourraient arriver au camp.",
        9000,
        Measure.ARRIVALS,
        _MORE,
        modality=Modality.PROJECTED,
    ),
    # Several rules at once
    Said("Une vingtaine de civils ont été tués.", 20, Measure.DEATHS, _ABOUT),
    Said("Plus d'une vingtaine de civils ont été tués.", 20, Measure.DEATHS, _MORE),
    Said(
        "Entre 3,8 et 4 millions de personnes sont déplacées.",
        None,
        Measure.DISPLACED,
        _RANGE,
        basis=_SINCE,
        bounds=(3_800_000, 4_000_000),
    ),
    Said(
        "Entre juin et septembre 2017, 300 000 personnes ont été déplacées.",
        300_000,
        Measure.DISPLACED,
        start=date(2017, 6, 1),
        end=date(2017, 9, 30),
        basis=_SINCE,
    ),
    Said("Depuis le début de l'année 500 personnes sont mortes.", 500, Measure.DEATHS, start=jan(1), basis=_SINCE),
    Said("Mardi 22, 60 familles ont fui.", 60, Measure.DISPLACED, start=jan(22), end=jan(22), unit=Unit.FAMILIES),
)

NO_FIGURES = (
    "Chaque jour, 500 personnes fuient.",
    "Plus de 40 camions ont quitté vendredi le dernier réduit.",
    "Le réduit ne mesure plus que 500 mètres carrés.",
    "À 65 km au nord-ouest de Tillia, la route est coupée.",
    "Les déplacés se trouvent à 14 kilomètres de la ville.",
    "L'opération mobilise 2.000 soldats et 14 hélicoptères.",
    "L'agence demande 36 millions de dollars pour les déplacés.",
    "Au moins 425 000 personnes ont déjà reçu une assistance humanitaire.",
    "Quelque 12 000 personnes ont besoin de nourriture.",
    "Le camp a une capacité de 8 000 personnes.",
    "Un homme de 35 ans a raconté son voyage.",
    "Près de 26 % des déplacés vivent chez des proches.",
    "Des familles sont venues de 42 pays.",
    "Six personnes sont portées disparues.",
    "La guerre de 2013 a vidé 120 villages.",
    "Le sac de 25 kilos de farine coûte 40 dollars.",
    "Les habitants de trois villages sur cinq sont partis.",
    "L'article 14 de la résolution 2254 parle des retours.",
)

REPORTS = (
    Report(
        "Plus de 36 000 personnes ont quitté l'enclave depuis le 1er décembre, indique l'Observatoire syrien des droits "
        "de l'homme. Parmi elles, 3 370 combattants du groupe EI se sont rendus. Mercredi, 570 personnes, dont 210 "
        "enfants, sont sorties à bord de 14 camions.",
        (
            ("Plus de 36 000", 36_000, Measure.EXITS, dec(1), jan(31)),
            ("3 370", 3370, Measure.SURRENDERS, dec(1), jan(31)),
            ("570", 570, Measure.EXITS, jan(30), jan(30)),
            ("210", 210, Measure.EXITS, jan(30), jan(30)),
        ),
    ),
    Report(
        "L'attaque de Tillabéri a fait 42 morts et une vingtaine de blessés dimanche, selon un bilan publié mardi. Elle "
        "a poussé 10 600 personnes (1 523 ménages) à fuir vers Mangaïzé, où 50 tentes ont été montées.",
        (
            ("42", 42, Measure.DEATHS, jan(27), jan(27)),
            ("une vingtaine", 20, Measure.INJURED, jan(27), jan(27)),
            ("10 600", 10_600, Measure.DISPLACED, None, jan(29)),
            ("1 523", 1523, Measure.DISPLACED, None, jan(29)),
        ),
    ),
    Report(
        "BANGUI — Quelque 161 ménages de 409 personnes sont arrivés de Lolo le 23 janvier. D'ici à la fin de l'année, "
        "le HCR prévoit de rapatrier quelque 25 000 réfugiés. Le trajet de 300 km dure deux jours.",
        (
            ("Quelque 161", 161, Measure.ARRIVALS, jan(23), jan(23)),
            ("409", 409, Measure.ARRIVALS, jan(23), jan(23)),
            ("quelque 25 000", 25_000, Measure.RETURNS, None, jan(31)),
        ),
    ),
    Report(
        "Au 30 janvier, le camp de Gado abritait 24 100 réfugiés centrafricains, soit 6 200 familles. Le "
        "camp compte 37 écoles et 14 forages.",
        (
            ("24 100", 24_100, Measure.POPULATION, None, jan(30)),
            ("6 200", 6200, Measure.POPULATION, None, jan(30)),
        ),
    ),
    Report(
        "Trente-deux Français, dont vingt enfants et douze femmes, ont été rapatriés lundi du camp de Roj. Ils sont "
        "arrivés par un vol spécial. Paris avait déjà ramené 17 mineurs en décembre.",
        (
            ("Trente-deux", 32, Measure.RETURNS, jan(28), jan(28)),
            ("vingt", 20, Measure.RETURNS, jan(28), jan(28)),
            ("douze", 12, Measure.RETURNS, jan(28), jan(28)),
            ("17", 17, Measure.RETURNS, dec(1), dec(31)),
        ),
    ),
    Report(
        "Les inondations ont jeté sur les routes des milliers de familles la semaine dernière. À Niamey, 1 100 ménages ont "
        "trouvé refuge dans 11 écoles. Cinq personnes sont mortes et 14 autres ont été blessées.",
        (
            ("des milliers", 2000, Measure.DISPLACED, jan(24), jan(31)),
            ("1 100", 1100, Measure.DISPLACED, None, jan(31)),
            ("Cinq", 5, Measure.DEATHS, None, jan(31)),
            ("14", 14, Measure.INJURED, None, jan(31)),
        ),
    ),
)
