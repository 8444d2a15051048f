"""Concerns: the list, one with its grounds, settling it; and that they stay inside."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.urls import reverse

from articles import exporters
from articles.desk import concerns as page
from articles.models import Concern
from articles.stages import Resolution
from tests.cast import Cast, standing_signature
from tests.credentials.news import certificate_of, live, raised, revoke
from tests.desk.site import changed, rows, signed_in, statements

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LONG_AGO = dt.date(2020, 1, 1)
READERS = ("editor", "officer", "publisher", "auditor")


@pytest.fixture
def concern(cast: Cast) -> Concern:
    live(cast)
    revoke(cast, certificate_of(cast.physician), LONG_AGO)
    return Concern.objects.get()


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def listed(client, tab: str = "open", after: str = "") -> list[Concern]:
    return list(client.get("/concerns/", {"tab": tab, "after": after}).context["rows"])


def settle(cast: Cast, concern: Concern, **changes):
    data = {"resolution": "no_action", "note": "The board erred.", **changes}
    return signed_in(cast.editor).post(reverse("concern", args=[concern.pk]), data)


@pytest.mark.parametrize("role", READERS)
def test_who_may_know_of_them_reads_them(cast: Cast, concern: Concern, role: str) -> None:
    client = signed_in(getattr(cast, role))
    one = client.get(reverse("concern", args=[concern.pk]))
    assert one.status_code == 200
    assert listed(client) == [concern]
    assert ("Settle the concern" in words(one)) == (role == "editor")
    assert "Concerns" in words(client.get("/"))


@pytest.mark.parametrize("role", ["writer", "physician"])
def test_others_neither_read_them_nor_hear_of_their_words(cast: Cast, concern, role: str) -> None:
    client = signed_in(getattr(cast, role))
    addresses = ["/concerns/", reverse("concern", args=[concern.pk])]
    assert {client.get(address).status_code for address in addresses} == {403}
    for address in ("/", concern.article.get_absolute_url()):
        text = words(client.get(address))
        assert "Concerns" not in text
        assert "As is known now" not in text
        assert "revoked" not in text


def test_a_concern_that_is_not_there_is_404(cast: Cast) -> None:
    assert signed_in(cast.editor).get("/concerns/999/").status_code == 404


def test_it_shows_what_since_when_and_both_sides(cast: Cast, concern: Concern) -> None:
    text = words(signed_in(cast.editor).get(reverse("concern", args=[concern.pk])))
    for said in (
        "A credential was not in force on the day of signing",
        "Gout flares",
        "Open since",
        "As is known now: Rheumatology is not in force: revoked since 1 Jan 2020.",
        "Not in force: revoked, from 1 Jan 2020",
        "recorded by Cora Officer",
        "As signed Medically reviewed by Ada Moss, MD; American Board of Internal Medicine",
        "Rheumatology: in force, verified",
        "Not valid",
    ):
        assert said in text


def test_the_article_page_warns_those_who_may_know(cast: Cast, concern: Concern) -> None:
    address = concern.article.get_absolute_url()
    seen = {
        role: "See the concern" in words(signed_in(getattr(cast, role)).get(address))
        for role in (*READERS, "writer", "physician")
    }
    assert seen == dict.fromkeys(READERS, True) | {"writer": False, "physician": False}
    settle(cast, concern)
    assert "See the concern" not in words(signed_in(cast.editor).get(address))


def test_home_shows_a_managing_editor_what_is_open(cast: Cast, concern: Concern) -> None:
    address = reverse("concern", args=[concern.pk])
    assert address in signed_in(cast.editor).get("/").content.decode()
    assert address not in signed_in(cast.publisher).get("/").content.decode()
    settle(cast, concern)
    assert "No concern is open" in words(signed_in(cast.editor).get("/"))


def test_settled_and_overtaken_ones_stand_behind_tabs(cast: Cast) -> None:
    articles = [live(cast, title=title) for title in ("Open", "Settled", "Withdrawn")]
    revoke(cast, certificate_of(cast.physician), LONG_AGO)
    settle(cast, raised(articles[1])[0])
    cast.act("withdraw", articles[2], cast.publisher, note="Out of date.")

    client = signed_in(cast.auditor)
    tabs = {name: count for name, _, count in client.get("/concerns/").context["tabs"]}
    found = {tab: [each.article.title for each in listed(client, tab)] for tab in page.TABS}

    assert tabs == {"open": 1, "settled": 1, "past": 1}
    assert found == {"open": ["Open"], "settled": ["Settled"], "past": ["Withdrawn"]}
    assert [each.article.title for each in listed(client, "nonsense")] == ["Open"]
    gone = words(client.get(reverse("concern", args=[raised(articles[2])[0].pk])))
    assert "readers no longer see the text" in gone


@pytest.mark.parametrize("tab", page.TABS)
def test_pages_skip_nothing_and_repeat_nothing(cast: Cast, monkeypatch, tab: str) -> None:
    monkeypatch.setattr(page, "PAGE", 2)
    articles = [live(cast, title=f"Number {number}") for number in range(5)]
    revoke(cast, certificate_of(cast.physician), LONG_AGO)
    for article in articles:
        if tab == "settled":
            settle(cast, raised(article)[0])
        if tab == "past":
            cast.act("withdraw", article, cast.publisher, note="Out of date.")
    client, seen, after = signed_in(cast.auditor), [], ""
    while True:
        response = client.get("/concerns/", {"tab": tab, "after": after})
        seen += [each.article.title for each in response.context["rows"]]
        if not (after := response.context["next"]):
            break
    assert sorted(seen) == [f"Number {number}" for number in range(5)]
    times = [Concern.objects.get(article__title=title) for title in seen]
    key = "resolved_at" if tab == "settled" else "opened_at"
    assert times == sorted(times, key=lambda c: getattr(c, key), reverse=tab == "settled")


@pytest.mark.parametrize(
    "after", ["x", "_1", "2026-01-01T00:00:00_1", "2026-01-01T00:00:00+00:00_x"]
)
def test_a_cursor_without_sense_gives_the_first_page(cast: Cast, concern, after: str) -> None:
    assert listed(signed_in(cast.auditor), after=after) == [concern]


def test_lists_take_as_many_statements_for_one_as_for_four(cast: Cast) -> None:
    articles = [live(cast, title=f"Number {number}") for number in range(4)]
    credential = certificate_of(cast.physician)
    client = signed_in(cast.editor)
    for article in articles[1:]:
        cast.act("withdraw", article, cast.publisher, note="Out of date.")
    revoke(cast, credential, LONG_AGO)
    pages = ["/concerns/", "/", articles[0].get_absolute_url()]
    one = [statements(client, address) for address in pages]
    for number in range(3):
        revoke(cast, credential, dt.date(2019, 1, 1 + number))
    assert len(listed(client)) == 4
    assert [statements(client, address) for address in pages] == one
    assert one[0] <= 4 + 12


# Settling.


@pytest.mark.parametrize("resolution", [r.value for r in Resolution if r])
def test_an_editor_settles_it_and_it_says_so(cast: Cast, concern: Concern, resolution: str) -> None:
    response = settle(cast, concern, resolution=resolution)
    assert response.status_code == 302
    concern.refresh_from_db()
    assert (concern.resolution, concern.note) == (resolution, "The board erred.")
    text = words(signed_in(cast.auditor).get(response["Location"]))
    assert "“The board erred.”" in text
    assert "settled by Edda Editor" in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"resolution": ""}, "Choose what is done about the concern."),
        ({"resolution": "burn"}, "burn is not one of the available choices"),
        ({"note": "  "}, "Say why it is settled so."),
        ({"note": "a\u202eb"}, "cannot be stored"),
    ],
)
def test_bad_input_is_told_in_one_sentence(cast: Cast, concern, changes, sentence: str) -> None:
    before = rows()
    response = settle(cast, concern, **changes)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert changed(before) == []


def test_a_second_decision_comes_too_late(cast: Cast, concern: Concern) -> None:
    settle(cast, concern)
    before = rows()
    response = settle(cast, concern, resolution="notice")
    assert response.status_code == 409
    assert "This concern has been settled already." in response.content.decode()
    assert changed(before) == []


@pytest.mark.parametrize(
    "role", ["officer", "publisher", "auditor", "writer", "physician", "superuser"]
)
def test_nobody_else_settles(cast: Cast, concern: Concern, role: str) -> None:
    data = {"resolution": "no_action", "note": "I say so."}
    client = signed_in(getattr(cast, role))
    for sent in (data, {}):
        assert client.post(reverse("concern", args=[concern.pk]), sent).status_code == 403
    assert Concern.objects.open().count() == 1


def test_looking_settles_nothing(cast: Cast, concern: Concern) -> None:
    data = {"resolution": "no_action", "note": "I say so."}
    signed_in(cast.editor).get(reverse("concern", args=[concern.pk]), data)
    assert Concern.objects.open().count() == 1


def test_a_withdrawn_signature_is_shown_with_its_reason(cast: Cast) -> None:
    article = live(cast)
    signature = standing_signature(article)
    cast.act("withdraw_signature", article, cast.physician, signature=signature, note="Too early.")
    [concern] = raised(article)
    text = words(signed_in(cast.editor).get(reverse("concern", args=[concern.pk])))
    assert "A signature was withdrawn" in text
    assert "Too early." in text
    assert "Then and now" not in text


# Inside.


def test_nothing_of_a_concern_leaves_with_an_export(cast: Cast, tmp_path: Path) -> None:
    """Also settled ones: whether readers are told is an editor's act of its own."""
    cast.policy("Default", sign_offs=2)
    article = live(cast, cast.physician, cast.second_physician)
    secret = "Zanzibar said so, in confidence."
    revoke(cast, certificate_of(cast.second_physician), LONG_AGO, source_wording=secret)
    [concern] = raised(article)
    settle(cast, concern, note=secret)

    known = exporters.registered()
    formats = [f"--format={exporter.slug}" for exporter in known]
    each = [f"--format={exporter.slug}" for exporter in known if not exporter.one_file]
    whole, bundle = tmp_path / "out", tmp_path / "out.zip"
    call_command("export_articles", *formats, f"--output={whole}", verbosity=0)
    call_command("export_articles", *each, "--bundle", f"--output={bundle}", verbosity=0)

    files = {path.name: path.read_bytes() for path in whole.rglob("*") if path.is_file()}
    with ZipFile(bundle) as packed:
        files |= {name: packed.read(name) for name in packed.namelist() if name != "verify.py"}
    assert article.slug in " ".join(files)
    assert len(files) > len(formats)
    for name, data in files.items():
        for word in (b"zanzibar", b"concern", b"revoked", b"as is known now", b"no_action"):
            assert word not in data.lower(), (name, word)
