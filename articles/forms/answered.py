"""Forms whose verb may refuse what was typed: its sentence stands under the field."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.utils.text import capfirst

from articles.errors import InputRefused


class Answered(forms.Form):
    def done(self, verb: Callable[[], object]) -> bool:
        """Carry out the verb of a form that is filled in well; whether it went through.

        What the verb refuses as input becomes an error of the form; everything else is raised.
        """
        if not self.is_valid():
            return False
        try:
            verb()
        except InputRefused as refused:
            field = refused.field if refused.field in self.fields else None
            self.add_error(field, capfirst(refused.message))
            return False
        return True
