"""The parts that pages are made of, rendered with long, empty and wrong content."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings as django_settings
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import path

from articles.dossier import Printed, Withdrawn
from articles.errors import Refusal
from articles.stages import Meaning, Stage

TEMPLATES = Path(django_settings.BASE_DIR) / "templates"
LEAVES_THE_SITE = {"export", "email"}
OURS = sorted(
    path
    for path in TEMPLATES.rglob("*.html")
    if path.relative_to(TEMPLATES).parts[0] not in LEAVES_THE_SITE
)


def nowhere(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("", nowhere, name="home"),
    path("articles/", nowhere, name="article-list"),
    path("review/", nowhere, name="review-list"),
    path("publish/", nowhere, name="publish-desk"),
    path("reviewers/", nowhere, name="reviewer-list"),
    path("verify/", nowhere, name="verify"),
    path("in/", nowhere, name="login"),
    path("out/", nowhere, name="logout"),
    path("account/", nowhere, name="mfa_index"),
    path("forgotten/", nowhere, name="account_reset_password"),
    path("password/", nowhere, name="password_change"),
    path("admin/", admin.site.urls),
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def part(name: str, **inputs: Any) -> str:
    return render_to_string(f"partials/{name}.html", inputs)


def page(name: str, user: Any, address: str = "/", **inputs: Any) -> str:
    request = RequestFactory().get(address)
    request.user = user
    return render_to_string(name, inputs, request)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("template", OURS, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_nothing_is_inline(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("template", OURS, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_fits_one_look(template: Path) -> None:
    assert len(template.read_text().splitlines()) <= 80


@pytest.mark.parametrize("template", OURS, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_the_way_to_other_pages_is_one_part(template: Path) -> None:
    assert ('aria-label="Pages"' in template.read_text()) == (template.name == "pages.html")


ASKED = "/?tab=live&q=a%26b&after=x"
KEPT = "?tab=live&amp;q=a%26b"


@pytest.mark.parametrize(
    ("inputs", "links"),
    [
        ({"next": "", "is_first": True}, []),
        ({"next": "y/=&z", "is_first": True}, [(f"{KEPT}&amp;after=y%2F%3D%26z", "Next page")]),
        ({"next": "", "is_first": False}, [(KEPT, "First page")]),
        (
            {"next": 100, "is_first": False, "what": "files"},
            [
                (f"{KEPT}&amp;after=x", "First files"),
                (f"{KEPT}&amp;after=x&amp;from=100", "Next files"),
            ],
        ),
    ],
)
def test_other_pages_keep_whatever_else_was_asked(
    inputs: dict[str, Any], links: list[tuple[str, str]]
) -> None:
    html = page("partials/pages.html", AnonymousUser(), ASKED, **inputs)
    assert re.findall(r'<a href="([^"]*)">([^<]*)</a>', html) == links


def test_the_first_page_is_reached_where_nothing_else_was_asked() -> None:
    html = page("partials/pages.html", AnonymousUser(), "/?after=x", next="", is_first=False)
    assert '<a href="?">First page</a>' in html


@pytest.mark.parametrize("stage", Stage)
def test_a_stage_is_icon_and_word_and_colour(stage: Stage) -> None:
    html = part("stage", stage=stage.value)
    assert f'data-stage="{stage.value}"' in html
    assert "<path" in html
    assert words(html) == stage.label


SIGNATURE = Printed(
    printed_name="Thea M. Lindqvist, MD",
    at=datetime(2026, 11, 22, 15, 31, 8, tzinfo=UTC),
    time_zone="America/New_York",
    meaning="Medical review",
    statement="I read it all.",
)


@pytest.mark.req("P11-17")
@pytest.mark.parametrize("look", [{}, {"brief": True}, {"plain": True}])
@pytest.mark.parametrize("meaning", Meaning)
def test_a_signature_shows_name_time_meaning_and_sentence(
    meaning: Meaning, look: dict[str, bool]
) -> None:
    html = part("signature", signature=replace(SIGNATURE, meaning=str(meaning.label)), **look)
    assert words(html) == (
        f"I read it all. Thea M. Lindqvist, MD {meaning.label}, "
        "signed 22 Nov 2026, 10:31:08 UTC\u22125 (America/New_York)"
    )
    assert '<time datetime="2026-11-22T15:31:08Z">' in html


def test_a_withdrawn_signature_says_so_first() -> None:
    assert SIGNATURE.at is not None
    taken_back = Withdrawn("H. Cole, MD", SIGNATURE.at + timedelta(days=1), "Too soon.")
    html = part("signature", signature=replace(SIGNATURE, withdrawn=taken_back))
    assert words(html).startswith(
        "Withdrawn by H. Cole, MD on 23 Nov 2026, 10:31:08 UTC\u22125 (America/New_York): "
        "\u201cToo soon.\u201d I read it all. Thea"
    )
    assert "<svg" in html
    assert "<svg" not in part(
        "signature", signature=replace(SIGNATURE, withdrawn=taken_back), plain=True
    )


def test_a_signature_not_yet_given_promises_no_time() -> None:
    shown = words(part("signature", signature=replace(SIGNATURE, at=None, time_zone="Asia/Tokyo")))
    assert shown.endswith("set by the server at the moment of signing, in Asia/Tokyo")


def test_a_disclosure_stands_under_the_name() -> None:
    shown = words(part("signature", signature=replace(SIGNATURE, disclosure="Shares in <Acme>.")))
    assert shown.endswith("Disclosure: Shares in &lt;Acme&gt;.")


LINE = "Medically reviewed by Thea M. Lindqvist, MD"


def test_signed_words_carry_their_byline() -> None:
    due = date(2028, 3, 3)
    html = part(
        "byline",
        reviewed=True,
        bylines=[LINE],
        last_reviewed=date(2026, 3, 3),
        review_due=due,
        version=4,
    )
    assert words(html) == (f"{LINE} Last reviewed 3 Mar 2026 · review due 3 Mar 2028 · version 4")


@pytest.mark.parametrize("given", [{}, {"reviewed": False}, {"reviewed": ""}, {"reviewed": None}])
def test_no_byline_stands_over_unsigned_words(given: dict[str, Any]) -> None:
    html = part("byline", bylines=[LINE], last_reviewed=date(2026, 3, 3), version=7, **given)
    assert words(html) == "Not medically reviewed (version 7)"


def test_what_may_be_done_is_a_link_and_what_may_not_keeps_every_reason() -> None:
    html = part(
        "options",
        options=[
            {"name": "submit", "label": "Submit…", "url": "/s/", "primary": True, "refusals": ()},
            {
                "name": "publish",
                "label": "Publish…",
                "url": "/p/",
                "hint": "Never shown.",
                "refusals": [
                    Refusal("a", "You wrote it."),
                    {"message": "Nobody signed <it>.", "link": "/r/"},
                ],
            },
        ],
    )
    assert '<a class="button primary" href="/s/">' in html
    assert 'aria-disabled="true" aria-describedby="why-publish"' in html
    assert '<div id="why-publish">' in html
    assert "/p/" not in html
    assert "Never shown." not in html
    assert "You wrote it." in html
    assert "Nobody signed &lt;it&gt;." in html
    assert 'href="/r/"' in html


def test_an_act_by_post_carries_its_token() -> None:
    option = {"name": "recall", "label": "Recall", "url": "/r/", "post": True}
    html = page("partials/options.html", AnonymousUser(), options=[option])
    assert '<form method="post" action="/r/">' in html
    assert "csrfmiddlewaretoken" in html


class Request(forms.Form):
    note = forms.CharField(help_text="The writer sees it.")
    kind = forms.ChoiceField(choices=[("must", "Must fix")], widget=forms.RadioSelect)
    round = forms.CharField(widget=forms.HiddenInput)


def test_every_error_is_listed_on_top_and_stands_under_its_field() -> None:
    form = Request({"note": ""})
    form.add_error(None, "The round is over.")
    top = part("errors", form=form, refusals=[Refusal("x", "Not now.")], kept="Kept.")
    assert words(top) == (
        "Nothing was saved. Not now. The round is over. Note : This field is required. "
        "Kind : This field is required. Round: This field is required. Kept."
    )
    assert 'href="#id_note"' in top
    under = part("field", field=form["note"])
    assert 'aria-invalid="true" aria-describedby="id_note_helptext id_note_error"' in under
    assert 'id="id_note_error"' in under
    assert words(part("field", field=form["kind"])) == "Kind Must fix This field is required."


def test_no_error_box_without_errors() -> None:
    assert part("errors", form=Request({"note": "x", "kind": "must", "round": "1"})).strip() == ""


def test_a_timeline_tells_who_did_what_when_and_why() -> None:
    entry = {
        "at": SIGNATURE.at,
        "actor": "J. Whitlock",
        "what": "submitted version 7",
        "entry": 4790,
        "why": "Dose <changed>",
        "stage": "medical_review",
    }
    html = part("timeline", entries=[entry])
    assert words(html) == (
        "22 Nov 2026 J. Whitlock submitted version 7 entry 4790 \u201cDose &lt;changed&gt;\u201d"
    )
    assert 'data-stage="medical_review"' in html


def test_two_versions_are_chosen_by_number() -> None:
    versions = [{"number": n, "at": SIGNATURE.at} for n in (12, 4)]
    html = part("versions", versions=versions, compare="/c/", older=4, newer=12)
    assert re.findall(r'name="(\w+)" value="(\d+)" required aria-label="[^"]+" checked', html) == [
        ("to", "12"),
        ("from", "4"),
    ]


def test_a_digest_is_short_to_see_and_whole_to_copy() -> None:
    digest = "sha256:" + "0123456789abcdef" * 4
    html = part("digest", digest=digest)
    assert f'data-copy="{digest}" hidden' in html
    assert '<code class="digest">0123456789ab<span class="rest"' in html
    assert words(part("digest", digest=digest, whole=True)).startswith(digest)


def test_a_visitor_sees_no_navigation_and_a_reader_no_admin() -> None:
    assert "<nav" not in page("base.html", AnonymousUser())
    html = page("base.html", User(username="jw", first_name="Jonah", last_name="Whitlock"))
    assert "Jonah Whitlock" in html
    assert "/admin/" not in html
    assert '<form class="me row" method="post" action="/out/">' in html
    assert "Times are shown in America/New_York. The record keeps UTC." in html


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        ("/", '<a href="/" aria-current="page">'),
        ("/review/", '<a href="/review/" aria-current="page">'),
        ("/review/7/sign/", '<a href="/review/" aria-current="true">'),
    ],
)
def test_the_navigation_says_where_you_are(address: str, marked: str) -> None:
    html = page("base.html", User(username="jw", is_staff=True), address)
    assert marked in html
    assert html.count("aria-current") == 1


def test_an_article_stands_under_articles() -> None:
    html = page("base.html", User(username="jw"), "/articles/gout/")
    assert html.count("aria-current") == 1
    assert 'href="/articles/" aria-current="true"' in html


def test_a_refusal_page_gives_every_reason_at_once() -> None:
    reasons = [Refusal("a", "It changed."), Refusal("b", "You wrote it.")]
    shown = words(
        page("409.html", User(username="jw"), title="Nothing was signed", refusals=reasons)
    )
    assert "Nothing was signed 409 It changed. You wrote it. Nothing was changed." in shown


@pytest.mark.parametrize("name", ["403.html", "404.html", "429.html"])
@pytest.mark.parametrize("user", [AnonymousUser(), User(username="jw")])
def test_plain_pages_work_for_everybody(name: str, user: Any) -> None:
    assert "<h1>" in page(name, user)


def test_the_last_resort_needs_no_context() -> None:
    assert "Something broke" in render_to_string("500.html")
