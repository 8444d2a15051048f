"""What the engine answers: the reasons it gave, and the acts it put on record."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from articles import workflow
from articles.errors import InputRefused, TransitionRefused
from articles.models import Article, LedgerEntry


def reasons(act: Callable[..., Any], *args: Any, **inputs: Any) -> dict[str, str]:
    """Code and sentence of each reason why this act does not happen now (409)."""
    with pytest.raises(TransitionRefused) as refused:
        act(*args, **inputs)
    return {refusal.code: refusal.message for refusal in refused.value.refusals}


def bad_input(act: Callable[..., Any], *args: Any, **inputs: Any) -> tuple[str, str, str]:
    """Field, code and sentence of what is wrong with the input (422)."""
    with pytest.raises(InputRefused) as refused:
        act(*args, **inputs)
    return refused.value.field, refused.value.code, refused.value.message


def offered(name: str, article: Article, actor: User) -> dict[str, str]:
    """Code and sentence of each reason that a forward move's button shows."""
    options = {o.transition.name: o for o in workflow.options(article, actor)}
    return {refusal.code: refusal.message for refusal in options[name].refusals}


def on_record(article: Article) -> list[str]:
    return [entry.kind for entry in LedgerEntry.objects.about(article.subject)]


def refusals_on_record(article: Article) -> list[tuple[str, str]]:
    """Who was refused, and what for."""
    entries = LedgerEntry.objects.about(article.subject).filter(kind="article.refused")
    return [(entry.actor, json.loads(entry.payload)["refused"]) for entry in entries]
