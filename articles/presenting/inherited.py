"""Articles that readers had before they came here, and how many of them are proven by now."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from articles.models import Article, ImportClaim, Signature
from articles.stages import Stage


@dataclass(frozen=True, slots=True)
class Inherited:
    """``proven``: how many of all have a medical sign-off that stands, live or approved."""

    proven: int
    total: int

    def __str__(self) -> str:
        said = {"proven": f"{self.proven:,}", "total": f"{self.total:,}"}
        return _("%(proven)s of %(total)s proven") % said


def among(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Those of the articles that were live somewhere before their import."""
    claims = ImportClaim.objects.filter(article=OuterRef("pk"), is_inherited=True)
    return articles.filter(Exists(claims))


def proven() -> Q:
    """Articles whose words, as live or as approved, somebody signed here: a condition on them.

    What the source claims about its review proves nothing.
    """
    of_article = Signature.objects.filter(article=OuterRef("pk"))
    live = of_article.live()
    approved = of_article.medical().standing().filter(round=OuterRef("round"))
    return Q(Exists(live)) | (Q(stage=Stage.APPROVED) & Q(Exists(approved)))


def counted() -> Inherited:
    every = among(Article.objects.order_by())
    found = every.aggregate(total=Count("pk"), proven=Count("pk", filter=proven()))
    return Inherited(**found)
