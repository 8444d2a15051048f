"""SQL from strangers: nothing typed is ever part of a statement, nor the name of a look-up."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.urls import reverse

from articles.models import Article
from tests.architecture import source
from tests.architecture.source import Module
from tests.cast import Cast
from tests.desk.site import all_addresses, populate, reading_pages, signed_in

MARK = "pwned"
VALUES = (
    "pwned' OR '1'='1",
    "pwned'; DROP TABLE articles_article; --",
    'pwned" UNION SELECT password FROM auth_user --',
    "1) OR pwned(1",
    "-1 OR pwned",
    "pwned%' ESCAPE '!",
    "\\pwned'",
    "pwned\x00'",
    "pwned/*",
    "$$pwned$$",
    "pwned\ud800'",
    "9" * 5000,
    "-9223372036854775809",
    "1e999",
    "٣",
    "[object pwned]",
)
NAMES = (
    "owner__password__startswith",
    "history__history_user__password",
    "_connector",
    "_negated",
    "using",
    "pk__in",
    "pk__pwned",
    "pwned'--",
    'topics__pwned")--',
    "o",
    "p",
    "e",
    "_facets",
    "_to_field",
)
ORDERS = ("0", "1.pwned", "-999", "1.-2.3", "--1", "pwned")
NEVER = {"extra", "RawSQL"}
RAW = {
    "raw": ("workflow.claiming",),
    "cursor": ("integrity.checking", "ledger.appending", "readiness", "throttling", "triggers"),
}
"""Where SQL is written by hand, all of it of constants and parameters."""
OWN = {"keys", "delivery"}
"""Modules of ours with a function of such a name."""
LOOKS_UP = {
    *("filter", "exclude", "get", "create", "update", "annotate", "alias", "aggregate", "Q"),
    *("get_or_create", "update_or_create", "values", "values_list", "order_by", "only", "defer"),
    *("filtered", "When"),
}
TYPED = re.compile(r"\b(request|GET|POST|FILES|data|cleaned_data|initial|json|loads|meta)\b")
UNPACKS = {
    "articles/admin/ledger.py": "form.asked()",
}
"""What a form made of constants gives to a look-up: its keys are written in its source."""


def parameters() -> list[str]:
    """Every name that any page reads from its address, as the source says."""
    names = set()
    for module in source.modules():
        if module.inside("desk", "admin", "forms", "presenting", "signin"):
            names |= set(re.findall(r"GET(?:\.get|\.getlist)?[(\[]\s*\"(\w+)", module.text))
            for node in ast.walk(module.tree):
                if isinstance(node, ast.Assign) and "forms." in ast.unparse(node.value):
                    names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return sorted(names | {"q", "on", "known", "stage", "mine", "overdue", "specialty", "kind"})


class Watch:
    """Statements whose text holds what was typed, not a place for it."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.statements = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.statements += 1
        if MARK in str(sql) or "DROP TABLE" in str(sql):
            self.found.append(str(sql)[:300])
        return execute(sql, params, many, context)


def lists() -> dict[str, list[str]]:
    """Every list of the admin, and every page of the desk that may read its address."""
    names = [f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry]
    return {
        "superuser": [reverse(f"admin:{name}_changelist") for name in names],
        "editor": list(dict.fromkeys(page.split("?")[0] for page in reading_pages())),
    }


def asked(client: Client, address: str, **query: str) -> tuple[str, int]:
    typed = urlencode(query, errors="surrogatepass")
    return f"{address}?{typed:.90}", client.get(f"{address}?{typed}").status_code


def said(client: Client, address: str, **query: str) -> bytes:
    """What a page says, but for what was asked and what is new each time."""
    page = client.get(address, query).content
    for value in query.values():
        page = page.replace(value.encode(), b"")
    return re.sub(rb'name="(?:csrfmiddlewaretoken|token)" value="[\w-]+"', b"", page)


def refused(answers: list[tuple[str, int]]) -> list[tuple[str, int]]:
    return [(question, status) for question, status in answers if status >= 500]


@pytest.fixture
def everywhere(cast: Cast) -> Cast:
    populate(cast)
    return cast


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize("role", ["superuser", "editor"])
def test_no_list_lets_what_is_typed_into_a_statement(everywhere: Cast, role: str) -> None:
    client, watch, names = signed_in(getattr(everywhere, role)), Watch(), parameters()
    assert {"q", "after", "before", "tab", "from", "signature", "ahead"} <= set(names)
    answers = []
    with connection.execute_wrapper(watch):
        for address in lists()[role]:
            answers += [asked(client, address, **dict.fromkeys(names, value)) for value in VALUES]
            answers += [asked(client, address, q=value) for value in VALUES[:6]]
    assert watch.statements > 500
    assert watch.found == []
    assert refused(answers) == []
    assert Article.objects.count() == 5


@pytest.mark.django_db
@pytest.mark.slow
def test_no_list_is_asked_about_other_columns_than_it_shows(everywhere: Cast) -> None:
    """A look-up typed into the address would tell, letter by letter, what a column holds."""
    client, watch = signed_in(everywhere.superuser), Watch()
    answers, told = [], []
    with connection.execute_wrapper(watch):
        for address in lists()["superuser"]:
            answers += [
                asked(client, address, **{name: value})
                for name in NAMES
                for value in ("1", "pwned' --")
            ]
            answers += [asked(client, address, o=order) for order in ORDERS]
            told += [
                f"{address} {probe}"
                for probe in ("owner__password__startswith", "user__password__startswith")
                if said(client, address, **{probe: "md5"}) != said(client, address, **{probe: "zz"})
            ]
    assert watch.found == []
    assert refused(answers) == []
    assert told == []


@pytest.mark.django_db
@pytest.mark.slow
def test_no_form_lets_what_is_typed_into_a_statement(everywhere: Cast) -> None:
    watch, failed, addresses = Watch(), [], all_addresses()
    names = [*parameters(), "seen", "reason", "note", "password", "reviewers", "text", "slug",
             "exact", "wording", "token", "severity", "name", "code", "pk", "action"]  # fmt: skip
    with connection.execute_wrapper(watch):
        for role in ("editor", "officer"):
            client = signed_in(getattr(everywhere, role))
            for address in addresses:
                if "logout" in address or address == "/password/":
                    continue
                for value in VALUES[:2]:
                    response = client.post(address, dict.fromkeys(names, value))
                    if response.status_code >= 500:
                        failed.append((address, value))
    assert watch.found == []
    assert failed == []


def unpacked(modules: tuple[Module, ...]) -> Iterator[str]:
    """``**`` of what somebody typed, in a call that would take its keys for look-ups."""
    for module in modules:
        for call in source.calls(module):
            if source.called(call) not in LOOKS_UP:
                continue
            spread = [word.value for word in call.keywords if word.arg is None]
            spread += [word.value for word in call.args if isinstance(word, ast.Starred)]
            for value in spread:
                text = ast.unparse(value)
                if (TYPED.search(text) or "(" in text) and UNPACKS.get(module.path) != text:
                    names_only = text.startswith("(f'") and not TYPED.search(text)
                    if not names_only:
                        yield module.where(call)


def by_hand(modules: tuple[Module, ...]) -> Iterator[str]:
    """SQL that the object-relational layer did not write, outside the modules that may."""
    for module in modules:
        for call in source.calls(module):
            name = source.called(call)
            own = isinstance(call.func, ast.Attribute) and source.root(call.func) not in OWN
            if name in NEVER or (own and name in RAW and not module.inside(*RAW[name])):
                yield module.where(call)


def test_nothing_typed_is_spread_into_a_look_up() -> None:
    assert list(unpacked(source.modules())) == []


def test_sql_is_written_by_hand_in_few_places() -> None:
    assert list(by_hand(source.modules())) == []


@pytest.mark.parametrize(
    "text",
    [
        "Article.objects.filter(**request.GET.dict())",
        "Article.objects.filter(**form.cleaned_data)",
        "Article.objects.exclude(**json.loads(text))",
        "Q(**dict(request.POST.items()))",
        "Article.objects.order_by(*request.GET.getlist('o'))",
        "Article.objects.create(**self.data)",
    ],
)
def test_the_rule_finds_what_it_forbids(text: str) -> None:
    assert list(unpacked((source.read("articles/desk/x.py", text),)))


@pytest.mark.parametrize(
    "text", ["a.extra(where=[x])", "RawSQL(x, [])", "A.objects.raw(x)", "connection.cursor()"]
)
def test_the_rule_finds_sql_by_hand(text: str) -> None:
    assert list(by_hand((source.read("articles/desk/x.py", text),)))
