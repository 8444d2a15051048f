"""Dates, times and signatures as people read them: the one place for every human-readable form.

21 CFR 11.50: printed name, date and time with zone, and meaning stand wherever the record is read.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from articles.dossier import Dossier

# Spelled out, because neither the active translation nor the C locale may change a byte.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def date(day: dt.date) -> str:
    """``November 24, 2026``"""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def moment(at: dt.datetime, time_zone: str) -> str:
    """``November 24, 2026, 09:51:49 EST (UTC-05:00)`` from an aware time and an IANA name."""
    local = at.astimezone(ZoneInfo(time_zone))
    return f"{date(local)}, {local:%H:%M:%S} {local:%Z} (UTC{local.isoformat()[-6:]})"


def local_day(at: dt.datetime | None, time_zone: str) -> dt.date | None:
    """The calendar day of an aware time in the editorial zone."""
    return at.astimezone(ZoneInfo(time_zone)).date() if at else None


def utc(at: dt.datetime | None) -> str | None:
    """``2026-11-24T14:51:49Z``, with a fraction of a second where there is one."""
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z") if at else None


@dataclass(frozen=True, slots=True)
class PrintedSignature:
    """One signature as it is shown, on a page or as a sentence."""

    printed_name: str
    signed_at: str
    signed_at_utc: str | None
    meaning: str
    statement: str
    disclosure: str

    @property
    def sentence(self) -> str:
        return (
            f"Signed by {self.printed_name} on {self.signed_at}. "
            f"Meaning: {self.meaning}. Statement: {self.statement}"
        )


def signatures(dossier: Dossier) -> tuple[PrintedSignature, ...]:
    """Every signature that stands for this text, in the order given."""
    return tuple(
        PrintedSignature(
            printed_name=signature.printed_name,
            signed_at=moment(signature.signed_at, dossier.time_zone),
            signed_at_utc=utc(signature.signed_at),
            meaning=signature.meaning_label,
            statement=signature.statement_text,
            disclosure=signature.disclosure,
        )
        for signature in dossier.counted
    )
