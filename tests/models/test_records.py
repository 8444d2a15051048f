"""Every change of a governed row is a record that says who and why."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction

from articles.models import (
    HISTORISED,
    Article,
    Board,
    Certificate,
    Coverage,
    Credential,
    Records,
    Reviewer,
    ReviewPolicy,
    annotate,
)
from articles.stages import Umbrella
from tests.cast import Cast, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(db: None) -> User:
    return person("cora")


def board() -> Board:
    return Board(code="AOBIM", name="American Osteopathic Board", umbrella=Umbrella.AOA)


def test_these_models_keep_records() -> None:
    expected = (Article, Reviewer, Board, Certificate, Coverage, Credential, ReviewPolicy)

    assert expected == HISTORISED


def test_no_other_model_keeps_records_and_each_of_these_keeps_strict_ones() -> None:
    from django.apps import apps

    keepers = {
        model
        for model in apps.get_models()
        if hasattr(model._meta, "simple_history_manager_attribute")
    }

    assert keepers == set(HISTORISED)
    for model in HISTORISED:
        wired = [
            receiver
            for receiver in models.signals.post_save._live_receivers(model)[0]
            if isinstance(getattr(receiver, "__self__", None), Records)
        ]
        assert len(wired) == 1, model


@pytest.mark.parametrize("model", HISTORISED, ids=lambda model: model.__name__)
def test_a_record_has_a_wide_id_and_somebody_who_cannot_be_deleted(model) -> None:
    record = model.history.model
    user = record._meta.get_field("history_user")

    assert isinstance(record._meta.pk, models.BigAutoField)
    assert user.remote_field.on_delete is models.PROTECT
    assert not user.null
    assert isinstance(record._meta.get_field("history_change_reason"), models.TextField)


def test_workflow_columns_stand_outside_the_records_of_an_article() -> None:
    """So a transition copies no text."""
    kept = {f.name for f in Article.history.model._meta.fields if not f.name.startswith("history_")}

    assert kept == {
        "id",
        "article_type",
        "title",
        "summary",
        "body",
        "references",
        "audience",
        "locale",
        "authors",
        "funding",
        "topics",
        "specialty",
        "content_digest",
        "version",
    }


def test_a_claim_on_a_reviewer_is_no_fact_about_the_person() -> None:
    assert "claim" not in {field.name for field in Reviewer.history.model._meta.fields}


@pytest.mark.req("AL-1")
@pytest.mark.parametrize(
    ("who", "why"), [(False, "Catalogue"), (True, ""), (True, " \n\t"), (False, "")]
)
def test_a_save_without_a_person_or_a_reason_is_refused(officer, who, why) -> None:
    new = board()
    annotate(new, user=officer if who else None, reason=why)

    with pytest.raises(ValueError, match=r"articles\.Board: a record needs a user and a reason"):
        new.save()

    assert Board.history.count() == 0


def test_a_save_that_is_refused_writes_no_row(officer) -> None:
    with pytest.raises(ValueError, match="needs a user and a reason"):
        board().save()

    assert Board.objects.count() == 0


def test_a_deletion_that_is_refused_deletes_no_row(officer) -> None:
    new = board()
    annotate(new, user=officer, reason="Catalogue")
    new.save()

    with pytest.raises(ValueError, match="needs a user and a reason"), transaction.atomic():
        Board.objects.get(pk=new.pk).delete()

    assert Board.objects.count() == 1


def test_who_and_why_are_said_for_one_save_only(officer) -> None:
    new = board()
    annotate(new, user=officer, reason="Catalogue")
    new.save()
    new.name = "Another"

    with pytest.raises(ValueError, match="needs a user and a reason"):
        new.save()


@pytest.mark.req("P11-06", "P11-04")
def test_earlier_values_stay_readable_with_who_and_why(officer) -> None:
    new = board()
    for name, reason in (("First", "Catalogue"), ("Second", "Renamed " * 50)):
        new.name = name
        annotate(new, user=officer, reason=reason)
        new.save()
    annotate(new, user=officer, reason="Entered twice")
    new.delete()

    said = Board.history.order_by("history_id").values_list(
        "history_type", "name", "history_user__username", "history_change_reason"
    )
    assert list(said) == [
        ("+", "First", "cora", "Catalogue"),
        ("~", "Second", "cora", "Renamed " * 50),
        ("-", "Second", "cora", "Entered twice"),
    ]


@pytest.mark.parametrize("role", ["writer", "officer", "second_officer", "editor"])
def test_whoever_stands_in_a_record_cannot_be_deleted(cast: Cast, role) -> None:
    cast.draft()
    user = getattr(cast, role)

    with pytest.raises(models.ProtectedError):
        user.delete()
    with pytest.raises(models.ProtectedError):
        User.objects.filter(pk=user.pk).delete()


def test_the_database_keeps_them_too(officer) -> None:
    from django.db import connection

    new = board()
    annotate(new, user=officer, reason="Catalogue")
    new.save()

    def act() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM auth_user WHERE id = %s", [officer.pk])
            connection.check_constraints()

    with pytest.raises(IntegrityError):
        act()


def test_whoever_wrote_nothing_may_be_deleted(cast: Cast) -> None:
    cast.auditor.delete()

    assert not User.objects.filter(username="abel").exists()
