"""What really happened, from raw reads: the tables as they stand, none of the product's queries."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import connection

from articles.canonical import CONTENT_FIELDS, content_digest
from articles.models import Article
from tests.races.racer import Outcome
from tests.races.races import Heat

_JSON = {"references", "authors", "topics"}


@dataclass(frozen=True)
class Finding:
    """``kind``: wrong, double, hanging or error."""

    kind: str
    what: str


@dataclass(frozen=True)
class Tables:
    """Every row about one article."""

    article: dict[str, Any]
    records: dict[int, dict[str, Any]]
    rounds: dict[int, dict[str, Any]]
    signatures: list[dict[str, Any]]
    publications: list[dict[str, Any]]
    reviews: list[dict[str, Any]]
    entries: list[dict[str, Any]]
    orders: list[dict[str, Any]]

    def standing(self, round_id: int | None) -> list[dict[str, Any]]:
        """The round's medical signatures that nobody withdrew."""
        withdrawn = {row["withdraws_id"] for row in self.signatures}
        return [
            row
            for row in self.signatures
            if row["meaning"] == "medical_review"
            and row["round_id"] == round_id
            and row["id"] not in withdrawn
        ]

    def quorum(self, round_id: int) -> bool:
        given, round = self.standing(round_id), self.rounds[round_id]
        specialists = sum(bool(row["is_specialist"]) for row in given)
        return len(given) >= round["sign_offs"] and specialists >= round["specialist_sign_offs"]


def rows(statement: str, *values: Any) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def read(article: Article) -> Tables:
    key = Article._meta.pk.get_db_prep_value(article.pk, connection)
    records = rows("SELECT * FROM articles_historicalarticle WHERE id = %s", key)
    rounds = rows(
        "SELECT r.*, p.sign_offs, p.specialist_sign_offs FROM articles_round r "
        "JOIN articles_historicalreviewpolicy p ON p.history_id = r.policy_id "
        "WHERE r.article_id = %s",
        key,
    )
    return Tables(
        article=rows("SELECT * FROM articles_article WHERE id = %s", key)[0],
        records={row["history_id"]: row for row in records},
        rounds={row["id"]: row for row in rounds},
        signatures=rows("SELECT * FROM articles_signature WHERE article_id = %s", key),
        publications=rows("SELECT * FROM articles_publication WHERE article_id = %s", key),
        reviews=rows(
            "SELECT v.* FROM articles_review v JOIN articles_round r ON r.id = v.round_id "
            "WHERE r.article_id = %s",
            key,
        ),
        orders=rows("SELECT * FROM articles_schedule WHERE article_id = %s", key),
        entries=rows(
            "SELECT * FROM articles_ledgerentry WHERE subject = %s ORDER BY seq", article.subject
        ),
    )


def recomputed(row: dict[str, Any]) -> str:
    """The digest of the words in a row, whatever its digest column says."""
    content = {
        name: json.loads(row[name]) if name in _JSON and isinstance(row[name], str) else row[name]
        for name in CONTENT_FIELDS
    }
    return content_digest(content)


def judge(heat: Heat, before: Tables, outcomes: list[Outcome]) -> list[Finding]:
    """Everything that is not as it must be after one race."""
    after = read(heat.article)
    found = [Finding("error", f"{o.act}: {o.detail}") for o in outcomes if o.kind == "error"]
    done = [outcome.act for outcome in outcomes if outcome.kind == "done"]
    if len(done) not in heat.winners:
        found.append(Finding("wrong", f"{len(done)} of 2 acts were done: {done}"))
    found += [Finding("wrong", what) for what in (*_signed(heat, before, after), *_stage(after))]
    found += [Finding("wrong", what) for what in _counts(after, before, done)]
    found += [Finding("double", what) for what in _doubles(after)]
    found += [Finding("hanging", what) for what in _hanging(after)]
    found += [Finding("wrong", what) for what in _orders(after)]
    if heat.credential:
        found += [Finding("wrong", what) for what in _after_suspension(heat, after)]
    return found


def _signed(heat: Heat, before: Tables, after: Tables):
    """Each signature fits its record; those of this race were given on the words on screen."""
    known = {row["id"] for row in before.signatures}
    for row in after.signatures:
        record = after.records[row["record_id"]]
        if not row["content_digest"] == record["content_digest"] == recomputed(record):
            yield f"a {row['meaning']} signature carries another digest than its record"
        if row["round_id"] and after.rounds[row["round_id"]]["record_id"] != row["record_id"]:
            yield f"a {row['meaning']} signature pins another record than its round"
        ours = row["id"] not in known and row["meaning"] != "withdrawal"
        if ours and row["content_digest"] != heat.seen:
            yield f"a {row['meaning']} signature stands on words its signer did not see"


def _stage(after: Tables):
    """Approved or published means: quorum of this round, on these very words."""
    article = after.article
    if recomputed(article) != article["content_digest"]:
        yield "the article's digest is not that of its words"
    if article["stage"] not in {"approved", "published"}:
        return
    round = after.rounds.get(article["round_id"])
    if round is None or round["outcome"] != "approved" or not after.quorum(round["id"]):
        yield f"{article['stage']} without quorum"
    elif after.records[round["record_id"]]["content_digest"] != article["content_digest"]:
        yield f"{article['stage']} with words that nobody signed"
    elif article["stage"] == "published" and article["published_record_id"] != round["record_id"]:
        yield "published is another record than the signed one"


def _counts(after: Tables, before: Tables, done: list[str]):
    """What was done is there once, in the tables and in the ledger; what was refused is not."""
    saved = len(after.records) - len(before.records)
    if saved != sum(act in {"edit", "save"} for act in done):
        yield f"{saved} new records after {done}"
    written = Counter(row["kind"] for row in after.entries)
    written.subtract(row["kind"] for row in before.entries)
    for act in ("sign_off", "request_changes", "publish", "withdraw"):
        times = done.count(act) + (act == "publish") * done.count("release")
        if written[f"article.{act}"] != times:
            yield f"{written[f'article.{act}']} ledger entries for {times} × {act}"


def _doubles(after: Tables):
    taken = Counter((row["round_id"], row["signer_id"], row["meaning"]) for row in after.signatures)
    yield from (f"{number} × {key[2]} by one person" for key, number in taken.items() if number > 1)
    released = Counter(row["round_id"] for row in after.publications)
    yield from ("one round was released twice" for number in released.values() if number > 1)


def _hanging(after: Tables):
    """An article in review that nobody can move any more, or a round that nobody ended."""
    article = after.article
    for round in after.rounds.values():
        current = article["stage"] == "medical_review" and round["id"] == article["round_id"]
        if round["outcome"] == "open" and not current:
            yield f"a round is open while the article is in {article['stage']}"
    if article["stage"] != "medical_review":
        return
    round = after.rounds.get(article["round_id"])
    if round is None or round["outcome"] != "open":
        yield "in review in a round that has ended"
    elif after.quorum(round["id"]):
        yield "in review though the quorum is met"
    elif not any(r["round_id"] == round["id"] and r["closed_at"] is None for r in after.reviews):
        yield "in review with nobody left to decide"


def _orders(after: Tables):
    """A release waits for an approved text alone; each ended once, with an entry that says so."""
    said = {kind: [] for kind in ("schedule", "publish", "unschedule")}
    overtaken = []
    for entry in after.entries:
        payload = json.loads(entry["payload"])
        if (kind := entry["kind"].removeprefix("article.")) in said:
            said[kind].append(payload.get("schedule"))
        overtaken.append(payload.get("overtakes"))
    for order in after.orders:
        key, outcome = order["id"], order["outcome"]
        if not outcome and after.article["stage"] != "approved":
            yield f"a release waits for a text that is {after.article['stage']}"
        told = (
            said["schedule"].count(key),
            said["publish"].count(key),
            said["unschedule"].count(key),
            overtaken.count(key),
        )
        ends = ["released", ("cancelled", "refused"), "overtaken"]
        expected = (1, *(int(bool(outcome) and outcome in end) for end in ends))
        if told != expected:
            yield f"the ledger tells an order that is “{outcome}” {told} times"
        released = [p for p in after.publications if p["signature_id"] == order["signature_id"]]
        if len(released) != (outcome == "released"):
            yield f"{len(released)} editions of an order that is “{outcome}”"


def _after_suspension(heat: Heat, after: Tables):
    """The ledger's order decides which came first."""
    statuses = rows(
        "SELECT seq FROM articles_ledgerentry WHERE subject = %s AND kind = 'credential.status' "
        "ORDER BY seq DESC LIMIT 1",
        f"credential:{heat.credential}",
    )
    for entry in after.entries:
        act = entry["kind"].removeprefix("article.")
        if act in {"sign_off", "publish"} and entry["seq"] > statuses[0]["seq"]:
            yield f"{act} after the suspension of the signer was recorded"
