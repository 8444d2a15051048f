"""A single exported file carries its receipt, and one byte more or less is noticed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import yaml

from articles import canonical
from articles.bundles.receipt import Sealer
from articles.bundles.verify import OPENING, embedded, form_of, join, members, split, verify
from articles.errors import InputRefused
from tests.exporters import samples as dossiers

from . import samples, sealing

REVIEWED = (
    dossiers.plain,
    dossiers.two_reviewers,
    dossiers.hostile,
    dossiers.one_taken_back,
)
each_form = pytest.mark.parametrize("form", sealing.FORMS)
OTHER = dossiers.identifier("two-looked")


def problems(data, keys):
    report = verify(data, keys)
    assert not report.genuine
    assert report.as_json() == {"genuine": False, "problems": report.problems}
    return " ".join(report.problems)


@each_form
@pytest.mark.parametrize("make", REVIEWED)
def test_a_sealed_file_is_genuine_and_says_who_signed_what(make, form, keys):
    dossier = make()
    report = verify(sealing.sealed(dossier, form), keys)
    assert report.problems == []
    assert report.facts["form"] == form
    assert report.facts["created_at"] == "2026-11-26T08:00:00.000000Z"
    [article] = report.articles
    assert article["content_digest"] == dossier.content_digest
    names = [each["printed_name"] for each in article["signatures"]]
    assert names == [each.printed_name for each in dossier.counted]


@each_form
@pytest.mark.parametrize("make", REVIEWED)
def test_without_its_receipt_it_is_the_file_of_the_exporter_and_of_the_bundle(make, form):
    dossier = make()
    before, _, after = split(sealing.sealed(dossier, form), form)
    assert before + after == sealing.written(dossier, form)
    name = {"html": "article.html", "markdown": "article.md"}[form]
    assert before + after == members(samples.bundle(dossier))[f"articles/{dossier.slug}/{name}"]


@each_form
def test_the_same_dossier_and_time_give_the_same_bytes(form):
    first = sealing.sealed(dossiers.plain(), form)
    assert sealing.sealed(dossiers.plain(), form) == first
    later = replace(samples.origin(), created_at=dossiers.SIGNED_AT)
    sealer = Sealer(
        samples.ledger_of(dossiers.plain()).evidence(), origin=later, key=samples.issuer()
    )
    plain = sealing.written(dossiers.plain(), form)
    assert sealer.sealed(dossiers.plain(), plain, form) != first


@each_form
def test_a_receipt_holds_the_signed_words_statements_and_proofs_of_its_article_alone(form, keys):
    first, second = dossiers.plain(), dossiers.two_reviewers()
    data = sealing.sealer(first, second).sealed(second, sealing.written(second, form), form)
    found = sealing.receipt_of(data)
    assert canonical.digest(canonical.canonical_bytes(found["content"])) == second.content_digest
    said = [canonical.canonical_bytes(each).decode() for each in found["statements"]]
    assert said == [each.statement for each in second.counted]
    assert len(found["ledger"]["entries"]) == len(second.counted)
    assert verify(data, keys).genuine


def test_a_form_that_carries_no_receipt_comes_back_as_it_is():
    data = sealing.written(dossiers.plain(), "json")
    assert sealing.sealer(dossiers.plain()).sealed(dossiers.plain(), data, "json") is data


@each_form
def test_words_that_nobody_reviewed_get_no_receipt(form):
    dossier = dossiers.unreviewed()
    with pytest.raises(InputRefused) as refusal:
        sealing.sealed(dossier, form)
    assert refusal.value.code == "not_reviewed"


@each_form
def test_a_signature_that_the_ledger_does_not_prove_gets_no_receipt(form):
    with pytest.raises(InputRefused) as refusal:
        sealing.sealer(dossiers.two_reviewers()).sealed(
            dossiers.plain(), sealing.written(dossiers.plain(), form), form
        )
    assert refusal.value.code == "not_genuine"


@pytest.mark.parametrize("make", REVIEWED)
def test_yaml_and_json_readers_find_the_same_receipt_above_the_text(make):
    data = sealing.sealed(make(), "markdown")
    head = data.decode().partition("\n---\n\n")[0].removeprefix("---\n")
    read = yaml.safe_load(head)
    assert read["receipt"]["receipt"] == sealing.receipt_of(data)
    assert read["title"] == make().text("title")


@pytest.mark.parametrize("make", REVIEWED)
def test_a_page_holds_its_receipt_in_one_script_that_runs_nothing(make):
    data = sealing.sealed(make(), "html")
    text = split(data, "html")[1]
    assert data.count(OPENING) == 1
    assert not set(b"<>&") & set(text)
    assert json.loads(text)["receipt"]["article"]["slug"] == make().slug


@each_form
def test_another_key_or_none_is_not_the_issuer_s(form, keys):
    forged = sealing.resealed(sealing.sealed(dossiers.plain(), form), key=samples.OTHER_KEY)
    assert "the file is signed with another key" in problems(forged, keys)
    assert "the ledger's checkpoint" in problems(forged, [samples.OTHER_KEY.public_key()])
    problems(sealing.sealed(dossiers.plain(), form), [])


@each_form
@pytest.mark.parametrize(
    ("edit", "finding"),
    [
        (lambda r: r.update(schema="reviewflow/receipt@2"), "does not know"),
        (lambda r: r.update(form="pdf"), "does not know"),
        (lambda r: r.update(more=1), "its one form"),
        (lambda r: r.pop("producer"), "its one form"),
        (lambda r: r["statements"].pop(), "one statement and entry for each"),
        (lambda r: r["statements"].append(r["statements"][0]), "one statement and entry"),
        (lambda r: r["statements"][0].update(printed_name="Eve"), "ledger entries record"),
        (lambda r: r["statements"][0].update(id="x"), "malformed"),
        (lambda r: r["article"]["signatures"].pop(), "one statement and entry for each"),
        (lambda r: r["article"].update(version=4), "the statement's version is 3, not 4"),
        (lambda r: r["article"].update(id=OTHER), "the statement's article"),
        (lambda r: r["article"].update(stage="draft"), "not one that may be exported"),
        (lambda r: r["content"].update(body="Take 3 g."), "not have the digest"),
        (lambda r: r["ledger"]["entries"].pop(), "one statement and entry for each"),
        (lambda r: r["ledger"]["entries"][0]["proof"].pop(), "not in the ledger"),
        (lambda r: r["ledger"].update(origin="elsewhere"), "do not belong together"),
        (lambda r: r.update(article=7), "malformed"),
        (lambda r: r.update(ledger=None), "malformed"),
        (lambda r: r["statements"][0].update(signed_at="0001-01-01T00:00:00Z"), "malformed"),
    ],
)
def test_a_receipt_that_says_other_things_is_refused_even_if_sealed(form, edit, finding, keys):
    data = sealing.sealed(dossiers.plain(), form)
    assert finding in problems(sealing.resealed(data, edit), keys)


@pytest.mark.parametrize(
    ("form", "old", "new"),
    [
        ("html", b"Stiff mornings</h1>", b"Loose mornings</h1>"),
        ("html", b"Ruth Amsel", b"Eve Quick"),
        ("markdown", b"Joints rest", b"Joints ache"),
        ("markdown", b'title: "Stiff', b'title: "Loose'),
        ("markdown", b"version: 3\n", b"version: 3\nversion: 3\n"),
    ],
)
def test_a_file_whose_words_are_not_its_receipt_s_is_refused_even_if_sealed(form, old, new, keys):
    data = sealing.sealed(dossiers.plain(), form)
    problems(sealing.resealed(data, old=old, new=new), keys)


@each_form
def test_a_receipt_in_another_json_form_is_refused_even_if_sealed(form, keys):
    before, text, after = split(sealing.sealed(dossiers.hostile(), form), form)
    value = json.loads(text) | {"seal": ""}
    start = embedded(value).removesuffix(sealing.EMPTY)
    for other in (
        start.replace(b'":', b'": '),
        start.replace(b"\\u003c", b"<"),
        start.replace(b"\\u003c", b"\\u003C"),
        start.replace(b'{"receipt":', b'{"receipt":{},"receipt":'),
        start.replace(b'{"receipt":', b'{"other":1,"receipt":'),
    ):
        assert other != start
        assert "form" in problems(sealing.seal_anew(before, other, after, form), keys) or (
            "twice" in problems(sealing.seal_anew(before, other, after, form), keys)
        )


@each_form
def test_a_second_receipt_or_another_place_is_refused_even_if_sealed(form, keys):
    data = sealing.sealed(dossiers.plain(), form)
    before, text, after = split(data, form)
    start = text.partition(b',"seal":"')[0]
    line = data[len(before) : len(data) - len(after)]
    places = [(before + line, after), (line + before, after), (before, line + after)]
    for first, second in [*places, (before, b"\n" + after)]:
        found = problems(sealing.seal_anew(first, start, second, form), keys)
        assert any(word in found for word in ("place", "more than one", "neither", "malformed"))


def test_the_receipt_of_another_article_does_not_help(keys):
    one, two = (sealing.sealed(each(), "html") for each in REVIEWED[:2])
    before, _, after = split(one, "html")
    _, text, _ = split(two, "html")
    assert "does not fit" in problems(join(before, text, after, "html"), keys)


@each_form
def test_a_bundle_s_signature_seals_no_file_and_a_seal_no_bundle(form, keys):
    data = sealing.sealed(dossiers.plain(), form)
    _, text, _ = split(data, form)
    seal = json.loads(text)["seal"].encode()
    files = members(samples.bundle(dossiers.plain()))
    jws = files["manifest.json.jws"]
    assert "not a detached signature of a file" in problems(data.replace(seal, jws), keys)


@pytest.mark.parametrize(
    "data", [b"", b"---\n", b"<!DOCTYPE html>\n", b"Dear reader", b"---\n" * 9]
)
def test_a_file_without_a_receipt_has_nothing_to_judge(data, keys):
    assert form_of(data) == ""
    assert "neither a bundle nor" in problems(data, keys)
