"""A second opinion on every act: what must hold, told from the tables alone.

It knows the engine's promises and none of its code. It remembers one thing, the policy that was in
force when a round was opened, because that is the one the round is bound to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from tests.workflow.raw import Picture, Row, day, digest, fresh, moment
from tests.workflow.raw_standing import standing

DATES = ("last_reviewed", "review_due")


@dataclass(frozen=True)
class Deed:
    """An act that somebody tried. ``held``: the digest of the article object they acted on."""

    name: str
    actor: int
    done: bool
    today: dt.date
    seen: str = ""
    held: str = ""


class Oracle:
    def __init__(self) -> None:
        self.pinned: dict[int, Row] = {}

    def faults(self, deed: Deed, before: Picture, after: Picture) -> list[str]:
        if deed.name == "release" and not deed.done:
            return [*self.not_released(before, after), *always(after)]
        if not deed.done:
            return [] if before == after else [f"{deed.name} was refused, and wrote something"]
        if deed.name == "submit" and after.round:
            self.pinned[after.round["id"]] = before.policies[-1]
        judge = getattr(self, deed.name)
        return [*judge(deed, before, after), *always(after), *dates_moved(deed, before, after)]

    def save_draft(self, deed: Deed, before: Picture, after: Picture) -> Iterator[str]:
        if before.stage != "draft" or after.stage != "draft":
            yield "the text changed outside a draft"
        if before != after and digest(after.records[-1]) != digest(after.article):
            yield "the newest record does not hold what was saved"

    def submit(self, deed: Deed, before: Picture, after: Picture) -> Iterator[str]:
        if deed.held != digest(before.article):
            yield "a text was submitted that the submitter had not seen"
        if (before.stage, after.stage) != ("draft", "medical_review"):
            yield "submit leads from draft to medical review"
        if len(fresh(before.rounds, after.rounds)) != 1 or after.standing(after.rounds[-1]):
            yield "a submission opens one round, without a signature"

    def sign_off(self, deed: Deed, before: Picture, after: Picture) -> Iterator[str]:
        round = after.round
        assert round is not None
        made = fresh(before.signatures, after.signatures)
        words = digest(after.record(round["record_id"]))
        if [s["signer_id"] for s in made] != [deed.actor]:
            yield "a sign-off is one signature by the person who signs"
        if any(s["content_digest"] != words for s in made) or deed.seen != words:
            yield "somebody signed other words than they had on screen"
        if deed.actor in before.writers(before.round):
            yield "somebody signed off their own text"
        able = self.able(deed.actor, round, after, deed.today)
        if not able.may_sign or any(s["is_specialist"] != able.is_specialist for s in made):
            yield "somebody signed without standing"
        expected = "approved" if self.suffices(round, after) else "medical_review"
        if after.stage != expected:
            yield f"after this sign-off the stage must be {expected}, and is {after.stage}"

    def publish(self, deed: Deed, before: Picture, after: Picture) -> Iterator[str]:
        round = before.round
        [release] = fresh(before.publications, after.publications)
        assert round is not None
        words = digest(after.record(release["record_id"]))
        policy, signatures = self.pinned[round["id"]], after.standing(round)
        if release["round_id"] != round["id"] or not self.suffices(round, after):
            yield "released without the sign-offs that this round's policy asks for"
        if any(signature["content_digest"] != words for signature in signatures):
            yield "released other words than were signed"
        if {digest(after.article), deed.seen} != {words}:
            yield "released other words than stand in the article or on the publisher's screen"
        if after.article["published_record_id"] != release["record_id"]:
            yield "readers see another record than the one released"
        if deed.actor in {signature["signer_id"] for signature in signatures}:
            yield "the publisher signed this round"
        if policy["separation"] != "two" and deed.actor in before.writers(round):
            yield "the publisher wrote this text"
        yield from self.lost_standing(round, after)
        newest = max((day(s["signed_at"]) for s in signatures), default=dt.date.min)
        due = before.article["review_due"]
        if (deed.today - newest).days > policy["sign_off_days"] or day(due) < deed.today:
            yield "released on a stale sign-off"

    def order(self, deed: Deed, before: Picture, after: Picture) -> Iterator[str]:
        [made], [given] = (
            fresh(getattr(before, name), getattr(after, name)) for name in ("orders", "signatures")
        )
        if made["signature_id"] != given["id"] or given["content_digest"] != deed.seen:
            yield "an order is one signature on the words on screen"
        if (before.stage, after.stage) != ("approved", "approved"):
            yield "an order for later moved the text"
        if fresh(before.publications, after.publications):
            yield "an order for later was carried out at once"

    def release(self, deed: Deed, before: Picture, after: Picture) -> Iterator[str]:
        """At its moment: what holds for a release now holds for it, and it was signed before."""
        if fresh(before.signatures, after.signatures):
            yield "something was signed when the moment came"
        yield from self.publish(deed, before, after)
        [waited] = [order for order in before.orders if order["ended_at"] is None]
        [release] = fresh(before.publications, after.publications)
        if release["signature_id"] != waited["signature_id"]:
            yield "released on another signature than the order's"
        if moment(release["released_at"]) < moment(waited["release_at"]):
            yield "released before its moment"

    @staticmethod
    def not_released(before: Picture, after: Picture) -> Iterator[str]:
        """The order has ended, or was gone before; nothing else moved."""
        if fresh(before.publications, after.publications) or before.stage != after.stage:
            yield "a release was refused, and happened"
        if any(order["ended_at"] is None for order in after.orders):
            yield "a refused release waits on"

    def request_changes(self, deed: Deed, before: Picture, after: Picture) -> Iterator[str]:
        asked = [r for r in before.reviews if before.round and r["round_id"] == before.round["id"]]
        if before.stage != "medical_review" or not asked:
            yield "changes were requested without a review"
        yield from self.ended(before, after)

    def recall(self, deed: Deed, before: Picture, after: Picture) -> Iterator[str]:
        yield from self.ended(before, after)

    def revise(self, deed: Deed, before: Picture, after: Picture) -> Iterator[str]:
        if after.stage != "draft" or after.article["round_id"] is not None:
            yield "a new version starts as a draft, without a round"

    def discard_revision(self, deed: Deed, before: Picture, after: Picture) -> Iterator[str]:
        live = after.record(before.article["published_record_id"])
        if after.stage != "published" or digest(after.article) != digest(live):
            yield "back to the live text is not the live text"

    def withdraw(self, deed: Deed, before: Picture, after: Picture) -> Iterator[str]:
        live = before.record(before.article["published_record_id"])
        if after.stage != "withdrawn" or after.article["published_record_id"] is not None:
            yield "a withdrawn article is still before readers"
        if deed.seen != digest(live):
            yield "somebody withdrew other words than they had on screen"

    def withdraw_signature(self, deed: Deed, before: Picture, after: Picture) -> Iterator[str]:
        [made] = fresh(before.signatures, after.signatures)
        old = next(s for s in before.signatures if s["id"] == made["withdraws_id"])
        counted = before.round is not None and old["round_id"] == before.round["id"]
        falls = before.stage == "approved" and counted
        if after.stage != ("draft" if falls else before.stage):
            yield "an approval falls with a signature it counted, and nothing else does"

    def ended(self, before: Picture, after: Picture) -> Iterator[str]:
        if after.stage != "draft" or after.article["round_id"] is not None:
            yield "the article is not back in draft"
        if any(round["outcome"] == "open" for round in after.rounds):
            yield "the round is still open"

    def suffices(self, round: Row, picture: Picture) -> bool:
        """Whether this round's signatures make the quorum of the policy it was opened under."""
        policy, given = self.pinned[round["id"]], picture.standing(round)
        specialists = [signature for signature in given if signature["is_specialist"]]
        return (
            len(given) >= policy["sign_offs"] and len(specialists) >= policy["specialist_sign_offs"]
        )

    def able(self, user: int, round: Row, picture: Picture, on: dt.date):
        max_age = self.pinned[round["id"]]["verification_days"]
        return standing(user, picture.article["specialty"], on, max_age)

    def lost_standing(self, round: Row, picture: Picture) -> Iterator[str]:
        for signature in picture.standing(round):
            then = self.able(signature["signer_id"], round, picture, day(signature["signed_at"]))
            if not then.may_sign or (signature["is_specialist"] and not then.is_specialist):
                yield f"{signature['printed_name']} had no standing on the day of signing"


def always(after: Picture) -> Iterator[str]:
    """What holds after whatever was done."""
    open_rounds = {round["id"] for round in after.rounds if round["outcome"] == "open"}
    if (after.stage == "medical_review") != bool(open_rounds):
        yield "a round is open exactly while the article is in medical review"
    if any(r["closed_at"] is None and r["round_id"] not in open_rounds for r in after.reviews):
        yield "somebody is still asked to review in a round that ended"
    if after.stage == "published" and after.article["published_record_id"] is None:
        yield "published, and nothing is before readers"
    waits = [order for order in after.orders if order["ended_at"] is None]
    if len(waits) > 1 or (waits and after.stage != "approved"):
        yield "a release waits for a text that is not approved, or two do"
    released = {publication["record_id"] for publication in after.publications}
    if after.article["published_record_id"] not in {None, *released}:
        yield "readers see a record that was never released"


def dates_moved(deed: Deed, before: Picture, after: Picture) -> Iterator[str]:
    """The date of the last review follows approvals: given, or fallen. Nothing else moves it."""
    if before.stage == "draft" and deed.name == "discard_revision":
        return
    approved = after.stage == "approved" and before.stage != "approved"
    fell = before.stage == "approved" and after.stage == "draft"
    same = all(before.article[name] == after.article[name] for name in DATES)
    if not (approved or fell or same):
        yield f"{deed.name} moved the date of the last review"
    if approved and day(after.article["last_reviewed"]) != deed.today:
        yield "an approval did not set the date of the last review"
