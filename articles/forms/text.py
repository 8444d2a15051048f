"""Text as it will be stored: what the record refuses is refused under the field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from articles.canonical import clean_text
from articles.errors import InputRefused


class StoredText(forms.CharField):
    widget = forms.Textarea

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        try:
            return clean_text(text, "text")
        except InputRefused as refused:
            raise ValidationError(capfirst(refused.message), refused.code) from None
