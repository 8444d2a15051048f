"""How many quotes survive 200 edits, and that none ends up at other words."""

from __future__ import annotations

from collections import Counter

import pytest

from articles.content.quotes import Found, find, plain, quote
from tests.content.quotes.edits import EDITS
from tests.content.quotes.pairs import Pair, pairs

SEED = 5
VERDICTS = ("found", "missed", "removed", "wrong")


def verdict(pair: Pair) -> str:
    """What became of the words: rightly found or removed, missed, or found at others."""
    now = plain(pair.after)
    assert now.text == pair.after_text
    found = find(now, quote(pair.before, *pair.quoted))
    if found is None:
        return "missed" if pair.now else "removed"
    return "found" if found in [Found(*there) for there in pair.now] else "wrong"


@pytest.mark.slow
def test_quotes_survive_two_hundred_edits_and_none_is_at_other_words():
    counts = Counter((pair.kind, verdict(pair)) for pair in pairs(SEED))
    print(f"\n{'':24}{''.join(f'{name:>9}' for name in VERDICTS)}")
    for kind in EDITS:
        print(f"{kind:24}{''.join(f'{counts[kind, name]:9}' for name in VERDICTS)}")
    total = {name: sum(counts[kind, name] for kind in EDITS) for name in VERDICTS}
    print(f"{'all':24}{''.join(f'{total[name]:9}' for name in VERDICTS)}")
    assert sum(total.values()) == 200
    assert total["wrong"] == 0
    assert total["found"] >= 0.95 * (total["found"] + total["missed"])
    assert total["removed"] > 50
