"""The agreement: its versions, and who accepted which."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from articles import integrity
from articles.credentials import agreement
from articles.errors import InputRefused, TransitionRefused
from articles.models import Agreement, LedgerEntry
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_new_text_is_the_next_version_and_the_old_one_stays(cast: Cast) -> None:
    made = agreement.put_in_use("  New terms.\r\nTwo lines. ", actor=cast.editor)
    assert (made.version, made.text) == (2, "New terms.\nTwo lines.")
    assert agreement.in_use() == made
    assert Agreement.objects.get(version=1).text == "What reviewers agree to."
    assert integrity.check().faults == ()


def test_only_managing_editors_put_a_text_into_use(cast: Cast) -> None:
    for user in (cast.officer, cast.physician, cast.publisher, cast.auditor, cast.superuser):
        with pytest.raises(PermissionDenied):
            agreement.put_in_use("New terms.", actor=user)
    assert agreement.in_use().version == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [("  \n ", "missing"), ("What reviewers agree to.\r\n", "unchanged"), ("a\u202eb", None)],
)
def test_no_text_the_same_text_and_odd_letters_are_refused(
    cast: Cast, text: str, code: str | None
) -> None:
    before = LedgerEntry.objects.count()
    with pytest.raises(InputRefused) as refused:
        agreement.put_in_use(text, actor=cast.editor)
    assert refused.value.field == "text"
    assert code is None or refused.value.code == code
    assert (agreement.in_use().version, LedgerEntry.objects.count()) == (1, before)


def test_a_text_written_over_an_older_version_is_not_put_into_use(cast: Cast) -> None:
    agreement.put_in_use("By one editor.", actor=cast.editor, base=1)
    with pytest.raises(TransitionRefused) as refused:
        agreement.put_in_use("By the other.", actor=cast.editor, base=1)
    assert [r.code for r in refused.value.refusals] == ["agreement_moved"]
    assert agreement.in_use().text == "By one editor."


@pytest.mark.req("P11-11", "A11-09")
def test_accepting_counts_once_and_only_for_the_version_on_the_screen(cast: Cast) -> None:
    reviewer = cast.physician.reviewer
    agreement.put_in_use("New terms.", actor=cast.editor)
    with pytest.raises(TransitionRefused) as refused:
        agreement.accept(reviewer, actor=cast.physician, version=1)
    assert [r.code for r in refused.value.refusals] == ["agreement_moved"]

    for _again in range(2):
        agreement.accept(reviewer, actor=cast.physician, version=2)
    accepted = reviewer.acceptances.values_list("agreement__version", flat=True)
    assert list(accepted) == [1, 2]
    assert integrity.check().faults == ()


@pytest.mark.parametrize("part", ["officer", "editor", "second_physician", "superuser"])
def test_nobody_accepts_for_another(cast: Cast, part: str) -> None:
    agreement.put_in_use("New terms.", actor=cast.editor)
    with pytest.raises(PermissionDenied):
        agreement.accept(cast.physician.reviewer, actor=getattr(cast, part), version=2)
