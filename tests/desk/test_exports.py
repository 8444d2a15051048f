"""Pages of exports: order, watch, cancel, fetch; who may, and what a name in an address reaches."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import assets, exports, roles
from articles.exports import Choice
from articles.models import Export
from articles.stages import ExportState, Stage
from tests.assets import pictures
from tests.cast import TEXT, Cast, standing_signature

from .site import SEALED_OFF, signed_in, statements

pytestmark = pytest.mark.django_db

LIST, NEW = "/publish/exports/", "/publish/exports/new/"
WHOLE = {"which": "everything", "formats": ["json"], "shape": "bundle", "act": "order"}


def order(client: Client, **sent: Any) -> HttpResponse:
    return client.post(NEW, {**WHOLE, **sent})


def newest() -> Export:
    return Export.objects.latest("ordered_at")


def made(cast: Cast, *, user: User | None = None, **choice: Any) -> Export:
    """An export that was ordered and written."""
    chosen = Choice(**{"formats": ("json",), **choice})
    export = exports.order(chosen, actor=user or cast.publisher)
    exports.run(str(export.pk))
    export.refresh_from_db()
    return export


def address(export: Export, name: str = "") -> str:
    return reverse("export-file", args=[export.pk, name or export.files[0]["name"]])


def page_of(export: Export) -> str:
    return reverse("export", args=[export.pk])


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def fetched(answer: HttpResponse) -> bool:
    """Answered, and read to the end."""
    return answer.status_code == 200 and bool(body(answer))


def test_what_is_live_is_ordered_watched_and_fetched(cast: Cast) -> None:
    cast.article_in(Stage.PUBLISHED)
    client = signed_in(cast.publisher)
    page = client.get(NEW)
    assert page.status_code == 200
    assert page.context["outlook"].leaving == 1

    made_at = order(client)
    export = newest()
    assert made_at.url == page_of(export)
    waiting = client.get(page_of(export))
    assert waiting.text.count("waits for a worker") == 3 and "Cancel the export" in waiting.text

    exports.run(str(export.pk))
    export.refresh_from_db()
    ready = client.get(page_of(export))
    [file] = export.files
    assert file["name"] in ready.text and file["digest"] in ready.text
    assert f"cursor {export.cursor}" in ready.text
    answer = client.get(address(export))
    data = body(answer)
    assert f"sha256:{hashlib.sha256(data).hexdigest()}" == file["digest"]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{file["name"]}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Security-Policy"] == SEALED_OFF
    assert answer.headers["Content-Type"] == "application/zip"
    listed = client.get(LIST)
    assert file["digest"] in listed.text and "Everything live" in listed.text


def test_the_digests_are_fetched_as_sha256sum_reads_them(cast: Cast) -> None:
    slug = cast.article_in(Stage.PUBLISHED).slug
    export = made(cast, bundle=False)
    sums = signed_in(cast.publisher).get(reverse("export-sums", args=[export.pk])).text
    lines = dict(reversed(line.split("  ")) for line in sums.splitlines())
    assert f"sha256:{lines[f'{slug}.json']}" == export.files[0]["digest"]


def everything(export: Export) -> str:
    return reverse("export-all", args=[export.pk])


def test_all_files_are_fetched_as_one_zip_with_their_digests(cast: Cast) -> None:
    toe = assets.keep(pictures.png(), "toe.png", actor=cast.writer)
    cast.article_in(Stage.PUBLISHED, title="Toe", body=f"{TEXT}\n\n![A toe]({toe.digest})")
    cast.article_in(Stage.PUBLISHED, title="Knee")
    export, client = (
        made(cast, formats=("html", "json", "jsonl"), bundle=False),
        signed_in(cast.publisher),
    )
    assert everything(export) in client.get(page_of(export)).text
    answer = client.get(everything(export))
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(BytesIO(body(answer))) as archive:
        assert archive.testzip() is None
        *names, last = archive.namelist()
        assert names == [file["name"] for file in export.files] and last == "SHA256SUMS"
        lines = dict(
            reversed(line.split("  ")) for line in archive.read(last).decode().splitlines()
        )
        assert lines == {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names}


def test_a_changed_file_breaks_the_zip_off_and_no_tool_opens_what_came(cast: Cast) -> None:
    for title in ("Knee", "Toe"):
        cast.article_in(Stage.PUBLISHED, title=title)
    export = made(cast, bundle=False)
    path = exports.folder(export) / export.files[-1]["name"]
    path.write_bytes(path.read_bytes()[::-1])
    answer, came = signed_in(cast.publisher).get(everything(export)), []
    with pytest.raises(exports.Changed):
        came.extend(answer.streaming_content)
    assert came
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(BytesIO(b"".join(came)))


def test_a_row_that_leads_elsewhere_packs_nothing(cast: Cast) -> None:
    cast.article_in(Stage.PUBLISHED)
    export = made(cast, bundle=False)
    Export.objects.filter(pk=export.pk).update(files=[{**export.files[0], "name": "../../x"}])
    assert signed_in(cast.publisher).get(everything(export)).status_code == 410


def test_one_file_is_offered_by_itself_alone(cast: Cast) -> None:
    cast.article_in(Stage.PUBLISHED)
    export = made(cast)
    assert everything(export) not in signed_in(cast.publisher).get(page_of(export)).text


@pytest.mark.parametrize("bundle", [True, False])
def test_who_fetches_files_is_told_where_anybody_checks_them(cast: Cast, bundle: bool) -> None:
    cast.article_in(Stage.PUBLISHED)
    export = made(cast, bundle=bundle)
    told = signed_in(cast.publisher).get(page_of(export)).text.partition("Check them")[2]
    assert "Files that end in .html, .md or .zip" in told
    assert f'<a href="{reverse("verify")}">{reverse("verify")}</a>' in told
    assert "verify.py" in told
    assert ("manage.py verify_bundle" in told) == bundle


def test_the_refused_are_shown_before_the_order_and_with_the_export(cast: Cast) -> None:
    _good, bad = (cast.article_in(Stage.PUBLISHED, title=title) for title in ("Good", "Bad"))
    signature = standing_signature(bad)
    cast.act("withdraw_signature", bad, cast.physician, signature=signature, note="Not mine.")
    client = signed_in(cast.publisher)
    page = client.get(NEW)
    assert [each.slug for each in page.context["outlook"].refused] == [bad.slug]
    assert "Its medical sign-offs do not suffice any more." in page.text
    order(client)
    exports.run(str(newest().pk))
    assert "Left out" in client.get(page_of(newest())).text


def test_ticked_articles_are_ordered_without_the_refused_ones(cast: Cast) -> None:
    good, bad = cast.article_in(Stage.PUBLISHED, title="Good"), cast.draft(title="Bad")
    client = signed_in(cast.publisher)
    page = client.get(NEW, {"article": [good.slug, bad.slug]})
    assert "Order without the 1 refused" in page.text and "Order export" not in page.text
    chosen = {"which": "articles", "articles": f"{good.slug}\n{bad.slug}"}
    assert order(client, **chosen, act="without").status_code == 302
    assert newest().slugs == [good.slug]
    assert order(client, which="articles", articles=bad.slug, act="without").status_code == 422
    assert Export.objects.count() == 1


def test_a_named_refusal_that_came_later_is_told_on_its_page(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    client = signed_in(cast.publisher)
    order(client, which="articles", articles=article.slug)
    cast.act("withdraw", article, cast.publisher, note="Wrong.")
    exports.run(str(newest().pk))
    page = client.get(page_of(newest()))
    assert "Nothing was exported." in page.text
    assert "Readers do not see it" in page.text
    assert f'href="{NEW}?article={article.slug}&amp;format=json&amp;' in page.text


def test_approved_texts_that_were_ticked_are_asked_for_as_such(cast: Cast) -> None:
    cast.policy("Default", export_approved=True)
    article = cast.article_in(Stage.APPROVED)
    client = signed_in(cast.publisher)
    page = client.get(NEW, {"article": article.slug})
    assert page.context["form"]["include_approved"].value() is True
    assert page.context["outlook"].leaving == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"formats": []}, "formats"),
        ({"formats": ["runes"]}, "formats"),
        ({"which": "since"}, "since"),
        ({"which": "since", "since": "soon"}, "since"),
        ({"which": "since", "since": "9" * 30}, "since"),
        ({"which": "articles", "articles": " \n "}, "articles"),
        ({"which": "articles", "articles": "nowhere"}, "articles"),
        ({"which": "articles", "articles": "a\0b"}, "articles"),
        ({"which": "articles", "articles": "../../etc/passwd"}, "articles"),
        ({"shape": "cube"}, "shape"),
    ],
)
def test_a_wrong_choice_is_the_form_again_with_the_sentence_at_its_field(
    cast: Cast, sent: dict[str, Any], field: str
) -> None:
    answer = order(signed_in(cast.publisher), **sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Export.objects.exists()


def test_looking_orders_nothing(cast: Cast) -> None:
    cast.article_in(Stage.PUBLISHED)
    answer = order(signed_in(cast.publisher), act="look")
    assert (answer.status_code, Export.objects.exists()) == (200, False)


@pytest.mark.parametrize("act", ["x", "", "Order", "order "])
def test_an_act_that_is_none_orders_nothing(cast: Cast, act: str) -> None:
    cast.article_in(Stage.PUBLISHED)
    assert order(signed_in(cast.publisher), act=act).status_code == 200
    assert not Export.objects.exists()


def test_of_many_articles_the_first_are_judged_and_the_rest_are_counted(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        cast.article_in(Stage.PUBLISHED, title=f"Words {number}")
    monkeypatch.setattr("articles.exports.choosing.JUDGED", 2)
    page = signed_in(cast.publisher).get(NEW)
    assert (page.context["outlook"].judged, page.context["outlook"].unjudged) == (2, 1)
    assert "the other 1 are judged when the export is written" in page.text


def test_a_name_in_an_address_reaches_no_other_file(cast: Cast) -> None:
    cast.article_in(Stage.PUBLISHED)
    export, other = made(cast), made(cast)
    client, mine = signed_in(cast.publisher), export.files[0]["name"]
    for name in (
        f"../{other.pk}/{other.files[0]['name']}",
        "../../reviewflow.sqlite3",
        "..%2f..%2fkeys",
        "/etc/passwd",
        f"./{mine}",
        f"{mine}/",
        f"{mine}%0d%0aX-Evil: 1",
        f"{mine}\r\nX-Evil: 1",
        "con",
        "a" * 300,
        "\u202egnp.exe",
    ):
        base = reverse("export-file", args=[export.pk, "x"]).removesuffix("x")
        answer = client.get(base + name)
        assert answer.status_code == 404, name
        assert "X-Evil" not in answer.headers


def test_the_pictures_of_loose_files_are_listed_and_fetched_like_them(cast: Cast) -> None:
    toe = assets.keep(pictures.png(), "toe.png", actor=cast.writer)
    cast.article_in(Stage.PUBLISHED, title="Toe", body=f"{TEXT}\n\n![A toe]({toe.digest})")
    export = made(cast, formats=("markdown",), bundle=False)
    picture = f"assets/{toe.digest.removeprefix('sha256:')}.png"
    assert {file["name"] for file in export.files} == {picture, "toe.md"}
    client = signed_in(cast.publisher)
    answer = client.get(address(export, picture))
    assert answer.status_code == 200
    assert body(answer) == assets.read(toe)
    assert picture in client.get(page_of(export)).content.decode()


def test_hostile_titles_make_names_of_slugs_alone(cast: Cast) -> None:
    titles = [
        "../../../etc/passwd",
        'x"\u05e9\u05dc\u05d5\u05dd.exe',
        "CON",
        "=cmd|' /C calc'!A0",
        "w" * 300,
    ]
    for title in titles:
        cast.article_in(Stage.PUBLISHED, title=title)
    export = made(cast, bundle=False)
    client = signed_in(cast.publisher)
    assert export.state == ExportState.DONE, export.error
    for file in export.files:
        assert set(file["name"]) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_./")
        assert ".." not in file["name"] and not file["name"].startswith("/")
        answer = client.get(address(export, file["name"]))
        assert len(body(answer)) == file["bytes"]
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith('attachment; filename="')
        assert "\n" not in disposition


Fetch = Callable[[Client, Export], HttpResponse]
DOORS: dict[str, Fetch] = {
    "file": lambda client, export: client.get(address(export)),
    "all": lambda client, export: client.get(everything(export)),
    "sums": lambda client, export: client.get(reverse("export-sums", args=[export.pk])),
}


@pytest.mark.parametrize("door", DOORS)
def test_what_is_fetched_is_saved_and_runs_nowhere(cast: Cast, door: str) -> None:
    cast.article_in(Stage.PUBLISHED)
    answer = DOORS[door](signed_in(cast.publisher), made(cast))
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="')
    assert answer.headers["Content-Security-Policy"] == SEALED_OFF
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("door", DOORS)
def test_files_are_for_who_ordered_them_and_nobody_else(cast: Cast, door: str) -> None:
    cast.article_in(Stage.PUBLISHED)
    export, fetch = made(cast), DOORS[door]
    other = User.objects.create(username="another")
    other.groups.add(Group.objects.get(name=roles.PUBLISHERS))
    people = ("writer", "physician", "editor", "officer", "auditor", "superuser")
    for user in (*(getattr(cast, part) for part in people), other):
        answer = fetch(signed_in(user), export)
        assert (answer.status_code, answer.streaming) == (403, False), user
    assert fetch(Client(), export).status_code == 302  # a leaked address leads to the door
    assert fetched(fetch(signed_in(cast.publisher), export))


@pytest.mark.parametrize("door", DOORS)
def test_the_permission_is_asked_each_time(cast: Cast, door: str) -> None:
    cast.article_in(Stage.PUBLISHED)
    export, fetch, client = made(cast), DOORS[door], signed_in(cast.publisher)
    assert fetched(fetch(client, export))
    cast.publisher.groups.clear()
    assert fetch(client, export).status_code == 403
    cast.publisher.groups.add(Group.objects.get(name=roles.PUBLISHERS))
    assert fetched(fetch(client, export))
    User.objects.filter(pk=cast.publisher.pk).update(is_active=False)
    assert fetch(client, export).status_code == 302


def test_pages_are_for_who_exports_and_for_auditors(cast: Cast) -> None:
    cast.article_in(Stage.PUBLISHED)
    export = made(cast)
    pages = [LIST, page_of(export), reverse("export-progress", args=[export.pk])]
    for part, code in (("editor", 200), ("auditor", 200), ("writer", 403), ("superuser", 403)):
        client = signed_in(getattr(cast, part))
        assert [client.get(page).status_code for page in pages] == [code] * 3, part
        assert client.get(NEW).status_code == (200 if part == "editor" else 403)
        assert order(client).status_code == (302 if part == "editor" else 403)
    shown = signed_in(cast.auditor).get(page_of(export)).text
    assert "Only Pia Publisher, who ordered them, can fetch the files." in shown
    assert address(export) not in shown


def test_files_that_were_deleted_are_told_as_gone(cast: Cast) -> None:
    cast.article_in(Stage.PUBLISHED)
    export, client = made(cast), signed_in(cast.publisher)
    Export.objects.filter(pk=export.pk).update(ended_at=timezone.now() - dt.timedelta(days=15))
    exports.clear_old()
    answer = client.get(address(export))
    assert answer.status_code == 410
    assert "Files are deleted 14 days after their export." in answer.text
    page = client.get(page_of(export)).text
    assert client.get(everything(export)).status_code == 410
    assert "The files were deleted" in page
    assert address(export) not in page and everything(export) not in page
    assert export.files[0]["digest"] in page


def test_a_file_that_vanished_is_told_as_gone(cast: Cast) -> None:
    cast.article_in(Stage.PUBLISHED)
    export = made(cast)
    (exports.folder(export) / export.files[0]["name"]).unlink()
    client = signed_in(cast.publisher)
    assert [client.get(door).status_code for door in (address(export), everything(export))] == [
        410
    ] * 2


def test_progress_is_told_to_the_script(cast: Cast) -> None:
    cast.article_in(Stage.PUBLISHED)
    export = exports.order(Choice(formats=("json",)), actor=cast.publisher)
    client, where = signed_in(cast.publisher), reverse("export-progress", args=[export.pk])
    assert client.get(where).json() == {
        "state": "queued",
        "ended": False,
        "done": 0,
        "total": 0,
        "words": "waits for a worker",
    }
    Export.objects.filter(pk=export.pk).update(state="running", done=1200, total=9000)
    assert client.get(where).json()["words"] == "1,200 of 9,000 articles"
    assert 'value="1200" max="9000"' in client.get(page_of(export)).text
    exports.cancel(export, actor=cast.publisher)
    assert client.get(where).headers["Cache-Control"].startswith("max-age=0")


def test_an_order_is_taken_back_on_its_page(cast: Cast) -> None:
    client = signed_in(cast.publisher)
    order(client)
    where = reverse("export-cancel", args=[newest().pk])
    assert client.get(where).status_code == 405
    assert signed_in(cast.auditor).post(where).status_code == 403
    page = client.post(where, follow=True)
    assert "Nothing was written" in page.text
    assert newest().state == ExportState.CANCELLED
    again = client.post(where)
    assert again.status_code == 409 and "It has ended already" in again.text


def test_an_unknown_export_is_not_found(cast: Cast) -> None:
    client = signed_in(cast.publisher)
    for name in ("export", "export-progress", "export-sums"):
        assert client.get(reverse(name, args=[uuid.uuid4()])).status_code == 404


def test_lists_of_files_and_reasons_are_bounded(cast: Cast) -> None:
    export = made(cast)
    files = [{"name": f"a{n}.json", "bytes": 1, "digest": "sha256:" + "0" * 64} for n in range(250)]
    left_out = [{"slug": f"b{n}", "reasons": ["Because."]} for n in range(80)]
    Export.objects.filter(pk=export.pk).update(files=files, refused=left_out)
    client = signed_in(cast.publisher)
    page = client.get(page_of(export))
    assert (len(page.context["files_shown"]), page.text.count("Because.")) == (100, 50)
    assert "30 more." in page.text
    last = client.get(page_of(export), {"from": "200"})
    assert last.context["files_shown"][0]["name"] == "a200.json"
    for sense in ("-1", "x", "9999", "²"):
        assert client.get(page_of(export), {"from": sense}).context["is_first"]


def test_pages_take_as_many_statements_for_one_as_for_many(cast: Cast) -> None:
    client = signed_in(cast.publisher)
    cast.article_in(Stage.PUBLISHED)
    export = made(cast)
    pages = (LIST, NEW, page_of(export), reverse("export-progress", args=[export.pk]))
    one = [statements(client, page) for page in pages]
    for number in range(3):
        cast.article_in(Stage.PUBLISHED, title=f"Words {number}")
        made(cast, user=cast.editor, bundle=False)
    assert [statements(client, page) for page in pages] == one
    assert max(one) <= 20


def test_the_list_goes_on_by_key(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.desk.exporting.SIZE", 2)
    made_here = [made(cast) for _ in range(3)]
    client = signed_in(cast.auditor)
    first = client.get(LIST)
    assert [row["export"] for row in first.context["rows"]] == made_here[:0:-1]
    rest = client.get(LIST, {"after": first.context["page"].after})
    assert [row["export"] for row in rest.context["rows"]] == made_here[:1]


def test_what_readers_lost_since_a_cursor_is_shown_to_who_takes_it_down(cast: Cast) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    first = made(cast)
    cast.act("withdraw", article, cast.publisher, note="<b>Superseded</b>")
    client = signed_in(cast.publisher)
    page = client.get(NEW, {"since": first.cursor})
    assert [each.slug for each in page.context["outlook"].withdrawn] == [article.slug]
    shown = client.get(page_of(made(cast, since=first.cursor))).text
    assert "Taken from readers since" in shown and "&lt;b&gt;Superseded&lt;/b&gt;" in shown


def test_a_second_click_orders_nothing_new(cast: Cast) -> None:
    client = signed_in(cast.publisher)
    assert order(client).url == order(client).url
    assert Export.objects.count() == 1
