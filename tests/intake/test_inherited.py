"""An inherited article leaves as nobody's: what its source claims is no sign-off."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from articles import exporters
from articles.intake import Intake
from articles.models import Article
from tests.cast import Cast
from tests.intake.items import claim, item

pytestmark = pytest.mark.django_db
FORMATS = [f"--format={exporter.slug}" for exporter in exporters.registered()]


@pytest.mark.req("P11-18")
@pytest.mark.parametrize("more", [(), ("--include-approved",)])
def test_an_inherited_article_is_never_exported_as_reviewed(
    cast: Cast, tmp_path: Path, more: tuple[str, ...]
) -> None:
    Intake(cast.writer, inherited=True).take(
        item(claims=[claim()], live_url="https://toes.example/"), "toes.xml"
    )
    slug, out = Article.objects.get().slug, StringIO()
    with pytest.raises(CommandError, match="Nothing was exported"):
        call_command(
            "export_articles", *FORMATS, f"--output={tmp_path / 'a'}", f"--article={slug}", *more
        )
    call_command("export_articles", *FORMATS, f"--output={tmp_path / 'b'}", *more, stdout=out)
    assert "0 exported" in out.getvalue()
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in written if "Zoe" in path.read_text() or slug in path.name]
