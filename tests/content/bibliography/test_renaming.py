"""Citations follow their references, and nothing else does."""

from __future__ import annotations

import pytest

from articles.content.bibliography.renaming import renamed

KEYS = {"a": "new", "b": "a"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Gout.[@a] `[@a]`, and [@a; @b]", "Gout.[@new] `[@a]`, and [@new; @a]"),
        ("`[@a]` [@a]\n\n    [@a]\n\n[@b]", "`[@a]` [@new]\n\n    [@a]\n\n[@a]"),
        ("> x [@a;\n> @b] `[@a]`\n> [@a]", "> x [@new;\n> @a] `[@a]`\n> [@new]"),
        ("- `[@a]` [@a]\n  - [@b]", "- `[@a]` [@new]\n  - [@a]"),
        (
            "| `[@a]` | [@a] |\n|---|---|\n| [@b] | `[@b]` [@a] |",
            "| `[@a]` | [@new] |\n|---|---|\n| [@a] | `[@b]` [@new] |",
        ),
        ("\\[@a] ![x [@a]](u) [@a]", "\\[@a] ![x [@a]](u) [@new]"),
        ("```\n[@a]\n```\n# `[@a]` [@a]\n[@c]", "```\n[@a]\n```\n# `[@a]` [@new]\n[@c]"),
    ],
)
def test_only_citations_are_changed(body, expected):
    assert renamed(body, KEYS) == expected


def test_a_long_citation_is_changed_too():
    keys = "; ".join(f"@k{number:090}" for number in range(80))
    assert renamed(f"[{keys}; @a]", KEYS) == f"[{keys}; @new]"
