"""The physician's own way in: the link, the agreement, the disclosure, on real pages."""

from __future__ import annotations

import logging
import sys
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.signals import got_request_exception
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.views.debug import ExceptionReporter

from articles import integrity
from articles.credentials import agreement, onboarding, recording
from articles.models import Disclosure, Invitation, LedgerEntry, Reviewer
from articles.stages import InterestCategory
from tests.cast import Cast, person

from .site import changed, rows, signed_in, statements

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHOSEN = "seven green herons"
USERNAME = "nora.scriptalert1script.quist"


@pytest.fixture
def invited(cast: Cast) -> tuple[Reviewer, str]:
    reviewer = Reviewer(name="Nora <script>alert(1)</script> Quist", degrees="DO")
    recording.save(reviewer, actor=cast.officer, reason="Proposed")
    _invitation, token = onboarding.invite(reviewer, "nora@example.org", actor=cast.officer)
    return reviewer, token


def typed(**changes: Any) -> dict[str, Any]:
    said = {"version": 1, "accepted": "on", "password": CHOSEN, "again": CHOSEN, **changes}
    return {name: value for name, value in said.items() if value is not None}


def link(token: str) -> str:
    return reverse("join", args=[token])


def test_from_the_link_to_the_disclosure(cast: Cast, invited: tuple[Reviewer, str]) -> None:
    reviewer, token = invited
    client = Client()
    page = client.get(link(token))
    assert "What reviewers agree to." in page.text and "version 1" in page.text
    assert USERNAME in page.text and "Cora Officer" in page.text
    assert "<script>alert" not in page.text

    answer = client.post(link(token), typed())
    assert (answer.status_code, answer["Location"]) == (302, reverse("disclosure"))
    reviewer.refresh_from_db()
    assert int(client.session["_auth_user_id"]) == reviewer.user.pk
    assert USERNAME in client.get(answer["Location"]).text

    answer = client.post(reverse("disclosure"), NOTHING)
    assert answer.status_code == 302
    assert reviewer.disclosures.get().statement == "None declared."
    assert integrity.check().faults == ()


def test_looking_at_the_link_does_nothing(cast: Cast, invited: tuple[Reviewer, str]) -> None:
    before = rows()
    for method in ("get", "head", "options", "put", "delete", "patch", "trace"):
        assert getattr(Client(), method)(link(invited[1])).status_code in {200, 405}
    assert changed(before) == []


def test_the_link_is_in_no_index_no_cache_and_no_referrer(invited: tuple[Reviewer, str]) -> None:
    for token in (invited[1], "unknown"):
        answer = Client().get(link(token))
        assert answer["Referrer-Policy"] == "strict-origin"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "http" not in answer.text.replace("http-equiv", "")
    assert "no-store" in Client().get(link(invited[1]))["Cache-Control"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"accepted": None}, "accepted"),
        ({"password": "12345678", "again": "12345678"}, "password"),
        ({"password": "short", "again": "short"}, "password"),
        ({"password": USERNAME, "again": USERNAME}, "password"),
        ({"again": "another"}, "again"),
        ({"password": ""}, "password"),
        ({"version": "x"}, "version"),
    ],
)
def test_what_is_wrong_stands_under_its_field_and_the_link_stays_open(
    cast: Cast, invited: tuple[Reviewer, str], changes: dict[str, Any], field: str
) -> None:
    before = rows()
    answer = Client().post(link(invited[1]), typed(**changes))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert changed(before) == []
    assert f'value="{changes.get("password", CHOSEN)}"' not in _without_hidden(answer.text)


def _without_hidden(text: str) -> str:
    """Without the user name that password managers read."""
    return "\n".join(line for line in text.splitlines() if 'autocomplete="username"' not in line)


@pytest.mark.parametrize("end", ["used", "revoked", "too old", "never"])
def test_a_link_that_opens_nothing_says_one_sentence_whatever_it_was(
    cast: Cast, invited: tuple[Reviewer, str], end: str
) -> None:
    _reviewer, token = invited
    if end == "used":
        Client().post(link(token), typed())
    found = Invitation.objects.all()
    if end == "revoked":
        found.update(revoked_at=timezone.now())
    if end == "too old":
        found.update(expires_at=timezone.now())
    token = "never-sent" if end == "never" else token
    before = rows()

    looked, sent = Client().get(link(token)), Client().post(link(token), typed())
    expected = 404 if end == "never" else 409
    assert (looked.status_code, sent.status_code) == (expected, expected)
    never = Client().get(link("never-sent-either")).text
    assert looked.text == sent.text == never
    assert "ask the person who invited you" in never
    assert changed(before) == []


def test_an_agreement_that_moved_is_shown_before_anything_is_made(
    cast: Cast, invited: tuple[Reviewer, str]
) -> None:
    agreement.put_in_use("Newer terms.", actor=cast.editor)
    before = rows()
    answer = Client().post(link(invited[1]), typed(version=1))
    assert answer.status_code == 409
    assert "Newer terms." in answer.text and "read it first" in answer.text
    assert answer.context["form"]["version"].value() == 2
    assert changed(before) == []
    assert Client().post(link(invited[1]), typed(version=2)).status_code == 302


def test_whoever_is_signed_in_is_told_that_somebody_else_will_be(
    cast: Cast, invited: tuple[Reviewer, str]
) -> None:
    client = signed_in(cast.writer)
    assert "Somebody else is signed in" in client.get(link(invited[1])).text
    client.post(link(invited[1]), typed())
    assert int(client.session["_auth_user_id"]) == User.objects.get(email="nora@example.org").pk


def test_a_password_is_in_no_error_report(
    cast: Cast, invited: tuple[Reviewer, str], monkeypatch: pytest.MonkeyPatch, caplog, settings
) -> None:
    def crash(*_args: Any, **_options: Any) -> None:
        raise RuntimeError("no disk")

    monkeypatch.setattr("articles.credentials.onboarding.ledger.append", crash)
    client = Client(raise_request_exception=False)
    caught = {}

    def keep(sender: Any, request: Any, **_signal: Any) -> None:
        caught["text"] = ExceptionReporter(request, *sys.exc_info()).get_traceback_html()

    got_request_exception.connect(keep)
    try:
        with caplog.at_level(logging.DEBUG):
            assert client.post(link(invited[1]), typed()).status_code == 500
    finally:
        got_request_exception.disconnect(keep)
    assert "no disk" in caught["text"]
    assert CHOSEN not in caught["text"] and CHOSEN not in caplog.text
    assert not User.objects.filter(email="nora@example.org").exists()


def test_a_form_of_another_site_joins_nobody(cast: Cast, invited: tuple[Reviewer, str]) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link(invited[1]), typed()).status_code == 403
    assert not User.objects.filter(email="nora@example.org").exists()


# The agreement


def test_a_reviewer_accepts_what_is_on_the_screen(cast: Cast) -> None:
    agreement.put_in_use("Newer terms.", actor=cast.editor)
    client = signed_in(cast.physician)
    page = client.get(reverse("agreement"))
    assert "Newer terms." in page.text and "Accept version 2" in page.text

    assert client.post(reverse("agreement"), {"version": 2}).status_code == 422
    agreement.put_in_use("Newest terms.", actor=cast.editor)
    moved = client.post(reverse("agreement"), {"version": 2, "accepted": "on"})
    assert moved.status_code == 409
    assert "Newest terms." in moved.text and "read it first" in moved.text
    assert client.post(reverse("agreement"), {"version": 3, "accepted": "on"}).status_code == 302
    assert "You accepted this version" in client.get(reverse("agreement")).text
    accepted = cast.physician.reviewer.acceptances.values_list("agreement__version", flat=True)
    assert list(accepted) == [1, 3]


def test_whoever_is_no_reviewer_reads_the_agreement_and_accepts_nothing(cast: Cast) -> None:
    for user in (cast.writer, cast.officer, cast.editor, cast.auditor, cast.superuser):
        client = signed_in(user)
        assert client.get(reverse("agreement")).status_code == 200
        sent = {"version": 1, "accepted": "on"}
        assert client.post(reverse("agreement"), sent).status_code == 403


def test_an_editor_looks_at_a_new_text_and_puts_it_into_use(cast: Cast) -> None:
    client, page = signed_in(cast.editor), reverse("agreement-new")
    assert "Every reviewer must accept version 2" in client.get(page).text
    sent = {"base": 1, "text": "One.\n\nTwo <script>alert(1)</script>"}
    before = rows()
    look = client.post(page, {**sent, "preview": "1"})
    assert (look.status_code, changed(before)) == (200, [])
    assert "<p>One.</p>" in look.text and "<script>alert" not in look.text

    assert client.post(page, sent).status_code == 302
    text = client.get(reverse("agreement")).text
    assert "version 2" in text and "&lt;script&gt;" in text
    counts = {
        row.version: row.accepted_by for row in client.get(reverse("agreement")).context["versions"]
    }
    assert counts == {2: 0, 1: Reviewer.objects.count()}
    old = client.get(reverse("agreement-version", args=[1]))
    assert "What reviewers agree to." in old.text
    assert client.get(reverse("agreement-version", args=[9])).status_code == 404


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"base": 1, "text": ""}, 422),
        ({"base": 1, "text": "What reviewers agree to."}, 422),
        ({"base": 1, "text": "a\u202eb"}, 422),
        ({"base": 0, "text": "Written over nothing."}, 409),
        ({"base": "", "text": "Without a base."}, 422),
    ],
)
def test_a_text_that_cannot_be_used_is_kept_on_the_page(
    cast: Cast, sent: dict[str, Any], status: int
) -> None:
    before = rows()
    answer = signed_in(cast.editor).post(reverse("agreement-new"), sent)
    assert (answer.status_code, changed(before)) == (status, [])
    assert answer.context["form"]["text"].value() == sent["text"]


def test_only_editors_write_the_agreement(cast: Cast) -> None:
    before = rows()
    for user in (cast.writer, cast.officer, cast.physician, cast.auditor, cast.superuser):
        client = signed_in(user)
        assert client.get(reverse("agreement-new")).status_code == 403
        assert client.post(reverse("agreement-new"), {"base": 1, "text": "x"}).status_code == 403
        assert reverse("agreement-new") not in client.get(reverse("agreement")).text
    assert changed(before) == []


def test_versions_go_on_under_a_link_and_cost_the_same(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.desk.agreeing.SIZE", 2)
    client = signed_in(cast.editor)
    one = statements(client, reverse("agreement"))
    for number in range(2, 6):
        agreement.put_in_use(f"Terms {number}.", actor=cast.editor)
    assert statements(client, reverse("agreement")) == one
    assert client.get(reverse("agreement")).context["older"] == 4
    older = client.get(reverse("agreement"), {"before": "4"}).context["versions"]
    assert [row.version for row in older] == [3, 2]
    assert client.get(reverse("agreement"), {"before": "9" * 40}).status_code == 200


# The disclosure

NOTHING: dict[str, Any] = {category.value: "none" for category in InterestCategory}


def grant(**changes: Any) -> dict[str, Any]:
    said = {
        "grants": "some",
        "grants-0-entity": "Acme <b>Pharma</b>",
        "grants-0-payee": "institution",
        "grants-0-comment": "A trial, 40,000 USD",
        **changes,
    }
    return NOTHING | said


def disclose(cast: Cast, sent: dict[str, Any]) -> Any:
    return signed_in(cast.physician).post(reverse("disclosure"), sent)


def test_thirteen_questions_with_two_rows_each_filled_as_declared_last(cast: Cast) -> None:
    page = signed_in(cast.physician).get(reverse("disclosure"))
    questions = list(page.context["form"].questions())
    assert [question.category for question in questions] == list(InterestCategory)
    assert {len(question.rows) for question in questions} == {2}
    assert {question.answer.value() for question in questions} == {"none"}
    assert "What you declared last" in page.text and "None declared." in page.text


def test_a_sentence_is_proposed_seen_and_then_declared(cast: Cast) -> None:
    before = rows()
    first = disclose(cast, grant())
    assert (first.status_code, changed(before)) == (422, [])
    sentence = "Grants or contracts: Acme <b>Pharma</b> (to the institution)."
    assert first.context["form"]["statement"].value() == sentence
    assert "Acme &lt;b&gt;Pharma&lt;/b&gt;" in first.text and "<b>Pharma" not in first.text

    assert disclose(cast, grant(statement=sentence)).status_code == 302
    made = cast.physician.reviewer.disclosures.last()
    assert made.statement == sentence
    assert made.interests["grants"] == [
        {
            "entity": "Acme <b>Pharma</b>",
            "payee": "institution",
            "comment": "A trial, 40,000 USD",
        }
    ]
    assert "40,000" not in LedgerEntry.objects.latest("seq").payload

    again = signed_in(cast.physician).get(reverse("disclosure")).context["form"]
    assert again["grants"].value() == "some"
    assert again["grants-0-entity"].value() == "Acme <b>Pharma</b>"
    assert integrity.check().faults == ()


def test_declared_again_unchanged_it_is_a_declaration_of_its_own(cast: Cast) -> None:
    form = signed_in(cast.physician).get(reverse("disclosure")).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    assert disclose(cast, sent).status_code == 302
    assert cast.physician.reviewer.disclosures.count() == 2


@pytest.mark.req("IC-01")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"stock": ""}, "stock"),
        ({"stock": "perhaps"}, "stock"),
        ({"stock": "some"}, "stock"),
        ({"stock": "none", "stock-0-entity": "Acme"}, "stock"),
        ({"stock": "some", "stock-0-comment": "Shares"}, "stock"),
        ({"stock": "some", "stock-0-entity": "Acme", "stock-0-payee": "cat"}, "stock-0-payee"),
        ({"stock": "some", "stock-0-entity": "x" * 201}, "stock-0-entity"),
        ({"stock": "some", "stock-0-entity": "a\u202eb"}, "stock-0-entity"),
        ({"statement": "x" * 2001}, "statement"),
    ],
)
def test_an_answer_that_makes_no_sense_is_said_under_its_question(
    cast: Cast, changes: dict[str, Any], field: str
) -> None:
    before = rows()
    answer = disclose(cast, NOTHING | changes)
    assert (answer.status_code, changed(before)) == (422, [])
    assert field in answer.context["form"].errors


def test_more_rows_keep_what_was_typed_and_judge_nothing(cast: Cast) -> None:
    before = rows()
    sent = grant(stock="", more="grants", statement="Half a sent")
    answer = disclose(cast, sent)
    assert (answer.status_code, changed(before)) == (200, [])
    form = answer.context["form"]
    assert len({q.category: q for q in form.questions()}[InterestCategory.GRANTS].rows) == 4
    assert form["grants-0-entity"].value() == "Acme <b>Pharma</b>"
    assert form["statement"].value() == "Half a sent"
    assert not form.errors and 'id="errors"' not in answer.text

    names = {
        "grants-rows": 4,
        "grants-3-entity": "Delta",
        "grants-3-payee": "self",
        "statement": "Both.",
    }
    assert disclose(cast, grant(**names)).status_code == 302
    entities = [e["entity"] for e in cast.physician.reviewer.disclosures.last().interests["grants"]]
    assert entities == ["Acme <b>Pharma</b>", "Delta"]


@pytest.mark.parametrize("count", ["-1", "x", "9" * 30, "²", ""])
def test_a_forged_count_of_rows_makes_neither_none_nor_a_million(cast: Cast, count: str) -> None:
    answer = disclose(cast, NOTHING | {"grants-rows": count, "more": "grants"})
    rows_shown = [len(q.rows) for q in answer.context["form"].questions()]
    assert answer.status_code == 200 and 2 <= max(rows_shown) <= 52
    assert disclose(cast, NOTHING | {"more": "nothing-known"}).status_code == 200


def test_only_the_holder_sees_and_declares(cast: Cast) -> None:
    disclose(cast, grant(statement="A grant."))
    before = Disclosure.objects.count()
    for user in (cast.writer, cast.officer, cast.editor, cast.auditor, cast.superuser):
        client = signed_in(user)
        assert client.get(reverse("disclosure")).status_code == 403
        assert client.post(reverse("disclosure"), NOTHING).status_code == 403
    other = signed_in(cast.second_physician).get(reverse("disclosure")).text
    assert "Acme" not in other
    assert Disclosure.objects.count() == before


def test_whoever_has_no_role_gets_neither_page(cast: Cast) -> None:
    client = signed_in(person("nobody"))
    for name in ("agreement", "agreement-new", "disclosure"):
        assert client.get(reverse(name)).status_code == 403


def test_pages_of_the_way_in_take_few_statements(cast: Cast) -> None:
    client = signed_in(cast.physician)
    for name in ("agreement", "disclosure"):
        assert statements(client, reverse(name)) <= 14
