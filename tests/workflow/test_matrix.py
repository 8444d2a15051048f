"""Who may do what, where, as matrix.py says; and what a refusal leaves behind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles import workflow
from articles.errors import TransitionRefused
from articles.models import Article, LedgerEntry, Signature
from tests.cast import Cast
from tests.workflow.matrix import MATRIX, cells
from tests.workflow.situations import SITUATIONS, people, picture

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SIGNING = {"sign_off", "publish", "withdraw", "withdraw_signature"}
FORWARD = {"submit", "sign_off", "publish"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[SimpleNamespace]:
    """The cast, and an article in every situation; each test rolls back to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = Cast.assemble()
        articles = {name: make(cast) for name, make in SITUATIONS.items()}
        elsewhere = Signature.objects.medical().filter(article=articles["published"]).get()
        yield SimpleNamespace(
            cast=cast, people=people(cast), articles=articles, elsewhere=elsewhere
        )
        transaction.set_rollback(True)


def attempt(world: SimpleNamespace, act: str, situation: str, who: str) -> str:
    """Try, and say what came of it in the words of the tables."""
    article = Article.objects.get(pk=world.articles[situation].pk)
    inputs = {"note": "For this reason."}
    if act == "submit":
        inputs["reviewers"] = [world.cast.physician.reviewer]
    if act == "withdraw_signature":
        given = Signature.objects.medical().filter(article=article)
        inputs["signature"] = given.order_by("-round__number").first() or world.elsewhere
    if act == "sign_off":
        inputs["no_interest"] = True
    try:
        done = world.cast.act(act, article, world.people[who], **inputs)
    except PermissionDenied:
        return "-"
    except TransitionRefused as refused:
        return " ".join(sorted(refusal.code for refusal in refused.refusals))
    stored = Article.objects.get(pk=article.pk)
    assert done.stage == stored.stage
    return f"> {stored.stage}"


@pytest.mark.req("P11-05", "P11-07", "P11-08", "NH-01")
@pytest.mark.parametrize("situation", SITUATIONS)
def test_everybody_may_do_exactly_what_the_table_says(world, situation) -> None:
    found, expected = {}, {}
    for act, who, cell in cells(situation):
        with transaction.atomic():
            before, start = picture(), LedgerEntry.objects.count()
            outcome = attempt(world, act, situation, who)
            found[act, who], expected[act, who] = outcome, cell
            left_behind(world, act, situation, who, outcome, start=start)
            if not outcome.startswith(">"):
                assert picture() == before, f"{act} by {who} was refused, and wrote something"
            transaction.set_rollback(True)
    assert found == expected


def left_behind(world, act: str, situation: str, who: str, outcome: str, *, start: int) -> None:
    """One entry for an act done; one for a signing act refused; none for any other refusal."""
    entries = [
        (entry.kind, entry.subject, entry.actor, json.loads(entry.payload))
        for entry in LedgerEntry.objects.filter(seq__gte=start)
    ]
    article, actor = world.articles[situation], world.people[who].username
    if outcome.startswith("> "):
        *earlier, (kind, subject, by, said) = entries
        # The draft had other words: going back to the live ones is a saved version, too. And
        # readers still see what the withdrawn signature stood behind.
        beside = {"discard_revision": ["article.save_draft"]}
        if situation in {"published", "draft, live", "medical_review, live"}:
            beside["withdraw_signature"] = ["concern.open"]
        assert [kind for kind, *_ in earlier] == beside.get(act, [])
        assert (kind, subject, by) == (f"article.{act}", f"article:{article.pk}", actor)
        assert (said["from"], said["to"]) == (article.stage, outcome.removeprefix("> "))
        return
    codes = "no_permission" if outcome == "-" else outcome
    refusal = {"refused": f"{act} {codes}"}
    wanted = [("article.refused", f"article:{article.pk}", actor, refusal)]
    assert entries == (wanted if act in SIGNING else [])


@pytest.mark.parametrize("situation", SITUATIONS)
def test_what_is_offered_is_what_may_be_done(world, situation) -> None:
    offered, expected = {}, {}
    for who, user in world.people.items():
        article = Article.objects.get(pk=world.articles[situation].pk)
        options = {o.transition.name: o for o in workflow.options(article, user)}
        assert set(options) >= FORWARD
        assert all(o.allowed for name, o in options.items() if name not in FORWARD)
        for act, whom, cell in cells(situation):
            if whom == who:
                offered[act, who] = act in options and options[act].allowed
                expected[act, who] = cell.startswith(">")
    assert offered == expected


@pytest.mark.parametrize("situation", SITUATIONS)
def test_forward_moves_name_the_reasons_that_the_act_would_give(world, situation) -> None:
    """A missing role is one more reason on the button, and the whole answer to the act."""
    for act, who, cell in cells(situation):
        if act not in FORWARD or cell.startswith(">"):
            continue
        article = Article.objects.get(pk=world.articles[situation].pk)
        option = next(
            o for o in workflow.options(article, world.people[who]) if o.transition.name == act
        )
        codes = [refusal.code for refusal in option.refusals]
        assert ("no_permission" in codes) == (cell == "-"), (act, who, codes)
        assert cell == "-" or " ".join(sorted(codes)) == cell, (act, who, codes)


def test_the_table_covers_every_stage_every_act_and_every_person() -> None:
    acts = {act for situation in MATRIX for act, _, _ in cells(situation)}

    assert set(MATRIX) == set(SITUATIONS)
    assert acts == set(workflow.TRANSITIONS)
    assert sum(1 for situation in MATRIX for _ in cells(situation)) == (5 + 4) * 9 * 10
