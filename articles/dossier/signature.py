"""Who vouched, when, meaning what; and the same as people read it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from articles import canonical
from articles.days import in_words
from articles.errors import InputRefused


@dataclass(frozen=True, slots=True)
class CredentialDossier:
    """One credential as it stood when the signature was given."""

    board: str
    certificate: str
    kind: str
    status: str
    verified_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """That a signature was taken back: by whom, when (aware), and why."""

    by: str
    at: dt.datetime
    why: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A signature as every form for people shows it: page, admin, HTML, Markdown, print.

    21 CFR 11.50: printed name, date and time with zone, and meaning stand wherever the record is
    read. ``at`` is aware, or ``None`` before signing; ``time_zone`` the one the statement names.
    """

    printed_name: str
    at: dt.datetime | None
    time_zone: str
    meaning: str
    statement: str
    disclosure: str = ""
    withdrawn: Withdrawn | None = None

    @property
    def signed_at(self) -> str:
        """In words, with the zone; empty before signing."""
        return in_words(self.at, self.time_zone) if self.at else ""

    @property
    def signed_at_utc(self) -> str:
        """For machines, in whole seconds as the statement: ``2026-11-24T14:51:49Z``; or empty.

        A page may give no more than three digits of a second (HTML, 2.3.5.6).
        """
        return f"{self.at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}" if self.at else ""

    @property
    def withdrawal(self) -> str:
        """Who took it back, when and why; empty while it stands."""
        if self.withdrawn is None:
            return ""
        when = in_words(self.withdrawn.at, self.time_zone)
        return f"Withdrawn by {self.withdrawn.by} on {when}: “{self.withdrawn.why}”"

    @property
    def sentence(self) -> str:
        """All of it where there is only text."""
        told = [
            *([f"{self.withdrawal}."] if self.withdrawn else []),
            f"Signed by {self.printed_name} on {self.signed_at}.",
            f"Meaning: {self.meaning}.",
            f"Statement: {self.statement}",
        ]
        return " ".join(told)


@dataclass(frozen=True, slots=True)
class SignatureDossier:
    """Who vouched, when, meaning what.

    ``signed_at`` is aware UTC, ``statement`` the canonical JSON text exactly as stored and
    ``statement_text`` its sentence for people. Raises ``InputRefused`` where the statement is not
    the one that was digested, or the time has no zone.
    """

    id: str
    meaning: str
    meaning_label: str
    printed_name: str
    byline: str
    signed_at: dt.datetime
    statement: str
    statement_digest: str
    statement_text: str
    credentials: tuple[CredentialDossier, ...] = ()
    disclosure: str = ""
    is_specialist: bool = False
    withdrawn: Withdrawn | None = None

    def __post_init__(self) -> None:
        if canonical.digest(self.statement.encode()) != self.statement_digest:
            raise InputRefused("statement", f"of {self.id} is not what was signed.", "digest")
        if self.signed_at.tzinfo is None:
            raise InputRefused("signed_at", f"signature {self.id} has a time without zone.", "zone")

    def covers(self, article_id: str, version: int, content_digest: str) -> bool:
        """Whether the signed statement itself names this article, version and digest."""
        statement = json.loads(self.statement)
        named = (statement["article"], statement["version"], statement["content_digest"])
        return named == (article_id, version, content_digest)

    @property
    def printed(self) -> Printed:
        """What a form for people shows of it."""
        return Printed(
            printed_name=self.printed_name,
            at=self.signed_at,
            time_zone=json.loads(self.statement)["time_zone"],
            meaning=self.meaning_label,
            statement=self.statement_text,
            disclosure=self.disclosure,
            withdrawn=self.withdrawn,
        )
