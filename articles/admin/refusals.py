"""What the verbs refuse, said under the field it is about."""

from __future__ import annotations

from django import forms
from django.utils.text import capfirst

from articles.errors import InputRefused


def place(form: forms.BaseForm, refused: InputRefused) -> None:
    """Put a refused input under its field, or above the form where it has none."""
    field = refused.field if refused.field in form.fields else None
    form.add_error(field, str(capfirst(refused.message)))
