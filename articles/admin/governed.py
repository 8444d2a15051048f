"""Rows with a history outside the articles: each save says why, and goes through ``recording``."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminTextInputWidget, RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.credentials import recording
from articles.errors import InputRefused, TransitionRefused
from articles.forms.answered import place
from articles.forms.text import StoredText

from .history import WithRecords
from .site import person

REFUSED = "reviewflow.refused"


class DayInput(forms.DateInput):
    """The browser's own date field: it needs no script and knows the keyboard."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "vDateField", **(attrs or {})}, format="%Y-%m-%d")


class GovernedForm(forms.ModelForm):
    reason = StoredText(
        label=gettext_lazy("Why"),
        max_length=500,
        widget=AdminTextInputWidget,
        help_text=gettext_lazy("Stands in the history and in the ledger."),
    )
    refused: InputRefused | None = None
    """What ``recording`` refused of this very input, when it was tried."""

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.refused is not None:
            place(self, self.refused)


class Governed(WithRecords):
    """Adds and changes rows of one governed model."""

    form = GovernedForm
    formfield_overrides = {models.DateField: {"widget": DayInput}}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        hidden = self.hidden_fields(request, obj)
        sections = [
            (name, {**options, "fields": [f for f in options["fields"] if f not in hidden]})
            for name, options in self.sections
        ]
        if obj is None or self.has_change_permission(request, obj):
            sections.append((_("This change"), {"fields": ["reason"]}))
        return sections

    sections: tuple[tuple[Any, dict[str, Any]], ...] = ()
    """The fieldsets without the reason, which every form ends with."""

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **options: Any
    ) -> forms.Field | None:
        """Choices without Django's pop-up buttons: a new row has a page and a reason of its own."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **options)
        form.refused = request.META.get(REFUSED)
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except InputRefused as refused:
            # The request carries it to the form: an admin keeps nothing between requests.
            request.META[REFUSED] = refused
            return super().changeform_view(request, object_id, form_url, extra_context)
        except TransitionRefused as refused:
            obj = self.get_object(request, object_id) if object_id else None
            return self.refused(request, refused, obj)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        more = {"show_save_and_add_another": context["original"] is None}
        response = super().render_change_form(request, context | more, *args, **kwargs)
        if context["errors"]:
            response.status_code = 422
        return response

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        name = {"name": self.opts.verbose_name, "obj": obj}
        if change and set(form.changed_data) <= {"reason"}:
            messages.info(request, _("Nothing changed, so nothing was recorded."))
            return
        recording.save(obj, actor=person(request), reason=form.cleaned_data["reason"])
        messages.success(request, _("The %(name)s “%(obj)s” was recorded.") % name)

    def response_add(
        self, request: HttpRequest, obj: Model, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._onward(request, obj)

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        return self._onward(request, obj)

    def _onward(self, request: HttpRequest, obj: Model) -> HttpResponse:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if "_addanother" in request.POST:
            return HttpResponseRedirect(reverse(f"{name}_add"))
        if "_continue" in request.POST:
            return HttpResponseRedirect(reverse(f"{name}_change", args=[obj.pk]))
        return HttpResponseRedirect(reverse(f"{name}_changelist"))
