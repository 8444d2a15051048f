"""How times, people, digests and stored words are shown. One way each, on every page.

Times: ``day``, ``moment``, ``instant``, ``ago``. The rest is below.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from articles.forms.commenting import new_token
from articles.stages import Meaning, Stage
from articles.templatetags import times

register = template.Library()
for show in (times.day, times.moment, times.instant, times.ago):
    register.filter(show.__name__, show)

SHOWN = 12
"""Hexadecimal digits of a digest that people see; the whole is always there to copy."""
UNSTYLED = {"checkbox", "radio", "file", "hidden"}
"""Inputs that draw themselves, and so do not take the look of a text box."""


@register.simple_tag
def editorial_zone() -> str:
    """The name of the zone that times are shown in."""
    return str(settings.EDITORIAL_TIME_ZONE)


@register.simple_tag
def fresh_token() -> str:
    """A token for one form: sent twice, it is recorded once."""
    return str(new_token())


@register.filter
def bare_digest(value: str) -> str:
    """The hexadecimal digits, without ``sha256:``."""
    return value.removeprefix("sha256:")


@register.filter
def digest12(value: str) -> str:
    """The first twelve hexadecimal digits, without ``sha256:``."""
    return bare_digest(value)[:SHOWN]


@register.filter
def digest_rest(value: str) -> str:
    """The digits after the first twelve."""
    return bare_digest(value)[SHOWN:]


def _name(person: Any) -> str:
    if isinstance(person, str):
        return person
    full = getattr(person, "get_full_name", str)
    return getattr(person, "printed_name", "") or full() or str(person)


@register.filter
def people(value: Any) -> str:
    """One person or several by printed name: ``A``, ``A and B``, ``A, B and C``.

    A person is a name, or has ``printed_name`` (a reviewer, a signature), or is a user.
    """
    if not value:
        return ""
    is_one = isinstance(value, str) or hasattr(value, "printed_name") or hasattr(value, "pk")
    return _name(value) if is_one else get_text_list([_name(one) for one in value], _("and"))


@register.filter
def stage_label(value: str) -> str:
    """The word people read for a stored stage."""
    return str(Stage(value).label)


@register.filter
def meaning_label(value: str) -> str:
    """What a signature means, in words (21 CFR 11.50(a)(3))."""
    return str(Meaning(value).label)


@register.filter
def control(field: BoundField) -> SafeString:
    """The form field's input in the product's look, keeping its own attributes."""
    widget = field.field.widget
    kind = getattr(widget, "input_type", "text")
    if kind in UNSTYLED:
        return field.as_widget()
    return field.as_widget(attrs={"class": f"{widget.attrs.get('class', '')} input".strip()})


@register.simple_tag(takes_context=True)
def here(context: template.Context, name: str) -> SafeString | str:
    """Marks the navigation link of the named view: this page, or the part of the site it is in."""
    request = context.get("request")
    target = reverse(name)
    if request is None or not request.path.startswith(target):
        return ""
    if request.path == target:
        return mark_safe('aria-current="page"')
    return mark_safe('aria-current="true"') if target != "/" else ""
