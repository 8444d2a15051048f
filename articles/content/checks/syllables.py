"""How many syllables an English word has, by rule: no word list is complete for medicines.

Groups of vowels are counted, less the letters that are silent, and with those counted apart that
stand together and are spoken apart ("di-et", "so-di-um", "os-te-o"). Measured against a
pronouncing dictionary of 130,000 words (docs/checks.md).
"""

from __future__ import annotations

import re
from functools import lru_cache

REMEMBERED = 10_000
"""Words whose count is kept at hand; text repeats itself."""

_CONSONANTS = (
    (re.compile(r"(?:(?<=[sxz])|(?<=[cs]h)|(?<=[csgz])e)['’ʼ]s$"), "es"),
    (re.compile(r"['’ʼ](?:s|d|ll|ve|re|m)?$|[^a-zà-ÿ'’]"), ""),
    (re.compile(r"qu|gu(?=[aei])"), "q"),
    (re.compile(r"(?:^|(?<=[aeo]))y(?=[aeiou])|y(?=ard|ear)"), "j"),
)
"""Vowels that are written and are none, and endings that add nothing."""
_SILENT = re.compile(
    r"""(?<=[^aeiouy])e$(?<![^aeiouylr]le)         # "dose", not "ankle"
    |(?<=[^aeiouysxzcgh])es$(?<![^aeiouylr]les)(?<!abetes)(?<!herpes)(?<!ascites)(?<!testes)
    |(?<=[^aeiouycgs]h)es$(?<!ches)(?<!shes)       # "bathes", not "aches"
    |(?<=[^aeiouytd])ed$(?<![^aeiouylr]led)(?<![td]red)(?<!cred)
    |(?<=[aeiouy][^aeiouy])e(?=(?:ly|ment|ments|ful|fully|less|ness|times?|thing|where|work)$)
    |(?<=[aeiouy][^aeiouy][^aeiouyl])e(?=(?:ly|ment|ments|ful|fully|less|ness)$)
    |(?<=som)e(?=one)|(?<=lif)e(?=style)|(?<=car)e(?=giv)
    """,
    re.VERBOSE,
)
_APART = re.compile(
    r"""i(?=a)(?<![tcsg]i)(?<!rri)(?<!lli)         # "di-ag-no-sis", not "spe-cial"
    |i(?=o)(?<![tcsgx]i)(?<!shi)(?<!lli)|(?<=^t)i(?=o)|(?<=t)i(?=ap)  # "vi-o-lin"
    |i(?=u|i|et|est$)                              # "so-di-um", "qui-et"
    |i(?=en[tc])(?<![tc]i)|(?<=^sc)i(?=en)         # "nu-tri-ent", "sci-ence"
    |(?<=[aeiouy][lrnvsd])i(?=ers?$)|(?<=[aeiouy][lrnvsd]{2})i(?=ers?$)
    |e(?=o)(?<![gyp]e)(?!ou?[pn]$)                 # "os-te-o", "cu-ta-ne-ous"
    |(?<=cr)e(?=at[eioru]|as$)|(?<=^r)e(?=act)|(?<=rrh)e(?=a)|(?<=[^cgs])e(?=abl)
    |(?<=[aeiouy][^aeiouy])e(?=a$)|(?<=[aeiouy][^aeiouy]{2})e(?=a$)|e(?=us$|um$|ing)
    |u(?=a)(?!ad$|ade|av)|u(?=o)|(?<=[lr])u(?=ids?$)|u(?=in$|en[tcz])
    |a(?=o|ic)|o(?=e[tm]|ing)|(?<=[^aeiou])y(?=[aeiou])
    |(?=sms?$|thms?$)|(?<=[^aeiouyrl])(?=n['’]t$)
    """,
    re.VERBOSE,
)
_GROUP = re.compile(r"[aeiouyà-öø-ÿ]+")
_SPOKEN_AS_WRITTEN = frozenset({"acne", "recipe", "recipes", "syncope", "element", "elements"})
"""Each vowel of these is heard."""


@lru_cache(REMEMBERED)
def syllables(word: str) -> int:
    """At least 1. Capitals without a vowel ("CT") are read letter by letter."""
    text = word.casefold()
    for pattern, instead in _CONSONANTS:
        text = pattern.sub(instead, text)
    if text in _SPOKEN_AS_WRITTEN:
        return len(_GROUP.findall(text))
    if word.isupper() and not _GROUP.search(text):
        return len(word)
    spoken = _SILENT.sub("", text)
    return max(len(_GROUP.findall(spoken)) + len(_APART.findall(spoken)), 1)
