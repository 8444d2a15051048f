"""The rules see what they are there to see: each meets bad code, and good."""

from __future__ import annotations

import pytest

from . import rules, source


def module(code, path="articles/desk/review.py"):
    return [source.read(path, code)]


MOVES_AN_ARTICLE = [
    "article.stage = Stage.APPROVED",
    "article.stage += 'd'",
    "article.stage: str = 'approved'",
    "a, article.stage = 1, 'approved'",
    "for article.stage in stages: pass",
    "with x() as article.stage: pass",
    "del article.stage",
    "setattr(article, 'stage', 'approved')",
    "Article.objects.filter(pk=1).update(stage='approved')",
    "queryset.update(note='', stage='approved')",
    "article.save(update_fields=['stage'])",
    "Article.objects.bulk_update(rows, ['stage'])",
    "Article.objects.update_or_create(slug='a', stage='approved')",
]


@pytest.mark.parametrize("code", MOVES_AN_ARTICLE)
def test_whoever_moves_an_article_is_seen(code):
    assert list(rules.writers_of_stage(module(code)))


@pytest.mark.parametrize("code", MOVES_AN_ARTICLE)
def test_the_engine_may_move_an_article(code):
    assert list(rules.writers_of_stage(module(code, "articles/workflow/engine.py"))) == []


@pytest.mark.parametrize(
    "code",
    [
        "if article.stage == 'draft': pass",
        "Article.objects.filter(stage='draft')",
        "Case(stage=article.stage)",
        "found.update({'stage': 1})",
        "article.stage_since = now",
    ],
)
def test_asking_for_the_stage_is_not_moving(code):
    assert list(rules.writers_of_stage(module(code))) == []


WRITES_CONTENT = [
    "article.body = text",
    "article.content_digest = digest",
    "article.version += 1",
    "setattr(article, name, value)",
    "Article(title='New')",
    "Article.objects.create(slug='a')",
    "Article.objects.filter(pk=1).update(title='New')",
    "rows.update(references=[])",
    "row.save(update_fields=('summary', 'slug'))",
]


@pytest.mark.parametrize("code", WRITES_CONTENT)
def test_whoever_writes_signed_content_is_seen(code):
    assert list(rules.writers_of_content(module(code)))


@pytest.mark.parametrize("code", WRITES_CONTENT)
def test_save_draft_may_write_signed_content(code):
    assert list(rules.writers_of_content(module(code, "articles/workflow/drafting.py"))) == []


@pytest.mark.parametrize("code", WRITES_CONTENT)
def test_the_engine_may_not_write_signed_content(code):
    assert list(rules.writers_of_content(module(code, "articles/workflow/engine.py")))


@pytest.mark.parametrize("code", ["article.save()", "self.article.save()", "record.save()"])
def test_whoever_saves_an_article_is_seen(code):
    assert list(rules.savers_of_articles(module(code)))


@pytest.mark.parametrize(
    "code",
    [
        "Reviewer.objects.filter(pk=1).update(name='x')",
        "Reviewer.objects.bulk_create(rows)",
        "queryset.update(name='x')",
        "HistoricalArticle.objects.bulk_update(rows, ['body'])",
        "reviewer.credentials.update(**values)",
        "Reviewer.objects.filter(pk=1).update(claim=1, name='x')",
        "Reviewer.objects.filter(pk=1).update(claim=1, **values)",
    ],
)
def test_whoever_writes_past_the_history_is_seen(code):
    assert list(rules.silent_writes(module(code), plain_models={"Review"}))


@pytest.mark.parametrize(
    "code",
    [
        "Review.objects.bulk_create(rows)",
        "Review.objects.filter(round=1).update(closed_at=now)",
        "Reviewer.objects.filter(pk=1).update(claim=F('claim') + 1)",
        "values.update({'name': 'x'})",
        "hasher.update(data)",
    ],
)
def test_writing_what_has_no_history_is_fine(code):
    assert list(rules.silent_writes(module(code), plain_models={"Review"})) == []


@pytest.mark.parametrize(
    "code",
    [
        "cursor.execute('UPDATE articles_article SET stage = %s', [stage])",
        "cursor.execute(f'UPDATE {table} SET body = %s', [body])",
        "cursor.execute('DELETE FROM articles_signature')",
        "Article.objects.raw('INSERT INTO x VALUES (1)')",
    ],
)
def test_whoever_writes_sql_by_hand_is_seen(code):
    assert list(rules.raw_writes(module(code)))


@pytest.mark.parametrize(
    "code",
    [
        "class A(forms.Form):\n    why = forms.CharField(max_length=5)",
        "self.fields['why'] = forms.CharField()",
        "def field():\n    return forms.CharField(widget=forms.Textarea)",
    ],
)
def test_a_field_that_takes_any_text_is_seen(code):
    assert list(rules.plain_text_fields(module(code)))


@pytest.mark.parametrize(
    "code",
    [
        "class A(forms.Form):\n    why = StoredText()",
        "base = forms.CharField(widget=forms.HiddenInput)",
        "password = forms.CharField(widget=forms.PasswordInput(attrs={}))",
        "title = models.CharField(max_length=5)",
        "class LinesField(forms.CharField):\n    pass",
    ],
)
def test_a_field_that_stores_its_text_or_has_none_is_fine(code):
    assert list(rules.plain_text_fields(module(code))) == []


@pytest.mark.parametrize(
    "code",
    [
        "article.skip_history_when_saving = True",
        "SIMPLE_HISTORY_ENABLED = False",
        "setattr(article, '_history_date', then)",
        "override_settings(SIMPLE_HISTORY_ENABLED=False)",
    ],
)
def test_whoever_turns_the_history_off_is_seen(code):
    assert list(rules.history_switches(module(code)))


@pytest.mark.parametrize(
    "code",
    [
        "import django.http",
        "from django.http import HttpResponse",
        "from django import http",
        "def late():\n    from django.http import Http404",
        "from ..models import Article",
        "from .. import models",
        "from articles.models.article import Article",
    ],
)
def test_a_forbidden_import_is_seen_in_whatever_form(code):
    found = rules.forbidden_imports(
        module(code, "articles/exporters/html.py"),
        {"exporters": ("django.http", "articles.models")},
    )
    assert list(found)
