"""Thousands of changed bundles and files, by class: the verifier calls none of them genuine.

A crash of the verifier fails these tests too: whatever a file holds, there is a verdict.
"""

from __future__ import annotations

import copy
import json
from collections import Counter
from random import Random

import pytest

from articles import canonical
from articles.bundles.verify import describe, members, verify
from tests.exporters import samples as dossiers

from . import file_mutations, mutations, samples, sealing
from .file_mutations import edited

MOST = 150
FEW = 13
PER_FILE = 45


def tried(genuine, keys, each, makers=mutations.CLASSES):
    """How many mutants of each class there were, and which were accepted."""
    made, accepted = Counter(), []
    for name, mutant in mutations.of(genuine, each, makers):
        report = verify(mutant, keys)
        made[name] += 1
        assert report.genuine or all(report.problems)
        if report.genuine:
            accepted.append((name, made[name]))
    assert set(made) == set(makers)
    return made, accepted


def judged(data, keys):
    """The verdict, told to people and machines as well."""
    report = verify(data, keys)
    assert json.dumps(report.as_json())
    assert describe(report).startswith("GENUINE" if report.genuine else "NOT GENUINE")
    return report.genuine


def files():
    makes = (dossiers.plain, dossiers.hostile)
    return [sealing.sealed(make(), form) for make in makes for form in sealing.FORMS]


def test_a_few_bundles_of_each_class_are_refused(genuine, keys):
    made, accepted = tried(genuine, keys, FEW)
    assert len(made) >= 22
    assert made.total() >= 300
    assert accepted == []


@pytest.mark.slow
@pytest.mark.req("CX-03", "CX-04")
def test_thousands_of_bundles_are_refused(genuine, keys):
    made, accepted = tried(genuine, keys, MOST)
    assert made.total() >= 3_000
    assert accepted == []


@pytest.mark.req("CX-03")
def test_thousands_of_files_with_a_receipt_are_refused(keys):
    made = Counter()
    for file in files():
        found, accepted = tried(file, keys, PER_FILE, file_mutations.CLASSES)
        assert accepted == []
        made += found
    assert made.total() >= 2_000


def test_the_same_mutants_come_every_time(genuine):
    assert list(mutations.of(genuine, 2)) == list(mutations.of(genuine, 2))


def test_whatever_the_issuer_s_own_key_signs_there_is_a_verdict(genuine, keys):
    """Values of any type, anywhere in manifest, statements, ledger and receipt, signed rightly."""
    chance, verdicts = Random(20261124), Counter()
    parts = {
        name: json.loads(data)
        for name, data in members(genuine).items()
        if name.endswith(".json") and name not in ("manifest.json", "jwks.json")
    }
    for _ in range(400):
        name = chance.choice([*parts, "manifest.json"])
        if name == "manifest.json":
            forged = samples.resigned(genuine, {}, edit=lambda value: edited(value, chance))
        else:
            value = edited(copy.deepcopy(parts[name]), chance)
            forged = samples.resigned(genuine, {name: canonical.canonical_bytes(value)})
        verdicts[judged(forged, keys)] += 1
    for file in files():
        for _ in range(100):
            forged = sealing.resealed(file, lambda receipt: edited(receipt, chance))
            verdicts[judged(forged, keys)] += 1
    assert verdicts[False] > 600
