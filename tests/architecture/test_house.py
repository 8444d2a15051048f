"""The house rules that no type checker or import linter knows."""

from __future__ import annotations

from itertools import chain

import pytest
from django.apps import apps

from articles import models

from . import rules, source

HISTORISED = {model.__name__ for model in models.HISTORISED} | {
    model.history.model.__name__ for model in models.HISTORISED
}
PLAIN = {model.__name__ for model in apps.get_app_config("articles").get_models()} - HISTORISED

OURS = [
    model
    for model in apps.get_app_config("articles").get_models()
    if model.__name__ not in HISTORISED or model in models.HISTORISED
]

ALLOWED_WRITES: dict[tuple[str, str], str] = {
    ("articles/workflow/engine.py", "setattr(article, name, value)"): (
        "repeats on the object the workflow columns that the UPDATE before it has written"
    ),
    ("articles/credentials/holding.py", "setattr(instance, field.attname, clean_text("): (
        "puts the text of reviewers, boards and credentials into its stored form; articles never "
        "come here"
    ),
    ("articles/handing.py", "update(handed_on_at="): (
        "marks rows of mails and exports as handed on to a job; no history has the column"
    ),
}
"""(module, part of the statement): why it may write without the workflow. Kept short."""

SEARCHED = "is looked for, and stored nowhere"
PLAIN_TEXT = {
    ("articles/admin/facts_forms.py", "evidence_digest ="): "is a digest, or refused",
    ("articles/admin/ledger.py", "subject ="): SEARCHED,
    ("articles/admin/pictures.py", "picture_alt ="): "goes into the body, which the verb judges",
    ("articles/forms/__init__.py", "q ="): SEARCHED,
    ("articles/forms/choosing.py", "q ="): SEARCHED,
    ("articles/forms/commenting.py", "base ="): "is a digest, compared",
    ("articles/forms/directory.py", "q ="): SEARCHED,
    ("articles/forms/exporting.py", "articles ="): "is addresses, looked up",
    ("articles/forms/fields.py", "Code of your authenticator app"): "works once, and is not kept",
    ("articles/forms/impact.py", "who ="): SEARCHED,
    ("articles/forms/impact.py", "among ="): SEARCHED,
    ("articles/forms/verifying.py", "digest ="): SEARCHED,
}
"""(module, part of the field): why it may be plain text."""

FORMATS = ("django.db", "django.http", "articles.models")
VERBS = ("django.http", "django.forms", "django.shortcuts", "django.contrib.messages")
BANNED_IMPORTS = {
    "canonical": ("django",),
    "errors": ("django",),
    "content": FORMATS,
    "exporters": FORMATS,
    "importers": FORMATS,
    "bundles": FORMATS,
    "models": VERBS,
    "keys": VERBS,
    "signing": VERBS,
    "ledger": VERBS,
    "credentials": VERBS,
    "workflow": VERBS,
    "lifecycle": VERBS,
    "dossier": VERBS,
    "intake": VERBS,
    "delivery": VERBS,
    "exports": VERBS,
    "integrity": VERBS,
}
NO_REQUEST = (
    "workflow",
    "credentials",
    "ledger",
    "signing",
    "lifecycle",
    "intake",
    "delivery",
    "exports",
)
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "base_utils", "shared"}


def unexplained(found, allowed=ALLOWED_WRITES):
    return [
        place
        for place in found
        if not any(place.startswith(f"{path}:") and code in place for path, code in allowed)
    ]


def test_the_engine_alone_moves_an_article():
    assert list(rules.writers_of_stage(source.modules())) == []


def test_save_draft_alone_writes_what_physicians_sign():
    assert unexplained(rules.writers_of_content(source.modules())) == []


def test_articles_and_records_are_saved_by_the_workflow_alone():
    assert unexplained(rules.savers_of_articles(source.modules())) == []


def test_nothing_with_a_history_is_written_past_it():
    assert unexplained(rules.silent_writes(source.modules(), PLAIN)) == []


def test_sql_that_writes_is_written_where_rows_are_claimed_and_nowhere_else():
    assert list(rules.raw_writes(source.modules())) == []


def test_the_claim_on_a_row_sets_nothing_but_the_claim():
    claims = [m for m in source.modules() if m.inside("workflow.claiming")]
    assert [rules.columns_claimed(module) for module in claims] == [{"claim"}]


def test_every_allowed_write_is_still_there():
    found = list(
        chain(
            rules.writers_of_content(source.modules()),
            rules.savers_of_articles(source.modules()),
            rules.silent_writes(source.modules(), PLAIN),
        )
    )
    for path, code in ALLOWED_WRITES:
        assert any(place.startswith(f"{path}:") and code in place for place in found), (path, code)


def test_what_people_type_is_stored_as_it_reads_or_refused():
    found = list(rules.plain_text_fields(source.modules()))
    assert unexplained(found, PLAIN_TEXT) == []
    assert len(found) == len(PLAIN_TEXT)


def test_nobody_turns_the_history_off_or_dates_it_by_hand():
    assert list(rules.history_switches(source.modules())) == []


def test_rooms_do_not_import_what_they_must_not_know():
    assert list(rules.forbidden_imports(source.modules(), BANNED_IMPORTS)) == []


def test_the_actor_is_a_keyword_and_never_a_request():
    assert [
        f"{module.path}:{function.lineno}: {function.name}"
        for module in source.modules()
        if module.inside(*NO_REQUEST)
        for function in source.functions(module)
        if "request" in source.parameters(function)
    ] == []


def test_every_module_is_named_for_what_it_holds():
    assert [m.path for m in source.modules() if VAGUE & set(m.path[:-3].split("/"))] == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_model_says_what_it_is(model):
    assert "__str__" in vars(model)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_constraint_and_index_is_named_for_its_model(model):
    named = [*model._meta.constraints, *model._meta.indexes]
    assert [
        rule.name for rule in named if not rule.name.startswith(f"{model._meta.model_name}_")
    ] == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_relation_can_be_walked_back_or_says_that_it_is_not(model):
    assert [
        field.name
        for field in model._meta.get_fields(include_parents=False)
        if field.is_relation and field.concrete and not field.remote_field.related_name
    ] == []
