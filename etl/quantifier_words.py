"""The words by which reports qualify a number, by language.

Data only: the checks look for them in quotes. Phrases are lower case; a phrase counts only as whole words.
"""

from __future__ import annotations

from etl.model import Quantifier

WORDS: dict[Quantifier, dict[str, tuple[str, ...]]] = {
    Quantifier.MORE_THAN: {
        "en": ("more than", "over", "above", "upwards of", "in excess of", "exceeded", "exceeds", "exceeding"),
        "ar": ("أكثر من", "اكثر من", "ما يزيد عن", "يزيد عن", "تجاوز", "يتجاوز", "فاق", "ما يفوق", "لأكثر من"),
        "fr": ("plus de", "plus d'", "au-delà de"),
        "es": ("más de", "mas de"),
        "de": ("mehr als", "über"),
    },
    Quantifier.AT_LEAST: {
        "en": ("at least", "no fewer than", "no less than", "not less than", "a minimum of"),
        "ar": ("على الأقل", "ما لا يقل عن", "لا يقل عن", "على الاقل", "مالا يقل عن"),
        "fr": ("au moins",),
        "es": ("al menos", "por lo menos"),
        "de": ("mindestens",),
    },
    Quantifier.ABOUT: {
        "en": (
            "about",
            "around",
            "some",
            "nearly",
            "almost",
            "approximately",
            "roughly",
            "close to",
            "just under",
            "an estimated",
            "estimated",
        ),
        "ar": ("نحو", "حوالي", "قرابة", "زهاء", "ما يقارب", "تقريبا", "تقريباً", "حوالى", "ما يقرب من"),
        "fr": ("environ", "près de", "quelque", "à peu près"),
        "es": ("unos", "unas", "cerca de", "alrededor de", "casi", "aproximadamente"),
        "de": ("etwa", "rund", "ungefähr", "fast", "knapp"),
    },
    Quantifier.AT_MOST: {
        "en": ("up to", "at most", "as many as", "no more than", "a maximum of"),
        "ar": ("ما يصل إلى", "حتى", "لا يزيد عن"),
        "fr": ("jusqu'à", "au plus"),
        "es": ("hasta", "como máximo"),
        "de": ("bis zu", "höchstens"),
    },
    Quantifier.LESS_THAN: {
        "en": ("less than", "fewer than", "under", "below"),
        "ar": ("أقل من", "اقل من"),
        "fr": ("moins de",),
        "es": ("menos de",),
        "de": ("weniger als", "unter"),
    },
}
