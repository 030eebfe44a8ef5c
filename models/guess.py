"""The adapter to langdetect: which of its 55 languages a text looks like.

langdetect samples letter trigrams at random; with a fixed seed, and its profiles loaded in a fixed order, the same
text gives the same answer. Its module-level factory is left alone, so that nobody else's seed reaches us.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

__all__ = ["NAME", "likely_languages"]

NAME = "langdetect"
SEED = 0
_TAGS = {"no": "nb", "zh-cn": "zh-Hans", "zh-tw": "zh-Hant"}  # its other codes are BCP 47 already


@cache
def _factory() -> Any:  # langdetect has no types
    from langdetect import detector_factory

    factory = detector_factory.DetectorFactory()
    profiles = sorted(p for p in Path(detector_factory.PROFILES_DIRECTORY).iterdir() if not p.name.startswith("."))
    factory.load_json_profile([p.read_text(encoding="utf-8") for p in profiles])
    factory.set_seed(SEED)
    return factory


def likely_languages(text: str, *, prior: Mapping[str, float] = MappingProxyType({})) -> dict[str, float]:
    """BCP 47 tags with their probabilities (above 0.1), likeliest first; {} for a text without letters.

    `prior`: probability of some languages before the text is seen; what is left of 1 is shared by all others.
    """
    from langdetect.lang_detect_exception import LangDetectException

    factory = _factory()
    detector = factory.create()
    if prior:
        codes = factory.get_lang_list()
        rest = max(0.0, 1.0 - sum(prior.values())) / len(codes)
        detector.set_prior_map({code: prior.get(_TAGS.get(code, code), rest) for code in codes})
    detector.append(text)
    try:
        found = detector.get_probabilities()
    except LangDetectException:  # no letter that any profile knows
        return {}
    return {_TAGS.get(language.lang, language.lang): language.prob for language in found}
