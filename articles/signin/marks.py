"""What a session remembers for its pages, so that no page asks the database."""

PASSWORD = "password_not_own"  # noqa: S105 (the name of a mark)
"""Somebody else set the password that signed in here."""
FACTOR = "second_factor_removed"
"""An administrator took the second factor away, and no new one is set up."""
