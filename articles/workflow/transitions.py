"""The workflow as a table. Read this file first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.stages import Event, Meaning, Stage

from . import answer_guards, guards, release_guards, signer_guards
from .case import Case, reaches
from .guards import Guard


def _after_sign_off(case: Case) -> Stage:
    """Approved once the quorum is reached; until then the review goes on."""
    if case.round is not None and reaches(case.counted, case.round):
        return Stage.APPROVED
    return Stage.MEDICAL_REVIEW


def _after_signature_withdrawal(case: Case) -> Stage:
    """An approval falls with a signature it counted; a live text stays, with a concern."""
    signature = case.inputs.get("signature")
    counted = signature is not None and signature.round_id == case.article.round_id
    stage = Stage(case.article.stage)
    return Stage.DRAFT if stage == Stage.APPROVED and counted else stage


def _after_release(case: Case) -> Stage:
    """Published; a release for a later moment leaves the text where it stands until then."""
    return Stage.PUBLISHED if case.inputs.get("release_at") is None else Stage.APPROVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A move: who may make it (``permission``), from where, to where, under which rules.

    ``signs`` names the meaning of the signature it takes, with the password asked again; ``says``
    that of a sentence which its ledger entry keeps, without one.
    ``forward`` moves are always shown, with what stands in their way.
    """

    name: str
    label: str | Promise
    hint: str | Promise
    sources: tuple[Stage, ...]
    target: Stage | Callable[[Case], Stage]
    permission: str
    event: Event
    guards: tuple[Guard, ...] = ()
    signs: Meaning | None = None
    says: Meaning | None = None
    needs_note: bool = False
    forward: bool = False

    def target_for(self, case: Case) -> Stage:
        return self.target if isinstance(self.target, Stage) else self.target(case)


TRANSITIONS: dict[str, Transition] = {
    transition.name: transition
    for transition in (
        Transition(
            name="submit",
            label=_("Submit for medical review"),
            hint=_("Freezes this version and asks the reviewers you name."),
            sources=(Stage.DRAFT,),
            target=Stage.MEDICAL_REVIEW,
            permission="submit_article",
            event=Event.SUBMIT,
            guards=(guards.a_policy_applies, guards.checks_pass),
            says=Meaning.AUTHORSHIP,
            forward=True,
        ),
        Transition(
            name="sign_off",
            label=_("Sign off"),
            hint=_("Puts your name to these exact words."),
            sources=(Stage.MEDICAL_REVIEW,),
            target=_after_sign_off,
            permission="review_article",
            event=Event.SIGN_OFF,
            guards=(
                guards.review_is_assigned,
                guards.actor_is_eligible,
                guards.no_must_fix_is_open,
                signer_guards.identity_still_stands,
                signer_guards.signing_is_open,
                signer_guards.second_factor_is_set_up,
                answer_guards.checklist_is_answered,
                answer_guards.references_are_checked,
            ),
            signs=Meaning.MEDICAL_REVIEW,
            forward=True,
        ),
        Transition(
            name="publish",
            label=_("Publish"),
            hint=_("Releases the signed version to readers."),
            sources=(Stage.APPROVED,),
            target=_after_release,
            permission="publish_article",
            event=Event.PUBLISH,
            guards=(
                guards.quorum_is_reached,
                guards.text_is_the_signed_one,
                release_guards.sign_offs_are_fresh,
                guards.signers_stood_as_signed,
                guards.publisher_is_another_person,
                release_guards.no_release_waits,
                signer_guards.signing_is_open,
                signer_guards.second_factor_is_set_up,
            ),
            signs=Meaning.PUBLICATION_RELEASE,
            forward=True,
        ),
        Transition(
            name="request_changes",
            label=_("Request changes"),
            hint=_("Back to the writer with your note; this round ends."),
            sources=(Stage.MEDICAL_REVIEW,),
            target=Stage.DRAFT,
            permission="review_article",
            event=Event.REQUEST_CHANGES,
            guards=(guards.review_is_assigned,),
            says=Meaning.CHANGES_REQUIRED,
            needs_note=True,
        ),
        Transition(
            name="recall",
            label=_("Recall"),
            hint=_("Takes the text back to draft; this round ends."),
            sources=(Stage.MEDICAL_REVIEW,),
            target=Stage.DRAFT,
            permission="submit_article",
            event=Event.RECALL,
        ),
        Transition(
            name="revise",
            label=_("Start a new version"),
            hint=_("Opens the text for editing. A live version stays with its readers."),
            sources=(Stage.APPROVED, Stage.PUBLISHED, Stage.WITHDRAWN),
            target=Stage.DRAFT,
            permission="submit_article",
            event=Event.REVISE,
        ),
        Transition(
            name="discard_revision",
            label=_("Discard the new version"),
            hint=_("Goes back to the live text. The draft stays in the history."),
            sources=(Stage.DRAFT,),
            target=Stage.PUBLISHED,
            permission="submit_article",
            event=Event.DISCARD_REVISION,
            guards=(guards.there_is_a_live_text,),
        ),
        Transition(
            name="withdraw",
            label=_("Withdraw"),
            hint=_("Takes the live text from readers and leaves a notice."),
            sources=(Stage.PUBLISHED, Stage.DRAFT, Stage.MEDICAL_REVIEW, Stage.APPROVED),
            target=Stage.WITHDRAWN,
            permission="publish_article",
            event=Event.WITHDRAW,
            guards=(
                guards.article_is_live,
                signer_guards.signing_is_open,
                signer_guards.second_factor_is_set_up,
            ),
            signs=Meaning.WITHDRAWAL,
            needs_note=True,
        ),
        Transition(
            name="withdraw_signature",
            label=_("Withdraw a signature"),
            hint=_("Adds a signed withdrawal; the signature stays on record."),
            sources=(Stage.DRAFT, Stage.MEDICAL_REVIEW, Stage.APPROVED, Stage.PUBLISHED),
            target=_after_signature_withdrawal,
            permission="withdraw_signature",
            event=Event.WITHDRAW_SIGNATURE,
            guards=(
                guards.signature_is_theirs_to_withdraw,
                signer_guards.signing_is_open,
                signer_guards.second_factor_is_set_up,
            ),
            signs=Meaning.SIGNATURE_WITHDRAWAL,
            needs_note=True,
        ),
    )
}
