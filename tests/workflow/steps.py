"""Single steps: anything by anybody at any time, with an oracle watching each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from articles import workflow
from articles.credentials import checking
from articles.days import editorial_date
from articles.errors import ReviewFlowError
from articles.models import Article, Credential, Reviewer, Signature
from articles.stages import Standing
from tests.workflow.clock import Clock
from tests.workflow.oracle import Deed, Oracle
from tests.workflow.raw import Picture
from tests.workflow.troupe import Troupe

TEXTS = st.sampled_from(["Rest the joint.", "Rest the joint for 2 days.", "Move the joint."])
USUAL_WRITERS = st.sampled_from(["wren", "edda", "wren", "ada"])
WRITERS = st.sampled_from(["wren", "otto", "ada", "edda"])
PHYSICIANS = st.sampled_from(["ada", "bela", "gina", "uma", "noel"])
PUBLISHERS = st.sampled_from(["pia", "pia", "pia", "otto", "bela"])
ORDERS = st.permutations(["ada", "bela", "gina", "noel"])
OTHER_WORDS = "sha256:" + 64 * "0"


class Steps(RuleBasedStateMachine):
    """``troupe``, ``clock`` and ``tally`` are set by ``machine.history_of``."""

    troupe: Troupe
    clock: Clock
    tally: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.start = self.clock.at
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def teardown(self) -> None:
        self.clock.at = self.start
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(n=st.sampled_from([2, 1, 2, 3]), m=st.sampled_from([1, 0, 2]))
    def begin(self, n: int, m: int) -> None:
        self.agree(n, m, "three")
        article = self.troupe.cast.draft()
        self.stale = article
        self.oracle = Oracle()
        self.lapsed: set[str] = set()
        self.picture = Picture.take()

    # The plumbing: try, look, let the oracle judge.

    @property
    def article(self) -> Article:
        return Article.objects.get()

    def attempt(self, name: str, who: str, *, article: Any = None, **inputs: Any) -> bool:
        article = article or self.article
        actor = self.troupe.people[who]
        inputs.setdefault("seen", self.on_screen(name, article, inputs.get("signature")))
        deed = {"seen": inputs["seen"], "held": article.content_digest}
        act = lambda: self.troupe.cast.act(  # noqa: E731
            name, article, actor, note="For a reason.", **inputs
        )
        return self.watch(name, actor.pk, act, **deed)

    @staticmethod
    def on_screen(name: str, article: Article, signature: Any) -> str:
        """The digest of the text that a page about the act shows."""
        if signature is not None:
            return str(signature.content_digest)
        if name == "withdraw" and article.published_record:
            return str(article.published_record.content_digest)
        return article.content_digest

    def watch(self, name: str, actor: int, act: Any, **deed: str) -> bool:
        try:
            act()
            done = True
        except (PermissionDenied, ReviewFlowError):
            done = False
        after, today = Picture.take(), editorial_date(self.clock.at)
        faults = self.oracle.faults(
            Deed(name, actor, done, today, **deed), before=self.picture, after=after
        )
        if faults:
            raise AssertionError("; ".join(faults))
        self.picture = after
        self.tally[f"stage {after.stage}"] += 1
        self.tally[f"{name} {'done' if done else 'refused'}"] += 1
        if done:
            event(f"{name}, now {after.stage}")
        return done

    def agree(self, n: int, m: int, separation: str) -> None:
        self.troupe.cast.policy(
            "Default", sign_offs=n, specialist_sign_offs=min(n, m), separation=separation
        )

    # Single steps.

    @rule(who=WRITERS, text=TEXTS)
    def edit(self, who: str, text: str) -> None:
        article, actor = self.article, self.troupe.people[who]
        changes = {"body": text}
        self.stale = article
        act = lambda: workflow.save_draft(  # noqa: E731
            article, changes, actor=actor, reason="Edit", base=article.content_digest
        )
        self.watch("save_draft", actor.pk, act)

    @rule(who=WRITERS, stale=st.booleans())
    def submit(self, who: str, *, stale: bool = False) -> None:
        asked = Reviewer.objects.filter(user__username__in=self.troupe.physicians)
        free = asked.exclude(user__in=[self.troupe.people[who], self.article.owner])
        self.attempt("submit", who, article=self.stale if stale else None, reviewers=list(free))

    @rule(who=PHYSICIANS, other_words=st.booleans())
    def sign_off(self, who: str, *, other_words: bool = False) -> None:
        self.attempt("sign_off", who, **({"seen": OTHER_WORDS} if other_words else {}))

    @rule(who=PUBLISHERS, other_words=st.booleans())
    def publish(self, who: str, *, other_words: bool = False) -> None:
        self.attempt("publish", who, **({"seen": OTHER_WORDS} if other_words else {}))

    @rule(
        name=st.sampled_from(["recall", "revise", "discard_revision"]),
        who=st.one_of(WRITERS, PHYSICIANS, PUBLISHERS),
    )
    def step_back(self, name: str, who: str) -> None:
        self.attempt(name, who)

    @rule(
        name=st.sampled_from(["request_changes", "withdraw"]),
        who=st.one_of(PHYSICIANS, PUBLISHERS),
    )
    def stop(self, name: str, who: str) -> None:
        self.attempt(name, who)

    def withdraw_signature(self, which: int, *, by_editor: bool) -> None:
        given = list(Signature.objects.medical().standing().order_by("-review_id"))
        if given:
            signature = given[which % len(given)]
            who = "edda" if by_editor else signature.signer.username
            self.attempt("withdraw_signature", who, signature=signature)

    # The world around: policies, standing, time, and somebody with a database shell.

    def change_policy(self, n: int, m: int, separation: str) -> None:
        self.agree(n, m, separation)
        self.picture = Picture.take()

    def lapse(self, who: str, days_ago: int) -> None:
        self.report(who, Standing.NOT_IN_FORCE, days_ago, reason="lapsed")
        self.lapsed.add(who)

    def renew(self) -> None:
        """Everybody has standing again, as of long ago."""
        for who in sorted(self.lapsed):
            self.report(who, Standing.IN_FORCE, 1000)
        self.lapsed.clear()

    def report(self, who: str, standing: Standing, days_ago: int, **details: str) -> None:
        since = editorial_date(self.clock.at) - dt.timedelta(days=days_ago)
        self.clock.forward(seconds=1)
        for credential in Credential.objects.filter(reviewer__user=self.troupe.people[who]):
            officer = self.troupe.cast.officer
            checking.record_status(
                credential,
                actor=officer,
                standing=standing,
                effective_from=since,
                why="As the board says",
                **details,
            )
            if standing == Standing.IN_FORCE:
                self.troupe.cast.verify(credential)

    def days_pass(self, days: int) -> None:
        self.clock.forward(days=days)

    def tamper(self, how: Any) -> None:
        if self.picture.stage == "approved":
            how(self.article)
            self.picture = Picture.take()
