"""The words of bylines: what is a name, a degree, a profession, a group of people."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DEGREE = re.compile(
    r"M\.?D|D\.?O|M\.?B\.?,? ?(?:B\.?S|Ch\.?B|B\.?Ch)|BMBS|BM|Ph\.?D|Pharm\.?D|Dr\.?PH|Psy\.?D|"
    r"D\.?D\.?S|D\.?M\.?D|D\.?P\.?M|D\.?P\.?T|O\.?D|D\.?C|D\.?N\.?P|Ed\.?D|Sc\.?D|DPhil|DSc|"
    r"R\.?N|N\.?P|C?R\.?N\.?P|CNM|[BM]\.?S\.?N|PA(?:-C)?|[FCAP]NP(?:-[BC]C?)?|R\.?Ph|[BM]Pharm|"
    r"M\.?P\.?H|M\.?Sc?|B\.?Sc?|M\.?A|M\.?H\.?S|M\.?B\.?A|M\.?Ed|RDN?|LDN?|CDCES|CDE|LCSW|LMFT|"
    r"F(?:A[A-Z]{1,4}|RC[A-Z]{1,4}|IDSA|ESC|RACP|RACGP)|MRC[A-Z]{1,3}|MACP|MACR|GP"
)
_TITLE = r"(?:Drs?|DRS?|Doctor|Prof|PROF|Professor|Nurse|Sir|Dame)"
_CAPITAL = r"[^\W\d_a-z][\w.'\u2019-]*"
_PARTICLE = r"(?:de|da|di|do|dos|del|della|der|den|des|du|la|le|van|von|ter|ten|bin|ibn|al|el|y|e)"
_NAME = re.compile(
    rf"(?:(?P<title>{_TITLE}\.?(?: {_TITLE}\.?)?) )?"
    rf"{_CAPITAL}(?: (?:{_PARTICLE} ){{0,2}}{_CAPITAL}){{0,5}}"
)
_NOBODY = re.compile(
    r"\b(?:Agency|Administration|Health\w*|Canada|America|Europe|Ministry|Department|University|Hospital|"
    r"Commission|Associations?|Society|Institutes?|Organi[sz]ation|Committee|Council|Board|College|"
    r"Cent(?:er|re)s?|Clinic|Group|Team|Office|Authority|Foundation|Journal|Press|Network|"
    r"Services?|Court|Parliament|Congress|Government|Collaboration|Academy|School|Company|States|"
    r"Medicines?|Drugs?|Diseases?|Care|Review|Guidelines?|Trials?|Study|Union|Kingdom|"
    r"The|An|A(?= \w\w)|Our|Your|Its|Their|All|Two|Three|Several|Many|Most|What|When|How|Why|"
    r"Experts?|Doctors|Physicians?|Readers|Patients?|Peers|Users|Customers|Researchers|Scientists|"
    r"Staff|Editors?|Panel|[A-Z]{3,}A)\b"
)
_SUFFIX = re.compile(r"(?:Jr|Sr|Esq)\.?|I{2,3}|IV", re.IGNORECASE)
_PROFESSION = re.compile(
    r"\b(?:\w+ologist|physician|doctor|surgeon|nurse|dieti[tc]ian|nutritionist|pharmacist|"
    r"\w*therapist|psychiatrist|dentist|midwife|professor|consultant|registrar|practitioner|"
    r"pa?ediatrician|internist|obstetrician|optometrist|podiatrist|specialist|lecturer|clinician|"
    r"hygienist|counsell?or|chiropractor|paramedic|geriatrician|ana?esthe(?:tist|siologist)|GP|"
    r"medical (?:director|advis[eo]r|editor|officer|reviewer)|clinical (?:director|lead|fellow)|"
    r"special(?:ty|i[sz]ing|i[sz]ation) in|fellow of)\b",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"(?:(?P<some>an?) |(?:the|our|its|their|two|three|four) )?(?:[\w'\u2019&.-]+ ){0,6}?"
    r"(?P<kind>board|team|committee|panel|council|staff|network|editors|experts?|doctors?|"
    r"physicians?|clinicians?|reviewers?|professionals?|specialists?|pharmacists?|nurses?|"
    r"dieti[tc]ians?|\w{3,20}ologists?)",
    re.IGNORECASE,
)
_FORMAL = frozenset("board team committee panel council staff network editors experts".split())  # noqa: SIM905 - read best so
_OF_MEDICINE = re.compile(
    r"\b(?:medical|clinical|advisory|editorial|expert|health\w*|physician|doctor|nurs\w+)\b",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|should|must|does?|did|"
    r"that|which|when|if|because|before|after|shows?|showed|found|says?|said|than|then|but)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """``titled``: whether it begins with Dr or the like. ``degrees``: those behind it."""

    titled: bool
    degrees: tuple[str, ...]


def name(text: str) -> Name | None:
    """A name, perhaps with degrees behind it that no comma divides: “Jane Roe MD FACR”."""
    tokens = text.split(" ")
    behind = len(tokens)
    while behind > 2 and is_degree(tokens[behind - 1]):
        behind -= 1
    match = _NAME.fullmatch(" ".join(tokens[:behind]))
    degrees_behind = tuple(tokens[behind:])
    if not match or is_degree(text) or _SUFFIX.fullmatch(text):
        return None
    if _NOBODY.search(match[0]) and not (match["title"] or degrees_behind):
        return None
    return Name(bool(match["title"]), degrees_behind)


def is_degree(text: str) -> bool:
    return bool(_DEGREE.fullmatch(text.rstrip(".")))


def degrees(text: str) -> tuple[str, ...]:
    """The degrees of a part that is nothing else: “MD”, “MD FACR”, “MD/PhD”."""
    if is_degree(text):
        return (text,)
    each = tuple(re.split(r"[\s/]+", text))
    return each if all(map(is_degree, each)) else ()


def is_suffix(text: str) -> bool:
    return bool(_SUFFIX.fullmatch(text))


def is_aside(text: str, most: int) -> bool:
    """Whether a part may stand beside a name: some words, and no sentence."""
    return len(text.split()) <= most and not _SAYS.search(text)


def is_said(text: str) -> bool:
    """Whether words say something, as a sentence does."""
    return bool(_SAYS.search(text))


def profession(text: str) -> bool:
    return bool(_PROFESSION.search(text))


def is_group(text: str, *, formal: bool) -> bool:
    """Whether these are people without a name. ``formal``: only a board, a team or the like that
    is one of medicine.
    """
    match = _GROUP.fullmatch(text)
    if not match or _SAYS.search(text):
        return False
    of_medicine = match["kind"].lower() in _FORMAL and _OF_MEDICINE.search(text)
    return not formal or bool(of_medicine and not match["some"])
