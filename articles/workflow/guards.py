"""The rules, one per function.

A guard looks at a ``Case`` and yields a ``Refusal`` for each thing that stands in the way. It can
be asked before anything is typed, so a page shows what is missing. Its docstring is the rule as
printed in docs/workflow.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import canonical
from articles.credentials import eligibility
from articles.errors import Refusal
from articles.stages import Decision, Meaning, Outcome, Separation

from . import checks
from .case import Case, reaches

Guard = Callable[[Case], Iterator[Refusal]]


def a_policy_applies(case: Case) -> Iterator[Refusal]:
    """An article goes to review under a policy that covers its type and specialty."""
    if case.policy_record is None:
        yield eligibility.no_policy()


def checks_pass(case: Case) -> Iterator[Refusal]:
    """No check finds an error in the text: nothing is missing, every citation has its reference and
    every image is a stored picture. docs/checks.md lists the checks; warnings do not count.
    """
    policy = case.policy_record
    required = policy.required_sections if policy else ()
    for found in checks.errors(case.article, required):
        yield Refusal(found.code, found.sentence)


def review_is_assigned(case: Case) -> Iterator[Refusal]:
    """A reviewer decides on articles they were asked to review, once in a round."""
    review = case.my_review
    if review is not None and review.decision == Decision.SIGNED_OFF:
        yield Refusal("already_signed", _("You have signed off in this round already."))
    elif not case.may_decide:
        yield Refusal("not_assigned", _("You are not asked to review this version."))


def actor_is_eligible(case: Case) -> Iterator[Refusal]:
    """Only an eligible reviewer signs: every condition of person, standing and text holds that day.

    Nobody signs off a text that they own, submitted or edited since its last release.
    """
    if case.reviewer is None:
        yield Refusal("no_reviewer", _("You are not on record as a reviewer."))
    elif case.verdict is not None:
        yield from case.verdict.refusals


def no_must_fix_is_open(case: Case) -> Iterator[Refusal]:
    """A text with an open must-fix comment, of this round or an earlier one, is not signed off."""
    # Annotated by ``of_rounds``.
    if case.reviews and not case.reviews[0].halted:  # type: ignore[attr-defined]
        return
    waiting = case.article.comments.must_fix().open()
    if names := list(waiting.values_list("printed_name", flat=True)):
        yield Refusal(
            "must_fix_open",
            ngettext(
                "%(count)s must-fix comment is open, by %(names)s.",
                "%(count)s must-fix comments are open, by %(names)s.",
                len(names),
            )
            % {"count": len(names), "names": "; ".join(dict.fromkeys(names))},
        )


def quorum_is_reached(case: Case) -> Iterator[Refusal]:
    """Release needs the sign-offs that the round's policy asks for, all on this round's record."""
    if case.round is None or case.round.outcome != Outcome.APPROVED:
        yield Refusal("not_approved", _("This text has no complete medical sign-off."))
    elif not reaches(case.counted, case.round):
        yield Refusal("quorum_lost", _("The sign-offs that counted no longer suffice."))


def text_is_the_signed_one(case: Case) -> Iterator[Refusal]:
    """What is released has, recomputed, the very digest that each signature carries."""
    if case.round is None:
        return
    record = case.round.record
    actual = canonical.content_digest(record.content)
    carried = {s.content_digest for s in case.counted} | {record.content_digest}
    if carried != {actual} or case.article.content_digest != actual:
        yield Refusal("digest_differs", _("The text is not the one that was signed."))


def signers_stood_as_signed(case: Case) -> Iterator[Refusal]:
    """Each counted signer was in force on the day of signing, as is known today."""
    if case.round is None or not case.counted:
        return
    counted = set(case.counted)
    given = [
        (review.reviewer, review.signature)
        for review in case.reviews
        if hasattr(review, "signature") and review.signature in counted
    ]
    specialty, policy = case.article.specialty, case.round.policy
    yield from eligibility.no_longer_stood(
        given, specialty, policy, at=case.at, profiles=case.profiles
    )


def publisher_is_another_person(case: Case) -> Iterator[Refusal]:
    """Who releases did not sign this round, and, unless the policy says two, did not write it."""
    if any(signature.signer_id == case.actor.pk for signature in case.counted):
        yield Refusal("own_sign_off", _("You signed this text off; someone else releases it."))
    two = case.round is not None and case.round.policy.separation == Separation.TWO
    if not two and case.is_author:
        yield eligibility.own_text()


def article_is_live(case: Case) -> Iterator[Refusal]:
    """Withdrawing takes the live text from readers, whatever is being drafted."""
    if not case.article.is_live:
        yield Refusal("not_live", _("Readers do not see this article."))


def there_is_a_live_text(case: Case) -> Iterator[Refusal]:
    """A new version is discarded in favour of the live text, so there must be one."""
    if not case.article.is_live:
        yield Refusal("not_live", _("There is no live text to go back to."))


def signature_is_theirs_to_withdraw(case: Case) -> Iterator[Refusal]:
    """A signature is withdrawn by its signer, or by a managing editor, once."""
    signature = case.inputs.get("signature")
    if signature is None:
        standing = case.article.signatures.medical().standing()
        if not any(_may_withdraw(case, key) for key in standing.values_list("signer", flat=True)):
            yield Refusal("no_signature", _("There is no signature that you may withdraw."))
        return
    if signature.article_id != case.article.pk:
        yield Refusal("no_signature", _("That signature belongs to another article."))
    if signature.meaning != Meaning.MEDICAL_REVIEW:
        yield Refusal("not_a_sign_off", _("Only a medical sign-off can be withdrawn."))
    if signature.is_withdrawn:
        yield Refusal("already_withdrawn", _("That signature has been withdrawn already."))
    if not _may_withdraw(case, signature.signer_id):
        yield Refusal(
            "not_yours", _("Only its signer or a managing editor may withdraw a signature.")
        )


def _may_withdraw(case: Case, signer_id: int) -> bool:
    return case.actor.pk == signer_id or "assign_review" in case.permissions
