"""Whose name and password go together."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import AnonymousUser, User
from django.views.decorators.debug import sensitive_variables

from articles import accounts


class HouseBackend(AuthenticationBackend):
    """Django-allauth's, but for demo accounts in production mode.

    Who may not enter (deactivated, shut out) gets the answer that a wrong password gets.
    """

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        if isinstance(user, User) and accounts.is_shut_out(user):
            return False
        admitted: bool = super().user_can_authenticate(user)
        return admitted

    @sensitive_variables("password")
    def _check_password(self, user: User | None, password: str) -> User | None:
        if user is None:
            return None
        self._did_check_password = True
        right = accounts.check_password(user, password)
        return user if right and self.user_can_authenticate(user) else None
