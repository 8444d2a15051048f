"""Random histories in which releases are ordered for later, and their moment comes."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st
from hypothesis.stateful import rule

from articles import workflow
from articles.errors import TransitionRefused
from articles.stages import ScheduleOutcome
from tests.workflow import tampering
from tests.workflow.machine import History
from tests.workflow.raw import digest, moment
from tests.workflow.steps import ORDERS, PUBLISHERS, TEXTS, USUAL_WRITERS


class Ordering(History):
    @rule(who=PUBLISHERS, hours=st.integers(1, 72))
    def order(self, who: str, hours: int) -> None:
        """Sign a release for later."""
        article, actor = self.article, self.troupe.people[who]
        at = self.clock.at + dt.timedelta(hours=hours)
        act = lambda: self.troupe.cast.act(  # noqa: E731
            "publish", article, actor, seen=article.content_digest, release_at=at
        )
        self.watch("order", actor.pk, act, seen=article.content_digest)

    def moment_comes(self) -> None:
        """A worker looks at what is due; it acts for whoever ordered it."""
        waits = [order for order in self.picture.orders if order["ended_at"] is None]
        if not waits:
            return
        given = next(s for s in self.picture.signatures if s["id"] == waits[0]["signature_id"])
        words = digest(self.picture.record(given["record_id"]))
        self.clock.at = max(self.clock.at, moment(waits[0]["release_at"]))
        self.watch("release", given["signer_id"], self.release, seen=words)

    @staticmethod
    def release() -> None:
        settled = workflow.release_due()
        if ScheduleOutcome.RELEASED not in [done.outcome for done in settled]:
            raise TransitionRefused("release", [])

    @rule(who=USUAL_WRITERS, text=TEXTS, order=ORDERS, what=st.integers(0, 7))
    def between_order_and_moment(self, who: str, text: str, order: list[str], what: int) -> None:
        self.go_to_approved(who, text, order)
        self.order("pia", 2)
        happens = (
            lambda: None,
            lambda: self.tamper(tampering.rewrite_article),
            lambda: self.tamper(tampering.slip_in_a_record),
            lambda: self.days_pass(100),
            lambda: self.lapse(order[0], 400),
            lambda: self.withdraw_signature(0, by_editor=True),
            lambda: self.step_back("revise", who),
            lambda: self.attempt("publish", "pia"),
        )
        happens[what]()
        self.moment_comes()
