"""Boards, and the certificates that they issue."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Board, Certificate, Coverage

from .governed import Governed, GovernedForm


class BoardForm(GovernedForm):
    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        month, day = values.get("reverify_month"), values.get("reverify_day")
        if (month is None) != (day is None):
            missing = "reverify_day" if day is None else "reverify_month"
            self.add_error(missing, _("An annual check needs both its month and its day."))
        return values


@admin.register(Board)
class BoardAdmin(Governed):
    form = BoardForm
    list_display = ("name", "code", "umbrella", "country")
    list_filter = ("umbrella",)
    search_fields = ("name", "code")
    sections = (
        (None, {"fields": ["name", "code", "umbrella", "country"]}),
        (
            gettext_lazy("Verification"),
            {
                "fields": ["verify_url", "reverify_month", "reverify_day"],
                "description": gettext_lazy(
                    "Where an officer looks a diplomate up, and the day of the year from which a "
                    "new check is due."
                ),
            },
        ),
    )


class CertificateForm(GovernedForm):
    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        parent = values.get("parent")
        if parent is not None and parent.pk == self.instance.pk:
            self.add_error("parent", _("A certificate is not its own parent."))
        elif parent is not None and parent.board != values.get("board"):
            self.add_error("parent", _("The parent is a certificate of the same board."))
        if values.get("requires_underlying") and parent is None:
            self.add_error("parent", _("Name the certificate that must be kept in force."))
        return values


@admin.register(Certificate)
class CertificateAdmin(Governed):
    form = CertificateForm
    list_display = ("name", "board", "kind", "specialty", "is_active")
    list_filter = ("kind", "is_active")
    list_select_related = ("board",)
    search_fields = ("name", "board__name")
    sections = (
        (None, {"fields": ["board", "name", "kind", "specialty", "nucc_code", "is_active"]}),
        (gettext_lazy("Built on"), {"fields": ["parent", "requires_underlying"]}),
    )


class CoverageForm(GovernedForm):
    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        begins, ends = values.get("since"), values.get("until")
        if begins and ends and ends <= begins:
            self.add_error("until", _("It ends before it begins."))
        certificate, specialty = values.get("certificate"), values.get("specialty")
        if certificate is not None and specialty == certificate.specialty:
            self.add_error("specialty", _("This is the certificate's own specialty."))
        return values


@admin.register(Coverage)
class CoverageAdmin(Governed):
    form = CoverageForm
    list_display = ("certificate", "specialty", "since", "until")
    list_select_related = ("certificate__board",)
    search_fields = ("certificate__name", "certificate__board__name")
    sections = (
        (
            None,
            {
                "fields": ["certificate", "specialty", "since", "until"],
                "description": gettext_lazy(
                    "A certificate counts for its own specialty, and for a further one only where "
                    "a line here says so."
                ),
            },
        ),
    )
