"""The people, boards and policy of the demo. All of them are invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User

from articles import accounts, checklists, roles
from articles.accounts import DEMO_SUFFIX
from articles.credentials import (
    agreement,
    catalogue_file,
    checking,
    disclosing,
    evidence,
    onboarding,
    recording,
)
from articles.credentials import catalogue as boards
from articles.models import Certificate, Credential, Reviewer, ReviewPolicy
from articles.stages import (
    CheckMethod,
    CredentialKind,
    IdentityMethod,
    InterestCategory,
    Standing,
)

PASSWORD = "only-for-the-demo"  # noqa: S105 printed for everyone; refused in production


PAGE = Path(__file__).resolve().parents[1] / "data/samples/board-page.pdf"

AGREEMENT = """\
I use my account myself and share its password with nobody.

My electronic signature binds me as my handwritten one does.

I sign only what I have read, and say so when an interest of mine bears on it.
"""
"""The demo's own; an organisation puts its own text into use."""

QUESTIONS = (
    {
        "code": "doses",
        "question": "Is every dose right, with its unit and for whom it is meant?",
        "help": "Answer “not applicable” where the text names no dose.",
    },
    {
        "code": "warning-signs",
        "question": "Does the text say when to seek help, and how fast?",
        "help": "",
    },
    {
        "code": "plain-words",
        "question": "Will readers without medical training understand it?",
        "help": "",
    },
)
"""What the demo's policy asks of every sign-off."""


@dataclass(frozen=True, slots=True)
class Part:
    """One demo account: who they are and what they do here."""

    username: str
    name: str
    role: str
    does: str


PARTS = (
    Part("wren", "Wren Tully", roles.WRITERS, "writes and submits, in the admin"),
    Part("ada", "Ada Moss", roles.MEDICAL_REVIEWERS, "rheumatologist, reviews and signs"),
    Part("bela", "Bela Nemeth", roles.MEDICAL_REVIEWERS, "cardiologist, not verified yet"),
    Part("pia", "Pia Lindgren", roles.PUBLISHERS, "publishes, withdraws, exports"),
    Part("edda", "Edda Falk", roles.MANAGING_EDITORS, "assigns reviewers, sets policy"),
    Part("cora", "Cora Okafor", roles.CREDENTIAL_OFFICERS, "records and checks credentials"),
    Part("carl", "Carl Jensen", roles.CREDENTIAL_OFFICERS, "confirms what the other checked"),
    Part("abel", "Abel Stone", roles.AUDITORS, "reads everything, changes nothing"),
)


def people() -> dict[str, User]:
    """Make the demo accounts; by first name."""
    hashed = make_password(PASSWORD)
    made = {}
    for part in PARTS:
        first, _, last = part.name.partition(" ")
        user = User.objects.create(
            username=part.username + DEMO_SUFFIX,
            first_name=first,
            last_name=last,
            email=f"{part.username}@demo.invalid",
            password=hashed,
            is_staff=True,
        )
        user.groups.add(Group.objects.get(name=part.role))
        accounts.take_as_own(user)
        made[part.username] = user
    return made


def catalogue(officer: User) -> dict[str, Certificate]:
    """The boards that ship with ReviewFlow; the certificates of internal medicine by name."""
    shipped = catalogue_file.read(catalogue_file.SHIPPED)
    boards.load(shipped, actor=officer, reason="Catalogue for the demo")
    return {found.name: found for found in Certificate.objects.filter(board__code="ABIM")}


def standing(made: dict[str, User]) -> None:
    """One verified specialist, one reviewer still to be verified, one policy with a checklist."""
    officer, second = made["cora"], made["carl"]
    certificates = catalogue(officer)
    agreement.put_in_use(AGREEMENT, actor=made["edda"])
    for key, names in (
        ("ada", ("Internal Medicine", "Rheumatology")),
        ("bela", ("Cardiovascular Disease",)),
    ):
        user = made[key]
        reviewer = recording.save(
            Reviewer(user=user, name=user.get_full_name(), degrees="MD"),
            actor=officer,
            reason="Invited as a reviewer",
        )
        welcome(reviewer, user, second)
        for name in names:
            _certified(reviewer, certificates[name], officer, None if key == "bela" else second)
    policy = recording.save(
        ReviewPolicy(name="Standard review", required_sections=["When to see a doctor"]),
        actor=made["edda"],
        reason="Agreed by the editors",
    )
    checklists.put_in_use(
        policy,
        QUESTIONS,
        checks_references=True,
        actor=made["edda"],
        reason="Agreed by the editors",
    )


def welcome(reviewer: Reviewer, user: User, second: User) -> None:
    """Identity, agreement and disclosure of one reviewer."""
    onboarding.check_identity(
        reviewer, actor=second, method=IdentityMethod.VIDEO, note="Photo identification seen"
    )
    agreement.accept(reviewer, actor=user, version=1)
    nothing: dict[str, list[object]] = {category.value: [] for category in InterestCategory}
    disclosing.declare(reviewer, actor=user, interests=nothing, statement=disclosing.NOTHING)


def _certified(
    reviewer: Reviewer, certificate: Certificate, officer: User, second: User | None
) -> None:
    since = dt.date(2012, 11, 6)
    credential = recording.save(
        Credential(
            reviewer=reviewer,
            kind=CredentialKind.BOARD_CERTIFICATION,
            certificate=certificate,
            initial_on=since,
        ),
        actor=officer,
        reason="Certificate seen",
    )
    checking.record_status(
        credential,
        actor=officer,
        standing=Standing.IN_FORCE,
        effective_from=since,
        why="As the board’s page says",
    )
    check = checking.check(
        credential,
        actor=officer,
        method=CheckMethod.PRIMARY_SOURCE_WEB,
        source_url=certificate.board.verify_url,
        note="Looked up by name",
        evidence=evidence.keep(PAGE.read_bytes(), PAGE.name, actor=officer),
    )
    if second is not None:
        checking.confirm(check, actor=second)
