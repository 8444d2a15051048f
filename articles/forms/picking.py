"""Several rows of a table, ticked by their keys."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class RowsField(forms.ModelMultipleChoiceField):
    """A key that no database can hold is refused like any other that names no row."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:  # SQLite's; a field for one row is spared it by Django
            longest = max(value, key=lambda key: len(str(key)))
            raise ValidationError(
                self.error_messages["invalid_choice"], "invalid_choice", {"value": longest}
            ) from None
