"""What the verbs refuse, said under the field it is about, as every form says it."""

from articles.forms.answered import place

__all__ = ["place"]
