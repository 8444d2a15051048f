"""What content must be like, whichever door it comes through."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.canonical import CONTENT_FIELDS, MAX_BODY_BYTES, clean_json, content_digest
from articles.content import references as csl
from articles.errors import InputRefused
from articles.models import Article

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""The shape of a tag by BCP 47: a language, then what narrows it."""


def fill(article: Article, changes: Mapping[str, Any]) -> None:
    """Set content columns in memory, cleaned and checked, with their digest."""
    if unknown := set(changes) - set(CONTENT_FIELDS):
        raise InputRefused(min(unknown), _("this is not part of the content."), "unknown")
    for name, value in changes.items():
        setattr(article, name, clean_json(value, name))
    article.title = " ".join(article.title.split())
    article.body = article.body.strip("\n")
    article.references = csl.validate(article.references)
    # One printed line each, as a form shows them: a blank one would be lost on its way through it.
    article.authors = [line for name in article.authors if (line := _line(name))]
    # One order for what is a set: relabelling or reordering topics voids no signature.
    article.topics = sorted(
        (
            {"system": _line(topic["system"]), "code": _line(topic["code"])}
            for topic in article.topics
        ),
        key=lambda topic: (topic["system"], topic["code"]),
    )
    if not article.title:
        raise InputRefused("title", _("an article needs a title."), "missing")
    if len(article.body.encode()) > MAX_BODY_BYTES:
        raise InputRefused("body", _("the text is longer than 1 MB."), "too_long")
    if not LANGUAGE.fullmatch(article.locale):
        raise InputRefused("locale", _("write a language tag, such as en-US."), "locale")
    _check_choices(article)
    article.content_digest = content_digest(article.content)


def _line(text: Any) -> str:
    return re.sub(r"\n+", " ", str(text)).strip()


def bring_back(article: Article, content: Mapping[str, Any]) -> None:
    """Set content columns to what was stored before, to the letter: readers have it so."""
    for name in CONTENT_FIELDS:
        setattr(article, name, content[name])
    article.content_digest = content_digest(article.content)


def _check_choices(article: Article) -> None:
    others = [f.name for f in article._meta.fields if f.name not in _CHECKED]
    try:
        article.clean_fields(exclude=others)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise InputRefused(name, " ".join(messages)) from error


_CHECKED = {"article_type", "title", "audience", "locale", "specialty"}
