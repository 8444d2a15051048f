"""Forms whose verb may refuse what was typed: its sentence stands under the field."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.utils.text import capfirst

from articles.errors import InputRefused


def place(form: forms.BaseForm, refused: InputRefused) -> None:
    """Put a refused input under its field, or above the form where it has none."""
    field = refused.field if refused.field in form.fields else None
    form.add_error(field, str(capfirst(refused.message)))


class Answered(forms.Form):
    def refuse(self, refused: InputRefused) -> None:
        place(self, refused)

    def done(self, verb: Callable[[], object]) -> bool:
        """Carry out the verb of a form that is filled in well; whether it went through.

        What the verb refuses as input becomes an error of the form; everything else is raised.
        """
        if not self.is_valid():
            return False
        try:
            verb()
        except InputRefused as refused:
            self.refuse(refused)
            return False
        return True
