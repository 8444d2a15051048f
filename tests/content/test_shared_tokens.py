"""The tokens of a body are parsed once for all that look at it in turn, and nobody changes them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from articles.content import blocks, checks, citations, markdown, parser, words
from articles.content.bibliography.renaming import renamed
from articles.exporters import jats_body

BODY = """## What it is

Gout [@a] and *more* [a site](https://example.org "with words"), ![a foot](sha256:{digest}).

| Head | Dose |
|:-----|-----:|
| one  | 5 mg |

- [ ] a list [@b; @a]

```text
code [@a]
```

[bad](javascript:alert) <https://example.org>
""".replace("{digest}", "0" * 64)
REFERENCES = [{"id": "a", "type": "book"}]

LOOKING: dict[str, Callable[[], object]] = {
    "render": lambda: markdown.render(BODY, REFERENCES),
    "numbered": lambda: citations.numbered(BODY, REFERENCES),
    "places": lambda: citations.places(BODY),
    "words": lambda: words.word_count(BODY),
    "blocks": lambda: blocks.parse(BODY),
    "checks": lambda: checks.reading(BODY),
    "renamed": lambda: renamed(BODY, {"a": "c"}),
    "JATS": lambda: jats_body.body(BODY, {"a": "1"}, {}),
}


def told(tokens: tuple[parser.Token, ...]) -> list[dict[str, object]]:
    return [token.as_dict() for token in tokens]


@pytest.mark.parametrize("look", LOOKING.values(), ids=LOOKING)
def test_who_looks_at_the_tokens_leaves_them_as_they_were(look: Callable[[], object]) -> None:
    look()
    seen, fresh = parser.tokens(BODY), parser.tokens.__wrapped__(BODY)
    assert seen is parser.tokens(BODY)
    assert told(seen) == told(fresh)


def test_the_same_body_in_turn_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = parser.MARKDOWN.parse
    monkeypatch.setattr(
        parser.MARKDOWN, "parse", lambda body, env: parsed.append(body) or parse(body, env)
    )
    body = f"{BODY}\nOnce."
    markdown.render(body, REFERENCES)
    citations.numbered(body, REFERENCES)
    words.word_count(body)
    checks.reading(body)
    assert parsed == [body]
