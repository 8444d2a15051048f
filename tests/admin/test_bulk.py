"""One act on many articles: each is judged alone, and the page says what became of each."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import Counter

import pytest
from django.db import OperationalError

from articles import signing, workflow
from articles.admin import bulk
from articles.models import Article, LedgerEntry, Review
from articles.stages import Event, Meaning, Stage
from tests.admin.conftest import address
from tests.cast import today

pytestmark = pytest.mark.django_db

LATER = today() + dt.timedelta(days=30)


def page():
    return address("articles_article_bulk")


def choose(client, act, *articles, query="", **more):
    """What the list sends: the act, and what is ticked."""
    data = {"act": act, "chosen": [str(article.pk) for article in articles], **more}
    return client.post(page() + query, data)


def confirm(client, chosen, **typed):
    """What the page of the act sends, with what was filled in."""
    return client.post(page(), sent(chosen, **typed))


def sent(chosen, **typed):
    listed = re.findall(r'name="listed" value="([^"]+)"', chosen.text)
    return {"act": chosen.context["act"], "listed": listed, **typed}


def told(response):
    """By title: what was done, or the codes of every reason why not."""
    assert response.status_code == 200, response.text
    return {
        each.article.title if each.article else "": each.did.said
        if each.did
        else {refusal.code for refusal in each.refusals}
        for each in response.context["outcomes"]
    }


def counts(response):
    return tuple(response.context[name] for name in ("done", "same", "refused"))


def keys(*users):
    return [user.reviewer.pk for user in users]


def now(article):
    return Article.objects.get(pk=article.pk)


def said(kind, article):
    return LedgerEntry.objects.about(article.subject).filter(kind=kind).count()


@pytest.fixture
def mixed(cast):
    """A draft, one without funding, one in review, one that is live."""
    return [
        cast.draft(title="Ready"),
        cast.draft(title="Unfunded", funding=""),
        cast.article_in(Stage.MEDICAL_REVIEW, title="Asked"),
        cast.article_in(Stage.PUBLISHED, title="Live"),
    ]


# Choosing ----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "offered"),
    [
        ("writer", ["submit", "specialty"]),
        ("editor", ["submit", "assign", "due", "specialty"]),
        ("physician", []),
        ("auditor", []),
        ("superuser", []),
    ],
)
def test_the_list_offers_what_a_person_may_do_and_boxes_only_then(cast, at_door, part, offered):
    article = cast.draft(title="Gout & more")
    shown = at_door(getattr(cast, part)).get(address("articles_article_changelist"))
    assert [name for name, _label in shown.context["acts"]] == offered
    assert ('aria-label="Select Gout &amp; more"' in shown.text) == bool(offered)
    assert (page() in shown.text) == bool(offered)
    assert str(article.pk) in shown.text


@pytest.mark.parametrize("act", ["submit", "assign", "due", "specialty"])
def test_who_may_not_do_it_gets_403_at_both_steps(cast, at_door, rows, act):
    article = cast.draft()
    before = rows()
    able = {"writer": {"submit", "specialty"}, "editor": {"submit", "assign", "due", "specialty"}}
    for part in ("writer", "editor", "physician", "publisher", "officer", "auditor", "superuser"):
        client = at_door(getattr(cast, part))
        expected = 200 if act in able.get(part, ()) else 403
        assert choose(client, act, article).status_code == expected, part
        if expected == 403:
            data = {"act": act, "listed": [f"{article.pk} {article.content_digest} 0"]}
            assert client.post(page(), data).status_code == 403, part
    assert rows() == before


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_the_page_is_reached_from_the_list_only(cast, at_door, method):
    assert getattr(at_door(cast.editor), method)(page()).status_code == 405


def test_the_list_itself_still_takes_no_post(cast, at_door, rows):
    article = cast.draft()
    before = rows()
    data = {"act": "submit", "chosen": str(article.pk), "action": "delete_selected"}
    answer = at_door(cast.editor).post(address("articles_article_changelist"), data)
    assert answer.status_code == 405 and rows() == before


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"act": "submit"}, "Tick at least one article."),
        ({"act": "submit", "chosen": "x"}, "Tick at least one article."),
        ({"chosen": "x"}, "Choose what to do with them."),
        ({"act": "delete", "chosen": "x"}, "Choose what to do with them."),
        ({"act": "submit", "listed": "x"}, "Begin again from the list."),
        ({"act": "submit", "listed": "x sha256:0 1"}, "Begin again from the list."),
        ({"act": "submit", "listed": ""}, "Begin again from the list."),
    ],
)
def test_what_is_not_enough_to_go_on_with_is_said(cast, at_door, data, words):
    answer = at_door(cast.editor).post(page(), data)
    assert answer.status_code == 422 and words in answer.text


def test_all_of_a_filtered_list_can_be_chosen_beyond_its_page(cast, at_door, monkeypatch):
    monkeypatch.setattr("articles.admin.articles.ArticleAdmin.list_per_page", 2)
    drafts = {cast.draft(title=f"Draft {number}").title for number in range(3)}
    cast.article_in(Stage.MEDICAL_REVIEW, title="Not a draft")
    client, query = at_door(cast.editor), "?stage__exact=draft"
    shown = client.get(address("articles_article_changelist") + query)
    assert "All 3 of this list" in shown.text
    assert f"{page()}?stage__exact=draft" in shown.text
    chosen = choose(client, "specialty", query=query, all="1")
    assert {row.title for row in chosen.context["rows"]} == drafts
    assert f"{address('articles_article_changelist')}?stage__exact=draft" in chosen.text


def test_a_filter_that_nobody_offered_finds_nothing(cast, at_door):
    cast.draft()
    client = at_door(cast.editor)
    for query in ("?owner__password__startswith=p", "?nonsense=1"):
        assert choose(client, "submit", query=query, all="1").status_code in {400, 404}


def test_so_many_at_once_and_no_more(cast, at_door, monkeypatch):
    monkeypatch.setattr("articles.admin.bulk_choosing.MOST", 2)
    three = [cast.draft(title=f"Draft {number}") for number in range(3)]
    client = at_door(cast.editor)
    assert choose(client, "submit", *three[:2]).status_code == 200
    for more in ({}, {"all": "1"}):
        answer = choose(client, "submit", *three, **more)
        assert answer.status_code == 422 and "more than 2 articles" in answer.text
    listed = [f"{article.pk} {article.content_digest} 0" for article in three]
    answer = client.post(page(), {"act": "submit", "listed": listed})
    assert answer.status_code == 422


def test_a_longer_list_says_how_to_take_all_of_it(cast, at_door, monkeypatch):
    monkeypatch.setattr("articles.admin.articles.ArticleAdmin.list_per_page", 1)
    monkeypatch.setattr("articles.admin.bulk.MOST", 2)
    for number in range(3):
        cast.draft(title=f"Draft {number}")
    text = at_door(cast.editor).get(address("articles_article_changelist")).text
    assert "At most 2 at once" in text and "of this list, ticked" not in text


def test_a_look_at_the_page_writes_nothing(cast, at_door, rows, mixed):
    before = rows()
    for act in bulk.ACTS:
        assert choose(at_door(cast.editor), act, *mixed).status_code == 200
    assert rows() == before


# Submitting --------------------------------------------------------------------------------


def test_the_page_says_which_can_be_submitted_and_what_is_said_with_each(cast, at_door, mixed):
    page = choose(at_door(cast.editor), "submit", *mixed)
    judged = page.context["judged"]
    assert [each.article.title for each in judged["can"]] == ["Ready"]
    reasons = {
        each.article.title: {refusal.code for refusal in each.refusals} for each in judged["cannot"]
    }
    assert reasons == {
        "Unfunded": {"funding_missing"},
        "Asked": {"wrong_stage"},
        "Live": {"wrong_stage"},
    }
    assert "3 cannot, and will be refused" in page.text
    assert "Submit for medical review: 1 of 4 articles</button>" in page.text
    sentence = signing.in_use(Meaning.AUTHORSHIP).about(mixed[0])
    assert f'<blockquote class="statement">{html.escape(sentence)}</blockquote>' in page.text
    none = choose(at_door(cast.editor), "submit", *mixed[1:])
    assert "None of them can be submitted now." in none.text
    assert "articles</button>" not in none.text


def test_each_article_is_submitted_or_refused_with_every_reason(cast, at_door, mixed):
    ready, unfunded, asked, live = mixed
    client = at_door(cast.writer)
    answer = confirm(
        client,
        choose(client, "submit", *mixed),
        reviewers=keys(cast.physician),
        due_on=str(LATER),
        note="Please look at the doses.",
    )
    outcome = told(answer)
    assert outcome["Ready"] == "Submitted. Asked to review: Ada Moss, MD."
    assert outcome["Asked"] == outcome["Live"] == {"wrong_stage"}
    assert isinstance(outcome["Unfunded"], set) and outcome["Unfunded"]
    assert counts(answer) == (1, 0, 3) and "1 of 4 done, 3 refused" in answer.text
    assert [now(article).stage for article in (ready, unfunded, asked, live)] == [
        *("medical_review", "draft", "medical_review", "published")
    ]
    opened = now(ready).round
    assert (opened.due_on, opened.note) == (LATER, "Please look at the doses.")
    assert said(Event.SUBMIT, ready) == 1


def test_the_reasons_are_those_of_one_submission(cast, at_door):
    wrong = cast.draft(title="Wrong", funding="", body="See.[@nowhere]")
    alone = {
        refusal.code: refusal.message
        for option in workflow.options(wrong, cast.writer, only=["submit"])
        for refusal in option.refusals
    }
    client = at_door(cast.writer)
    chosen = choose(client, "submit", wrong)
    answer = confirm(client, chosen, reviewers=keys(cast.physician), due_on=str(LATER))
    assert len(alone) > 1 and told(answer)["Wrong"] == set(alone)
    for message in alone.values():
        assert message in html.unescape(answer.text)


def test_with_nobody_named_each_goes_to_those_of_its_last_round(cast, at_door):
    again = cast.submit(cast.draft(title="Again"), cast.second_physician)
    workflow.perform("recall", again, actor=cast.writer)
    new = cast.draft(title="New")
    client = at_door(cast.writer)
    answer = confirm(client, choose(client, "submit", now(again), new), due_on=str(LATER))
    outcome = told(answer)
    assert outcome["Again"] == "Submitted. Asked to review: Bela Nemeth, MD."
    assert outcome["New"] == {"too_few"}


def test_whoever_wrote_one_of_them_is_not_asked_about_that_one(cast, at_door):
    cast.register(cast.other_writer)
    own = cast.draft(title="Own", owner=cast.other_writer)
    other = cast.draft(title="Other")
    client = at_door(cast.writer)
    chosen = choose(client, "submit", own, other)
    answer = confirm(client, chosen, reviewers=keys(cast.other_writer), due_on=str(LATER))
    assert told(answer)["Own"] == {"author"}
    assert now(own).stage == Stage.DRAFT and now(other).stage == Stage.MEDICAL_REVIEW


def test_who_cannot_sign_one_today_is_named_beside_it(cast, at_door):
    article, client = cast.draft(), at_door(cast.writer)
    chosen = choose(client, "submit", article)
    answer = confirm(
        client, chosen, reviewers=keys(cast.physician, cast.unverified), due_on=str(LATER)
    )
    [outcome] = answer.context["outcomes"]
    assert len(outcome.did.cautions) == 1
    assert outcome.did.cautions[0].startswith("Uma Unverified, MD cannot sign it today: ")


def test_sent_again_it_does_nothing_twice_even_after_the_text_came_back(cast, at_door):
    article, client = cast.draft(), at_door(cast.writer)
    chosen = choose(client, "submit", article)
    typed = {"reviewers": keys(cast.physician), "due_on": str(LATER)}
    assert counts(confirm(client, chosen, **typed)) == (1, 0, 0)
    assert counts(confirm(client, chosen, **typed)) == (0, 0, 1)
    workflow.perform("recall", now(article), actor=cast.writer)
    again = confirm(client, chosen, **typed)
    assert told(again) == {article.title: {"moved"}}
    assert said(Event.SUBMIT, article) == 1 and now(article).stage == Stage.DRAFT


def test_a_text_that_changed_after_it_was_listed_is_not_frozen_unseen(cast, at_door):
    article, client = cast.draft(), at_door(cast.writer)
    chosen = choose(client, "submit", article)
    workflow.save_draft(
        article,
        {"title": "Changed"},
        actor=cast.other_writer,
        reason="Meanwhile",
        base=article.content_digest,
    )
    answer = confirm(client, chosen, reviewers=keys(cast.physician), due_on=str(LATER))
    assert told(answer) == {"Changed": {"moved"}} and now(article).stage == Stage.DRAFT


def test_one_that_was_deleted_meanwhile_is_told_and_stops_no_other(cast, at_door):
    gone, there = cast.draft(title="Gone"), cast.draft(title="There")
    client = at_door(cast.writer)
    chosen = choose(client, "submit", gone, there)
    workflow.delete_draft(gone, actor=cast.writer, reason="Begun twice")
    answer = confirm(client, chosen, reviewers=keys(cast.physician), due_on=str(LATER))
    assert told(answer)[""] == {"gone"} and now(there).stage == Stage.MEDICAL_REVIEW


def test_a_database_that_fails_in_the_middle_undoes_and_stops_no_other(
    cast, at_door, monkeypatch, caplog
):
    three = [cast.draft(title=title) for title in ("One", "Two", "Three")]
    real = workflow.perform

    def perform(name, article, **inputs):
        if article.title == "Two":
            raise OperationalError("database is locked")
        return real(name, article, **inputs)

    monkeypatch.setattr(workflow, "perform", perform)
    client = at_door(cast.writer)
    chosen = choose(client, "submit", *three)
    answer = confirm(client, chosen, reviewers=keys(cast.physician), due_on=str(LATER))
    assert counts(answer) == (2, 0, 1) and told(answer)["Two"] == {"busy"}
    assert Counter(now(article).stage for article in three) == {"medical_review": 2, "draft": 1}
    assert "database is locked" in caplog.text


def test_a_role_that_is_taken_away_in_the_middle_refuses_the_rest(cast, at_door, monkeypatch):
    two = [cast.draft(title=title) for title in ("One", "Two")]
    real = workflow.perform

    def perform(name, article, **inputs):
        done = real(name, article, **inputs)
        cast.writer.groups.clear()
        return done

    monkeypatch.setattr(workflow, "perform", perform)
    client = at_door(cast.writer)
    chosen = choose(client, "submit", *two)
    answer = confirm(client, chosen, reviewers=keys(cast.physician), due_on=str(LATER))
    assert counts(answer) == (1, 0, 1)
    assert {"no_permission"} in told(answer).values()


# Asking reviewers --------------------------------------------------------------------------


def test_reviewers_are_asked_where_a_review_is_open_and_once(cast, at_door, mixed):
    client = at_door(cast.editor)
    chosen = choose(client, "assign", *mixed)
    typed = {"reviewers": keys(cast.second_physician), "due_on": str(LATER)}
    answer = confirm(client, chosen, **typed)
    assert told(answer)["Asked"] == "Asked to review: Bela Nemeth, MD."
    assert counts(answer) == (1, 0, 3)
    assert {"no_round"} == told(answer)["Ready"] == told(answer)["Live"]
    again = confirm(client, chosen, **typed)
    assert told(again)["Asked"] == "All of them are asked already." and counts(again) == (0, 1, 3)
    assert said(Event.REVIEW_ASSIGN, mixed[2]) == 1
    assert Review.objects.filter(reviewer__user=cast.second_physician).count() == 1


def test_candidates_are_offered_with_what_they_may_do_in_each_specialty(cast, at_door):
    joints = cast.submit(cast.draft(title="Joints"))
    hearts = cast.submit(cast.draft(title="Hearts", specialty="cardiology"))
    form = choose(at_door(cast.editor), "assign", joints, hearts).context["form"]
    labels = {key: str(label) for key, label in form.fields["reviewers"].choices}
    ada = labels[cast.physician.reviewer.pk]
    assert "Rheumatology: specialist, may sign" in ada and "Cardiology: may sign" in ada
    assert "2 open reviews" in ada
    assert "cannot sign today" in labels[cast.unverified.reviewer.pk]
    one = choose(at_door(cast.editor), "assign", joints).context["form"]
    label = str(dict(one.fields["reviewers"].choices)[cast.physician.reviewer.pk])
    assert "<small>specialist, may sign" in label


def test_whoever_is_not_offered_is_found_by_name_and_nothing_typed_is_lost(
    cast, at_door, rows, monkeypatch
):
    monkeypatch.setattr("articles.credentials.candidates.SHORT", 1)
    article, client = cast.submit(cast.draft()), at_door(cast.editor)
    chosen = choose(client, "assign", article)
    offered = dict(chosen.context["form"].fields["reviewers"].choices)
    [wanted] = keys(cast.unassigned)
    assert wanted not in offered
    before = rows()
    found = confirm(
        client,
        chosen,
        find="noel",
        _find="1",
        due_on=str(LATER),
        reviewers=keys(cast.second_physician),
    )
    assert found.status_code == 200 and rows() == before
    form = found.context["form"]
    assert {wanted, *keys(cast.second_physician)} <= dict(form.fields["reviewers"].choices).keys()
    assert form["due_on"].value() == str(LATER) and 'value="noel"' in found.text
    assert re.search(rf'value="{keys(cast.second_physician)[0]}"[^>]*checked', found.text)
    answer = confirm(client, found, reviewers=[wanted], due_on=str(LATER))
    assert counts(answer) == (1, 0, 0)


@pytest.mark.parametrize("act", ["assign", "due", "specialty"])
def test_what_is_missing_is_said_once_and_nothing_is_done(cast, at_door, rows, act):
    article, client = cast.submit(cast.draft()), at_door(cast.editor)
    chosen, before = choose(client, act, article), rows()
    answer = confirm(client, chosen)
    assert answer.status_code == 422 and answer.context["form"].errors
    assert "Nothing was done." in answer.text and "What you chose is still chosen." in answer.text
    assert sent(answer)["listed"] == sent(chosen)["listed"]
    assert rows() == before


@pytest.mark.parametrize("act", ["submit", "assign", "due"])
def test_a_day_in_the_past_is_said_once(cast, at_door, rows, act):
    article, client = cast.submit(cast.draft()), at_door(cast.editor)
    chosen, before = choose(client, act, article), rows()
    answer = confirm(client, chosen, reviewers=keys(cast.physician), due_on="2001-01-01")
    assert answer.status_code == 422
    assert answer.context["form"].errors["due_on"] == ["The due date lies in the past."]
    assert rows() == before


@pytest.mark.parametrize("key", ["x", "999999", "-1", "\x00"])
def test_a_reviewer_who_is_none_is_refused(cast, at_door, rows, key):
    article, client = cast.submit(cast.draft()), at_door(cast.editor)
    chosen, before = choose(client, "assign", article), rows()
    answer = confirm(client, chosen, reviewers=[key], due_on=str(LATER))
    assert answer.status_code == 422 and rows() == before


# Due dates ---------------------------------------------------------------------------------


def test_a_due_date_is_set_for_open_reviews_and_once(cast, at_door, mixed):
    client = at_door(cast.editor)
    chosen = choose(client, "due", *mixed)
    answer = confirm(client, chosen, due_on=str(LATER))
    assert counts(answer) == (1, 0, 3) and told(answer)["Live"] == {"no_round"}
    assert told(answer)["Asked"].endswith(": 1 open review.")
    assert now(mixed[2]).round.reviews.get().due_on == LATER
    again = confirm(client, chosen, due_on=str(LATER))
    assert counts(again) == (0, 1, 3) and said(Event.REVIEW_DUE, mixed[2]) == 1


def test_a_form_that_lay_about_moves_no_later_round(cast, at_door):
    article, client = cast.submit(cast.draft()), at_door(cast.editor)
    chosen = choose(client, "due", article)
    article = cast.submit(workflow.perform("recall", now(article), actor=cast.writer))
    assert told(confirm(client, chosen, due_on=str(LATER))) == {article.title: {"moved"}}
    assert now(article).round.due_on != LATER


# Specialties -------------------------------------------------------------------------------


def test_a_specialty_is_saved_as_a_version_with_a_reason(cast, at_door, mixed):
    client = at_door(cast.writer)
    chosen = choose(client, "specialty", *mixed)
    typed = {"specialty": "cardiology", "reason": "Sorted anew"}
    answer = confirm(client, chosen, **typed)
    assert counts(answer) == (2, 0, 2)
    assert told(answer)["Asked"] == told(answer)["Live"] == {"not_a_draft"}
    ready = now(mixed[0])
    assert (ready.specialty, ready.version) == ("cardiology", 2)
    newest = ready.history.latest("history_id")
    assert (newest.history_user, newest.history_change_reason) == (cast.writer, "Sorted anew")
    again = confirm(client, chosen, **typed)
    assert counts(again) == (0, 2, 2) and now(ready).version == 2


def test_a_text_that_somebody_saved_meanwhile_keeps_its_specialty(cast, at_door):
    article, client = cast.draft(), at_door(cast.writer)
    chosen = choose(client, "specialty", article)
    workflow.save_draft(
        article,
        {"title": "Theirs"},
        actor=cast.other_writer,
        reason="Meanwhile",
        base=article.content_digest,
    )
    answer = confirm(client, chosen, specialty="cardiology", reason="Sorted anew")
    assert told(answer) == {"Theirs": {"conflict"}} and now(article).specialty == "rheumatology"


def test_what_somebody_wrote_as_a_title_is_text(cast, at_door):
    article, client = cast.draft(title="<script>x</script>"), at_door(cast.writer)
    chosen = choose(client, "specialty", article)
    answer = confirm(client, chosen, specialty="cardiology", reason="Sorted anew")
    for response in (chosen, answer):
        assert "&lt;script&gt;x" in response.text and "<script>x" not in response.text


# Cost --------------------------------------------------------------------------------------


def test_the_page_asks_once_more_for_each_draft_that_it_judges(
    cast, at_door, django_assert_max_num_queries
):
    client = at_door(cast.editor)
    articles = [cast.draft(title=f"Draft {number}") for number in range(12)]
    choose(client, "submit", articles[0])
    with django_assert_max_num_queries(40) as one:
        choose(client, "submit", articles[0])
    with django_assert_max_num_queries(40) as many:
        choose(client, "submit", *articles)
    assert len(many) == len(one) + 11  # the policy that covers it


def test_no_act_on_many_signs_or_releases():
    assert set(bulk.ACTS) == {"submit", "assign", "due", "specialty"}
    assert workflow.TRANSITIONS["submit"].signs is None
