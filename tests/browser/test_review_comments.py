"""Words that were typed on the review page are kept once, or not lost: whatever happens between."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models import Comment, Remark, Review
from tests.cast import PASSWORD, Cast
from tests.desk.scenes import commented, second_round

pytestmark = pytest.mark.browser

SAID = "Say for how long, and who decides."


@pytest.fixture
def review(cast: Cast) -> Review:
    found = second_round(cast)
    commented(cast, found)
    return found


@pytest.fixture
def at(review: Review, visitor: Any) -> Any:
    """Ada, in front of the review."""
    found = visitor()
    found.sign_in("ada")
    found.open(f"/review/{review.pk}/")
    return found


def begin(page: Page, text: str = SAID) -> None:
    page.locator("#change-1 .seen a").click()
    page.get_by_label("Your comment").fill(text)


def keep(page: Page) -> None:
    page.get_by_role("button", name="Keep the comment").click()


def kept(page: Page, text: str = SAID) -> None:
    expect(page.locator(".comment", has_text=text)).to_be_visible()
    expect(page.locator("#compose")).to_be_hidden()
    assert Comment.objects.filter(text=text).count() == 1


def sign_in_again(page: Page) -> None:
    """In another tab of the same browser."""
    other = page.context.new_page()
    other.goto(page.url.split("/review/")[0] + "/login/")
    other.get_by_label("Username").fill("ada")
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in", exact=True).click()
    other.close()


def session_ends(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def test_words_that_are_chosen_are_the_words_of_the_comment(at: Any) -> None:
    page = at.page
    page.get_by_text("A fall after which pain does not settle.").click(click_count=3)
    page.get_by_role("button", name="Comment", exact=True).click()
    quoted = page.get_by_label("The words it is about")
    expect(quoted).to_have_value("A fall after which pain does not settle.")
    page.get_by_label("Your comment").fill(SAID)
    keep(page)
    kept(page)
    expect(page.locator(".anchor", has_text="A fall after which pain")).to_be_visible()
    assert at.complaints == []


def test_two_clicks_make_one_comment(at: Any) -> None:
    begin(at.page)
    at.page.get_by_role("button", name="Keep the comment").dblclick()
    kept(at.page)
    begin(at.page, "Another one.")
    keep(at.page)
    kept(at.page, "Another one.")
    assert at.complaints == []


def test_the_back_button_brings_no_comment_twice(at: Any) -> None:
    begin(at.page)
    keep(at.page)
    kept(at.page)
    at.page.get_by_role("link", name="My reviews").click()
    at.page.go_back()
    begin(at.page, "Said after coming back.")
    keep(at.page)
    kept(at.page, "Said after coming back.")
    assert Comment.objects.filter(text=SAID).count() == 1


def test_without_scripts_reloading_what_came_back_sends_nothing_again(
    review: Review, visitor: Any
) -> None:
    at = visitor(script=False)
    at.sign_in("ada")
    page = at.open(f"/review/{review.pk}/")
    begin(page)
    page.get_by_role("button", name="Keep the comment").dblclick()
    page.wait_for_url(f"**/review/{review.pk}/#note-*")
    page.reload()
    assert page.locator(".comment", has_text=SAID).count() == 1
    assert Comment.objects.filter(text=SAID).count() == 1


def test_a_lost_connection_loses_no_word(at: Any) -> None:
    begin(at.page)
    at.page.context.set_offline(True)
    keep(at.page)
    expect(at.page.get_by_role("alert")).to_contain_text("the connection is lost")
    assert at.page.get_by_label("Your comment").input_value() == SAID
    at.page.context.set_offline(False)
    keep(at.page)
    kept(at.page)
    assert at.page.get_by_role("alert").count() == 0


def test_a_session_that_ended_is_told_and_the_words_go_out_after_signing_in(at: Any) -> None:
    begin(at.page)
    session_ends(at.page)
    keep(at.page)
    expect(at.page.get_by_role("alert")).to_contain_text("You are signed out")
    assert at.page.get_by_label("Your comment").input_value() == SAID
    assert not Comment.objects.filter(text=SAID).exists()
    sign_in_again(at.page)
    keep(at.page)
    kept(at.page)


def test_words_outlive_the_session_and_the_page(at: Any, review: Review) -> None:
    begin(at.page)
    session_ends(at.page)
    at.page.reload()
    at.page.get_by_label("Username").fill("ada")
    at.page.get_by_label("Password").fill(PASSWORD)
    at.page.get_by_role("button", name="Sign in", exact=True).click()
    at.page.get_by_role("button", name="Go on with it").click()
    expect(at.page.get_by_label("Your comment")).to_have_value(SAID)
    keep(at.page)
    kept(at.page)
    assert "5 mg" in Comment.objects.get(text=SAID).exact
    expect(at.page.get_by_text("A comment you began")).to_have_count(0)
    assert at.complaints == []


def test_a_page_that_is_closed_keeps_what_was_begun_for_the_next(at: Any, review: Review) -> None:
    begin(at.page)
    later = at.page.context.new_page()
    at.page.close()
    later.goto(f"{at.server}/review/{review.pk}/")
    later.get_by_role("button", name="Go on with it").click()
    keep(later)
    kept(later)
    later.reload()
    assert later.get_by_text("A comment you began").count() == 0


def test_of_two_tabs_the_second_is_told_and_keeps_its_words(at: Any, review: Review) -> None:
    first, second = at.page, at.page.context.new_page()
    second.goto(first.url)
    for page in (first, second):
        page.locator("#note-D .turn > summary").click()
        page.get_by_label("Your words on comment D").fill("Settled by the new table.")
    first.locator("#note-D").get_by_role("button", name="Resolve").click()
    expect(first.locator("#note-D .kind")).to_contain_text("resolved")
    second.locator("#note-D").get_by_role("button", name="Resolve").click()
    expect(second.get_by_role("alert")).to_contain_text("Nothing was resolved")
    expect(second.get_by_label("Your words on comment D")).to_have_value(
        "Settled by the new table."
    )
    assert Remark.objects.filter(text="Settled by the new table.").count() == 1


def test_words_begun_elsewhere_outlive_a_turn_in_another_thread(at: Any) -> None:
    at.page.locator("#note-E .turn > summary").click()
    at.page.get_by_label("Your words on comment E").fill("Half a thought")
    at.page.locator("#note-D").get_by_role("button", name="Resolve").click()
    expect(at.page.locator("#note-D .kind")).to_contain_text("resolved")
    expect(at.page.get_by_label("Your words on comment E")).to_have_value("Half a thought")


def choose(page: Page, words: str) -> None:
    page.locator("main").get_by_text(words).first.click(click_count=3)
    page.get_by_role("button", name="Comment", exact=True).click()


def test_what_was_begun_about_some_words_never_appears_under_others(at: Any) -> None:
    page = at.page
    choose(page, "A fall after which pain does not settle.")
    page.get_by_label("Must fix").check()
    page.get_by_label("Your comment").fill(SAID)
    page.get_by_label("Better wording").fill("A fall with lasting pain.")
    page.get_by_role("button", name="Not now").click()

    page.locator("#change-1 .seen a").click()
    expect(page.get_by_label("The words it is about")).to_have_value(re.compile("5 mg"))
    expect(page.get_by_label("Your comment")).to_have_value("")
    expect(page.get_by_label("Better wording")).to_have_value("")
    expect(page.get_by_label("Suggestion")).to_be_checked()
    page.get_by_label("Your comment").fill("Another thought.")
    page.get_by_label("Take these words out").check()
    page.reload()
    page.get_by_role("button", name="Go on with it").click()
    expect(page.get_by_label("Your comment")).to_have_value("Another thought.")
    expect(page.get_by_label("Take these words out")).to_be_checked()
    keep(page)
    kept(page, "Another thought.")
    assert Comment.objects.get(text="Another thought.").wording == ""

    page.get_by_role("button", name="Go on with it").click()
    expect(page.get_by_label("The words it is about")).to_have_value(re.compile("A fall after"))
    expect(page.get_by_label("Must fix")).to_be_checked()
    expect(page.get_by_label("Better wording")).to_have_value("A fall with lasting pain.")
    expect(page.get_by_label("Take these words out")).not_to_be_checked()
    page.get_by_role("button", name="Not now").click()
    choose(page, "A fall after which pain does not settle.")
    expect(page.get_by_label("Your comment")).to_have_value(SAID)
    keep(page)
    kept(page)
    expect(page.get_by_text("A comment you began")).to_have_count(0)
    assert at.complaints == []


def test_another_person_at_the_same_screen_sees_no_draft(at: Any, review: Review) -> None:
    begin(at.page)
    at.page.locator("#compose").press("Escape")
    at.page.locator("#note-E .turn > summary").click()
    at.page.get_by_label("Your words on comment E").fill("Half a thought")
    at.sign_out()
    at.sign_in("bela")
    other = review.round.reviews.exclude(pk=review.pk).get()
    for number in (review.pk, other.pk):
        at.open(f"/review/{number}/")
        assert at.page.get_by_text("A comment you began").count() == 0
        assert at.page.get_by_label("Your words on comment E").input_value() == ""


@pytest.mark.parametrize(
    ("chosen", "quoted"),
    [
        ("What steroids do to bone, and", "“What steroids do to bone, and what to ask for"),
        ("Steroids and your bones in lupus", "“Steroids and your bones in lupus"),
        ("A handbook of joints.", "“A handbook of joints."),
        ("the aim is 7.5 mg", "“For most adults the aim is 7.5 mg a day or less."),
    ],
)
def test_words_outside_the_body_are_quoted_in_a_comment_on_the_whole(
    at: Any, chosen: str, quoted: str
) -> None:
    page = at.page
    page.goto(f"{page.url}?view=side")
    choose(page, chosen)
    expect(page.get_by_label("The words it is about")).to_have_value("")
    expect(page.get_by_label("Your comment")).to_have_value(re.compile(f"^{quoted}.*”: $"))
    expect(page.get_by_label("Your comment")).to_be_focused()
    page.keyboard.type(SAID)
    keep(page)
    expect(page.locator(".comment", has_text=SAID)).to_contain_text("On the whole text")
    made = Comment.objects.get(text__endswith=SAID)
    assert made.exact == ""
    assert made.text.startswith(quoted)


def test_marks_beside_the_text_are_no_words_to_comment_on(at: Any) -> None:
    for marks in (".moved-note .tag", ".comment p", ".change .seen b"):
        at.page.locator(marks).first.click(click_count=3)
        assert at.page.evaluate("getSelection().toString()").strip()
        expect(at.page.get_by_role("button", name="Comment", exact=True)).to_be_hidden()


def test_the_key_to_comment_says_what_is_missing(at: Any) -> None:
    said = at.page.get_by_role("status").filter(has_text="Choose words of the text first")
    at.page.keyboard.press("c")
    expect(said).to_be_visible()
    expect(at.page.locator("#compose")).to_be_hidden()
    at.page.keyboard.press("j")
    expect(said).to_have_count(0)
    at.page.keyboard.press("c")
    expect(at.page.get_by_label("The words it is about")).to_have_value(re.compile("5 mg"))


def test_control_and_enter_send_the_answer_that_was_typed(at: Any) -> None:
    at.page.locator("#note-E .turn > summary").click()
    at.page.get_by_label("Your words on comment E").fill("In the next version.")
    at.page.keyboard.press("Control+Enter")
    expect(at.page.locator("#note-E .reply")).to_contain_text("In the next version.")
