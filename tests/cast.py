"""The cast: people, catalogue, policy and articles that tests and the bench start from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import accounts, roles, workflow
from articles.credentials import agreement, checking, disclosing, onboarding, recording
from articles.days import editorial_date
from articles.errors import ReviewFlowError
from articles.models import (
    Article,
    Board,
    Certificate,
    Credential,
    Reviewer,
    ReviewPolicy,
    Signature,
)
from articles.signing import Authentication, tickets
from articles.stages import (
    CertificateKind,
    CheckMethod,
    CredentialKind,
    IdentityMethod,
    InterestCategory,
    Meaning,
    Stage,
    Standing,
    Umbrella,
)
from tests import rehearsal

PASSWORD = "a-long-password-for-tests"
SEEN = "sha256:" + "5e" * 32
"""Evidence that officers keep elsewhere."""
TEXT = "Gout is a painful arthritis.[@handbook]\n\n## When to see a doctor\n\nCall within a day."
REFERENCES = [{"id": "handbook", "type": "book", "title": "A handbook of joints"}]


def content(**changes: Any) -> dict[str, Any]:
    """Content that passes every rule of `submit`."""
    return {
        "article_type": "condition",
        "title": "Gout flares",
        "summary": "What to do when a toe swells.",
        "body": TEXT,
        "references": REFERENCES,
        "audience": "patient",
        "locale": "en-US",
        "authors": ["Wren Tully"],
        "funding": "None",
        "topics": [{"system": "MeSH", "code": "D006073"}],
        "specialty": "rheumatology",
        **changes,
    }


def person(username: str, *groups: str, name: str = "", superuser: bool = False) -> User:
    first, _, last = (name or username.replace("-", " ").title()).partition(" ")
    user = User.objects.create(
        username=username,
        first_name=first,
        last_name=last,
        password=make_password(PASSWORD),
        is_staff=True,
        is_superuser=superuser,
    )
    user.groups.set(Group.objects.filter(name__in=groups))
    accounts.take_as_own(user)
    return user


PARTS: dict[str, tuple[str, ...]] = {
    "writer": ("wren", "Wren Tully", roles.WRITERS),
    "other_writer": ("otto", "Otto Writer", roles.WRITERS),
    "physician": ("ada", "Ada Moss", roles.MEDICAL_REVIEWERS),
    "second_physician": ("bela", "Bela Nemeth", roles.MEDICAL_REVIEWERS),
    "unverified": ("uma", "Uma Unverified", roles.MEDICAL_REVIEWERS),
    "unassigned": ("noel", "Noel Elsewhere", roles.MEDICAL_REVIEWERS),
    "publisher": ("pia", "Pia Publisher", roles.PUBLISHERS),
    "editor": ("edda", "Edda Editor", roles.MANAGING_EDITORS),
    "officer": ("cora", "Cora Officer", roles.CREDENTIAL_OFFICERS),
    "second_officer": ("carl", "Carl Officer", roles.CREDENTIAL_OFFICERS),
    "auditor": ("abel", "Abel Auditor", roles.AUDITORS),
    "superuser": ("root", "Sue Peruser"),
}
"""Part: username, name, groups."""


@dataclass
class Cast:
    """Everybody by role. ``physician`` is verified in rheumatology, ``unverified`` is not."""

    writer: User
    other_writer: User
    physician: User
    second_physician: User
    unverified: User
    unassigned: User
    publisher: User
    editor: User
    officer: User
    second_officer: User
    auditor: User
    superuser: User
    certificates: dict[str, Certificate] = field(default_factory=dict)

    @classmethod
    def assemble(cls) -> Cast:
        """Everybody, with what they hold: by the real verbs, or the rows these once wrote."""
        if rehearsal.possible():
            rehearsal.put_back()
            return cls._as_they_are()
        first, before = rehearsal.is_first(), User.objects.count()
        cast = cls._engaged()
        if first:
            rehearsal.keep(before)
        return cast

    @classmethod
    def _as_they_are(cls) -> Cast:
        users = {user.username: user for user in User.objects.all()}
        return cls(
            **{part: users[username] for part, (username, *_) in PARTS.items()},
            certificates={c.name: c for c in Certificate.objects.select_related("board")},
        )

    @classmethod
    def _engaged(cls) -> Cast:
        cast = cls(
            **{
                part: person(username, *groups, name=name, superuser=part == "superuser")
                for part, (username, name, *groups) in PARTS.items()
            }
        )
        cast.catalogue()
        agreement.put_in_use("What reviewers agree to.", actor=cast.editor)
        for user in (cast.physician, cast.second_physician, cast.unassigned):
            cast.register(user)
        cast.register(cast.unverified, verified=False)
        cast.policy("Default")
        return cast

    def catalogue(self) -> None:
        board = Board(
            code="ABIM", name="American Board of Internal Medicine", umbrella=Umbrella.ABMS
        )
        recording.save(board, actor=self.officer, reason="Catalogue")
        for name, kind, specialty in (
            ("Internal Medicine", CertificateKind.PRIMARY, "internal_medicine"),
            ("Rheumatology", CertificateKind.SUBSPECIALTY, "rheumatology"),
            ("Cardiovascular Disease", CertificateKind.SUBSPECIALTY, "cardiology"),
        ):
            certificate = Certificate(board=board, name=name, kind=kind, specialty=specialty)
            recording.save(certificate, actor=self.officer, reason="Catalogue")
            self.certificates[name] = certificate

    def register(
        self,
        user: User,
        *,
        certificate: str = "Rheumatology",
        verified: bool = True,
        degrees: str = "MD",
    ) -> Reviewer:
        reviewer = Reviewer.objects.filter(user=user).first() or recording.save(
            Reviewer(
                user=user,
                name=user.get_full_name(),
                degrees=degrees,
            ),
            actor=self.officer,
            reason="New reviewer",
        )
        self.welcome(reviewer)
        credential = recording.save(
            Credential(
                reviewer=reviewer,
                kind=CredentialKind.BOARD_CERTIFICATION,
                certificate=self.certificates[certificate],
                initial_on=dt.date(2009, 11, 4),
            ),
            actor=self.officer,
            reason="Certificate seen",
        )
        checking.record_status(
            credential,
            actor=self.officer,
            standing=Standing.IN_FORCE,
            effective_from=dt.date(2009, 11, 4),
            why="As the board says",
        )
        if verified:
            self.verify(credential)
        return reviewer

    def verify(self, credential: Credential, **details: Any) -> None:
        """A check at the source by one officer, confirmed by the other."""
        details = {
            "note": "Looked up",
            "method": CheckMethod.PRIMARY_SOURCE_WEB,
            "evidence_digest": SEEN,
            **details,
        }
        made = checking.check(credential, actor=self.officer, **details)
        checking.confirm(made, actor=self.second_officer)

    def welcome(self, reviewer: Reviewer) -> None:
        """Identity, agreement and disclosure: once for each person."""
        user = reviewer.user
        if user is None or reviewer.identity_checks.exists():
            return
        onboarding.check_identity(
            reviewer,
            actor=self.second_officer,
            method=IdentityMethod.VIDEO,
            note="Passport seen",
        )
        agreement.accept(reviewer, actor=user, version=1)
        self.disclose(reviewer)

    def disclose(self, reviewer: Reviewer, statement: str = "", **interests: Any) -> None:
        answers = {category.value: [] for category in InterestCategory} | interests
        assert reviewer.user is not None
        disclosing.declare(reviewer, actor=reviewer.user, interests=answers, statement=statement)

    def policy(self, name: str, **values: Any) -> ReviewPolicy:
        policy = ReviewPolicy.objects.filter(name=name).first() or ReviewPolicy(name=name)
        for field_name, value in values.items():
            setattr(policy, field_name, value)
        return recording.save(policy, actor=self.editor, reason="Policy agreed")

    def draft(self, *, owner: User | None = None, **changes: Any) -> Article:
        return workflow.save_draft(
            None, content(**changes), actor=owner or self.writer, reason="First draft"
        )

    def submit(self, article: Article, *users: User, **inputs: Any) -> Article:
        people = users or (self.physician,)
        reviewers = list(Reviewer.objects.filter(user__in=people))
        return workflow.perform("submit", article, actor=self.writer, reviewers=reviewers, **inputs)

    def sign_off(self, article: Article, user: User | None = None) -> Article:
        return self.act("sign_off", article, user or self.physician)

    def publish(self, article: Article, user: User | None = None) -> Article:
        return self.act("publish", article, user or self.publisher)

    def act(self, name: str, article: Article, user: User, **inputs: Any) -> Article:
        """Any transition; one that signs with a page just opened and the right password."""
        if workflow.TRANSITIONS[name].signs and "authentication" not in inputs:
            typed = {k: inputs.pop(k) for k in ("password", "code", "session") if k in inputs}
            inputs["authentication"] = signing_page(
                name, article, user, inputs.get("signature"), **typed
            )
        if name == "sign_off":
            inputs.setdefault("no_interest", True)
        return workflow.perform(name, article, actor=user, **inputs)

    def revised(self, article: Article, **changes: Any) -> Article:
        """The next version of an article that was approved or released, saved as a draft."""
        article = workflow.perform("revise", article, actor=self.writer)
        base = article.content_digest
        return workflow.save_draft(article, changes, actor=self.writer, reason="Revised", base=base)

    def article_in(self, stage: Stage, *users: User, **changes: Any) -> Article:
        """An article that came to a stage by the acts that lead there."""
        article = self.draft(**changes)
        if stage == Stage.DRAFT:
            return article
        article = self.submit(article, *users)
        if stage == Stage.MEDICAL_REVIEW:
            return article
        article = self.sign_off(article)
        if stage == Stage.APPROVED:
            return article
        article = self.publish(article)
        if stage == Stage.PUBLISHED:
            return article
        return self.act("withdraw", article, self.publisher, note="Superseded by new advice.")


def signing_page(
    name: str, article: Article, user: User, signature: Signature | None = None, **typed: str
) -> Authentication:
    """What somebody hands in who has just opened the page to sign: ``password``, ``code``.

    Where no page would open, a ticket as if one had: the engine itself must then refuse.
    """
    session = typed.setdefault("session", "a session")
    typed.setdefault("password", PASSWORD)
    try:
        page = workflow.prepare(name, article, actor=user, session=session, signature=signature)
        return Authentication(ticket=page.ticket, **typed)
    except (PermissionDenied, ReviewFlowError):
        return Authentication(ticket=_slipped_in(name, article, user, session, signature), **typed)


def _slipped_in(
    name: str, article: Article, user: User, session: str, signature: Signature | None
) -> str:
    meaning = workflow.TRANSITIONS[name].signs
    assert meaning is not None
    record = article.round.record if article.round else None
    if meaning == Meaning.WITHDRAWAL:
        record = article.published_record
    record = signature.record if signature else record or article.history.latest("history_id")
    about = tickets.Subject(
        article=article, record=record, meaning=meaning, shown="", withdraws=signature
    )
    token, _ticket = tickets.issue(about, user=user, session=session, at=timezone.now())
    return token


def standing_signature(article: Article) -> Any:
    return article.signatures.medical().standing().latest("signed_at")


def today() -> dt.date:
    return editorial_date(timezone.now())


__all__ = [
    "PASSWORD",
    "Cast",
    "Meaning",
    "content",
    "person",
    "signing_page",
    "standing_signature",
    "today",
]
