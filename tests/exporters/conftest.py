from __future__ import annotations

from io import BytesIO

import pytest

from articles import exporters

from . import samples


@pytest.fixture(params=samples.ALL)
def dossier(request):
    """Each of the hand-made dossiers in turn."""
    return samples.ALL[request.param]()


@pytest.fixture
def exported():
    """The bytes one format makes of one dossier."""

    def export(slug, dossier):
        out = BytesIO()
        exporters.get(slug).write(dossier, out)
        return out.getvalue()

    return export
