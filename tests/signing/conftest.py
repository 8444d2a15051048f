"""Fixtures of the ceremony's tests: a clock that stands still, and phones that show codes by it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal import auth

from tests.workflow.clock import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Time stands still until the test moves it, for authenticator apps too."""
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: clock().timestamp()))
    return clock
