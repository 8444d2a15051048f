"""What a person may do next with the text beside the form: of the text as saved."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.models import User
from django.utils.translation import ngettext

from articles import presenting, roles, workflow
from articles.content.checks import CHECKS
from articles.errors import Refusal
from articles.models import Article

_CODES = frozenset(check.code for check in CHECKS if check.is_error)


def offered(article: Article, user: User, *, beside_checks: bool) -> list[presenting.OptionItem]:
    """The acts that this person's roles hold, with every reason against them.

    ``beside_checks``: the page lists the checks, so what they found is counted and not repeated.
    """
    held = roles.permissions_of(user)
    mine = {name for name, move in workflow.TRANSITIONS.items() if move.permission in held}
    found = presenting.option_items(article, user, only=mine)
    return [_counted(option) for option in found] if beside_checks else found


def _counted(option: presenting.OptionItem) -> presenting.OptionItem:
    others = tuple(refusal for refusal in option.refusals if refusal.code not in _CODES)
    count = len(option.refusals) - len(others)
    if not count:
        return option
    sentence = ngettext(
        "%s check stands in the way of the text as saved.",
        "%s checks stand in the way of the text as saved.",
        count,
    )
    return replace(option, refusals=(Refusal("checks", sentence % count), *others))
