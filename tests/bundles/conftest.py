from __future__ import annotations

import pytest

from articles.bundles.verify import verify

from . import samples


@pytest.fixture(scope="session")
def genuine():
    """A bundle of two articles, two formats of reviewers, four signatures."""
    return samples.genuine()


@pytest.fixture(scope="session")
def keys():
    """The keys the reader of a bundle trusts."""
    return [samples.KEY.public_key()]


@pytest.fixture
def problems(genuine, keys):
    """The findings about a bundle with these changes, listed and signed by the issuer."""

    def find(changes, edit=None):
        report = verify(samples.resigned(genuine, changes, edit=edit), keys)
        assert not report.genuine
        return " ".join(report.problems)

    return find
