"""Findings as people read them: how many, where, and with a link to the place."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from articles import presenting
from articles.content.checks import check
from articles.models import Article
from articles.presenting import remembered
from tests.cast import TEXT, Cast

pytestmark = pytest.mark.django_db
TEMPLATE = "admin/articles/article/checks.html"


def panel(article: object) -> str:
    html = render_to_string(TEMPLATE, {"checked": presenting.checked(article)})
    return " ".join(html.split())


def test_the_heading_counts_both_kinds(cast: Cast) -> None:
    def heading(**changes: object) -> str:
        return presenting.checked(cast.draft(**changes)).heading

    assert heading() == ""
    assert heading(funding="") == "1 stands in the way of submitting"
    assert heading(body=f"{TEXT}\n\n#### Deep") == "1 to look at"
    both = heading(body="[@gone]\n\n#### Deep", funding="")
    assert both == "2 stand in the way of submitting, 2 to look at"


def test_each_finding_leads_to_its_place(cast: Cast) -> None:
    html = panel(cast.draft(body="Rest.\n\n[@gone]", funding=""))
    assert 'href="#id_body" data-field="body" data-line="3">Body, line 3</a>' in html
    assert 'data-field="funding" data-line="0">Funding disclosure</a>' in html
    link = 'href="#id_references" data-field="references" data-line="1">'
    assert f"{link}[@handbook] A handbook of joints</a>" in html
    assert html.count('<li data-tone="no"') == html.count("Stands in the way: ") == 2
    assert html.count('<li data-tone="warn"') == 1


def test_a_text_without_findings_says_so(cast: Cast) -> None:
    html = panel(cast.draft())
    assert "Nothing stands in the way of submitting, and there is nothing to look at." in html
    assert "<li" not in html


def test_what_was_typed_is_words_and_never_markup(cast: Cast) -> None:
    html = panel(cast.draft(body='![](<"><script>x</script>>)\n\n###### <b>Deep</b>'))
    assert "<script>" not in html and "<b>" not in html
    assert "&lt;b&gt;Deep" in html


def test_warnings_of_a_record_are_worked_out_once_and_ask_nothing(
    cast: Cast, django_assert_num_queries
) -> None:
    article = cast.draft(body=f"{TEXT}\n\n#### Deep\n\n[@gone] ![](x)")
    record = article.history.latest("history_id")
    remembered.warnings.cache_clear()
    with django_assert_num_queries(0):
        first, again = presenting.noticed(record), presenting.noticed(record)
    assert remembered.warnings.cache_info()[:2] == (1, 1)
    assert first == again
    warnings = [each for each in check(record) if not each.is_error]
    assert [each.sentence for each in first.items] == [each.sentence for each in warnings]
    assert [each.code for each in first.items] == ["heading_skipped"]


def test_another_text_has_warnings_of_its_own(cast: Cast) -> None:
    article = cast.draft(body=f"{TEXT}\n\n#### Deep")
    before = presenting.noticed(article)
    Article.objects.get()
    article.body = TEXT
    assert before.items and not presenting.noticed(article).items
