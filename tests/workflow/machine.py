"""Random histories of one article that reach every stage.

Random steps alone hardly ever lead to an approval. The rules here walk towards a stage by the acts
that lead there, so that a short run sees all five.
"""

from __future__ import annotations

from collections import Counter

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.workflow import tampering
from tests.workflow.clock import Clock
from tests.workflow.steps import ORDERS, PUBLISHERS, TEXTS, USUAL_WRITERS, WRITERS, Steps
from tests.workflow.troupe import Troupe


class History(Steps):
    @rule(who=WRITERS, text=TEXTS)
    def go_to_draft(self, who: str, text: str) -> None:
        self.renew()
        if self.picture.stage == "medical_review":
            self.step_back("recall", who)
        elif self.picture.stage != "draft":
            self.step_back("revise", who)
        self.edit(who, text)

    @rule(who=WRITERS, text=TEXTS)
    def go_to_review(self, who: str, text: str) -> None:
        self.go_to_draft(who, text)
        self.submit(who)

    @rule(who=USUAL_WRITERS, text=TEXTS, order=ORDERS)
    def go_to_approved(self, who: str, text: str, order: list[str]) -> None:
        if self.picture.stage != "approved":
            self.go_to_review(who, text)
            for physician in order:
                self.sign_off(physician)

    @rule(who=USUAL_WRITERS, text=TEXTS, publisher=PUBLISHERS, later=st.integers(0, 2))
    def go_to_published(self, who: str, text: str, publisher: str, later: int) -> None:
        if self.picture.stage != "published":
            self.go_to_approved(who, text, ["gina", "bela", "noel", "ada"])
            self.days_pass(later)
            self.publish(publisher)

    @rule(who=USUAL_WRITERS, text=TEXTS, then=st.sampled_from(["", "edit", "review", "approve"]))
    def go_on_from_published(self, who: str, text: str, then: str) -> None:
        """A new version over the live text, and perhaps back to it."""
        self.go_to_published(who, text, "pia", 1)
        if then == "":
            self.stop("withdraw", "pia")
        elif then == "edit":
            self.go_to_draft(who, text)
            self.step_back("discard_revision", who)
        elif then == "review":
            self.go_to_review(who, text)
        else:
            self.step_back("revise", who)
            self.go_to_approved(who, text, ["ada", "bela", "noel", "gina"])

    @rule(who=USUAL_WRITERS, text=TEXTS, order=ORDERS, what=st.integers(0, 4))
    def between_submission_and_sign_off(
        self, who: str, text: str, order: list[str], what: int
    ) -> None:
        self.go_to_review(who, text)
        self.sign_off(order[0])
        happens = (
            lambda: self.change_policy(1, 0, "two"),
            lambda: self.change_policy(3, 2, "three"),
            lambda: self.withdraw_signature(0, by_editor=False),
            lambda: self.lapse(order[1], 0),
            lambda: self.stop("request_changes", order[1]),
        )
        happens[what]()
        for physician in order[1:]:
            self.sign_off(physician)
        self.publish("pia")

    @rule(who=USUAL_WRITERS, text=TEXTS, order=ORDERS, what=st.integers(0, 5))
    def between_approval_and_release(
        self, who: str, text: str, order: list[str], what: int
    ) -> None:
        self.go_to_approved(who, text, order)
        if self.picture.stage != "approved":
            return
        happens = (
            lambda: self.tamper(tampering.rewrite_article),
            lambda: self.tamper(tampering.slip_in_a_record),
            lambda: self.days_pass(100),
            lambda: self.lapse(order[0], 400),
            lambda: self.lapse(order[0], 0),
            lambda: self.withdraw_signature(0, by_editor=True),
        )
        words = self.picture.record(self.picture.round["record_id"])["content_digest"]
        happens[what]()
        self.attempt("publish", "pia", seen=words)


def history_of(troupe: Troupe, clock: Clock, kind: type[History] = History) -> type[History]:
    """A machine whose every run starts from this troupe, and a tally over all of its runs."""
    return type("History", (kind,), {"troupe": troupe, "clock": clock, "tally": Counter()})
