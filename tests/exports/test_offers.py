"""What the page of an export offers is what its doors do."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from articles import exports
from articles.errors import TransitionRefused
from articles.exports import Choice
from articles.models import Export
from articles.stages import ExportState, Stage
from tests.cast import Cast
from tests.desk.site import signed_in
from tests.desk.test_exports import body

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(cast: Cast) -> Export:
    for title in ("Gout", "Toes"):
        cast.article_in(Stage.PUBLISHED, title=title)
    export = exports.order(Choice(formats=("json",), bundle=False), actor=cast.publisher)
    exports.run(str(export.pk))
    export.refresh_from_db()
    return export


def page_of(export: Export) -> str:
    return reverse("export", args=[export.pk])


def test_what_is_on_record_cannot_be_cancelled_and_the_page_does_not_offer_it(
    cast: Cast, ready: Export
) -> None:
    """Its worker died between the ledger entry and the end."""
    client, cancel = signed_in(cast.publisher), reverse("export-cancel", args=[ready.pk])
    Export.objects.filter(pk=ready.pk).update(state=ExportState.RUNNING, ended_at=None, files=[])
    assert cancel in client.get(page_of(ready)).text

    Export.objects.filter(pk=ready.pk).update(files=ready.files)
    page = client.get(page_of(ready)).text
    assert cancel not in page
    assert "It is on record; its files are being put in their place." in page
    assert client.post(cancel).status_code == 409
    ready.refresh_from_db()
    with pytest.raises(TransitionRefused):
        exports.cancel(ready, actor=cast.publisher)
    with pytest.raises(PermissionDenied):
        exports.cancel(ready, actor=cast.auditor)


@pytest.mark.parametrize(
    ("age", "is_over"),
    [(exports.KEPT - dt.timedelta(minutes=1), False), (exports.KEPT, True)],
)
def test_files_are_over_by_the_date_whether_or_not_a_worker_swept(
    cast: Cast, ready: Export, age: dt.timedelta, is_over: bool
) -> None:
    Export.objects.filter(pk=ready.pk).update(ended_at=timezone.now() - age)
    client, key = signed_in(cast.publisher), ready.pk
    doors = [
        reverse("export-file", args=[key, ready.files[0]["name"]]),
        reverse("export-all", args=[key]),
        reverse("export-sums", args=[key]),
    ]
    for door in doors:
        answer = client.get(door)
        assert answer.status_code == (410 if is_over else 200), door
        told = body(answer).decode(errors="replace")
        assert ("Files are deleted 14 days after their export." in told) == is_over

    page, listed = client.get(page_of(ready)).text, client.get("/publish/exports/").text
    assert [door in page for door in doors] == [not is_over] * 3
    assert ("Files are kept for 14 days, and these are gone." in page) == is_over
    assert ("ready, files deleted" in page, "ready, files deleted" in listed) == (is_over, is_over)
    assert ready.files[0]["digest"] in page
