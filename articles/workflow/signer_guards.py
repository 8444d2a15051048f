"""The rules about the account that signs, whatever it signs. Read with ``guards``."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.errors import Refusal

from .case import Case


def signing_is_open(case: Case) -> Iterator[Refusal]:
    """Nobody signs with a password that somebody else set, or while their signing is locked."""
    yield from case.signing_objections


def second_factor_is_set_up(case: Case) -> Iterator[Refusal]:
    """Where the policy asks for a second factor, nobody signs before they have set one up.

    Nor does who had one that an administrator took away.
    """
    if case.access is not None and case.access.wants_factor and not case.has_factor:
        text = _("Your second factor was taken away. Set up another one before you sign.")
        yield Refusal("second_factor_missing", text)
        return
    policy = case.round.policy if case.round else case.policy_record
    if policy is not None and policy.second_factor and not case.has_factor:
        text = _("The review policy asks for a second factor, and you have not set one up.")
        yield Refusal("second_factor_missing", text)


def identity_still_stands(case: Case) -> Iterator[Refusal]:
    """After an administrator opened a reviewer's account anew, a second person checks whose it is.

    A password set, an address changed, a second factor taken away: whoever did that could be the
    one who comes in. The check is made afterwards, by somebody else than that administrator.
    """
    access = case.access
    if case.reviewer is None or access is None or access.opened_at is None:
        return
    since = case.reviewer.identity_checks.filter(recorded_at__gt=access.opened_at)
    if not since.exclude(checked_by=access.opened_by_id).exists():
        text = _("An administrator changed how you sign in. An officer checks again who you are.")
        yield Refusal("identity_again", text)
