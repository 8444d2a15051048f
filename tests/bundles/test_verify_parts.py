"""The pieces of the stand-alone verifier, against independent oracles."""

from __future__ import annotations

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from articles.bundles import verify

from .samples import path, root, sha256

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.req("CX-01")
@given(values)
def test_canonical_json_is_rfc_8785(value):
    assert verify.canonical(value) == rfc8785.dumps(value)


@pytest.mark.req("CX-01")
def test_names_are_sorted_by_utf_16_code_units():
    value = {"\ufb33": 1, "\U0001f600": 2, "\u20ac": 3, "1": 4, "\r": 5}
    assert verify.canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [1.0, 2**53, float("nan"), "\ud800", {"\ud800": 1}, b"", {1}])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(ValueError, match=r"."):
        verify.canonical(value)


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":1}',
        b'[{"b":{"a":1,"\\u0061":2}}]',
        b"1.5",
        b"1e3",
        b"NaN",
        b"Infinity",
        b"{",
        b"",
        b"\xff",
        b"\xef\xbb\xbf{}",
        b"[" * 100_000,
        b"9" * 5000,
    ],
)
def test_ambiguous_json_is_refused(data):
    with pytest.raises(verify.NotGenuine):
        verify.parse(data, "it")


@pytest.mark.parametrize("data", [b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":"\\u0061"}', b"[]"])
def test_json_in_another_form_is_not_canonical(data):
    with pytest.raises(verify.NotGenuine):
        verify.parse_canonical(data, "it")


@pytest.mark.req("CX-06")
def test_inclusion_proofs_are_those_of_rfc_9162_for_every_small_tree():
    for size in range(1, 34):
        leaves = [sha256(b"%d" % n) for n in range(size)]
        top = root(leaves)
        for index in range(size):
            assert verify.root_from(index, size, leaves[index], path(index, leaves)) == top


def test_a_proof_for_another_place_or_length_leads_elsewhere():
    leaves = [sha256(b"%d" % n) for n in range(13)]
    top, proof = root(leaves), path(6, leaves)
    for index in (5, 7, 12, 13, -1):
        assert verify.root_from(index, 13, leaves[6], proof) != top
    for wrong in (proof[:-1], [*proof, proof[0]], proof[::-1], []):
        assert verify.root_from(6, 13, leaves[6], wrong) != top


def test_a_proof_that_ends_early_or_late_is_no_proof():
    leaves = [sha256(b"a"), sha256(b"b")]
    proof = path(0, leaves)
    assert verify.root_from(0, 2, leaves[0], proof) == root(leaves)
    for size in (1, 3, 4, 1024):
        assert verify.root_from(0, size, leaves[0], proof) is None


def test_a_key_of_another_kind_is_no_key():
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(ValueError, match="not an Ed25519"):
        verify.load_key(pem)


def jwk_set(*publics, **more):
    return json.dumps({"keys": [verify.jwk(each) | more for each in publics]}).encode()


def test_keys_are_read_from_several_pems_and_from_a_jwk_set():
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    publics = [Ed25519PrivateKey.generate().public_key() for _ in range(2)]
    marks = [verify.thumbprint(each) for each in publics]
    pems = [each.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo) for each in publics]
    for data in (b"".join(pems), jwk_set(*publics)):
        assert [verify.thumbprint(each) for each in verify.load_keys(data)] == marks
    [alone] = verify.load_keys(json.dumps(verify.jwk(publics[0])).encode())
    assert verify.thumbprint(alone) == marks[0]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"keys": []}',
        b'{"keys": 7}',
        b'{"keys": [7]}',
        b'{"keys": [{"kty": "RSA"}]}',
        b'{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "AA"}]}',
        b'{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": 7}]}',
        b'{"keys": [{"kty": "OKP", "crv": "Ed25519", "status": "revoked"}]}',
        b'{"keys": [{"kty": "OKP", "crv": "Ed25519", "revoked_at": "2026-01-01"}]}',
        b"[" * 100_000,
        b'{"keys": ' + b"[" * 100_000,
        b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
    ],
)
def test_what_is_no_key_is_told(data):
    with pytest.raises(ValueError, match=r"\w") as told:
        verify.load_keys(data)
    assert "http" not in str(told.value)  # a library's advice to programmers


def test_the_signed_day_is_the_day_where_the_organisation_keeps_its_dates():
    said = {"signed_at": "2026-11-25T03:15:00.000000Z", "time_zone": "America/New_York"}
    assert verify._signed_day(said).isoformat() == "2026-11-24"
    assert verify._signed_day(said | {"time_zone": "Asia/Tokyo"}).isoformat() == "2026-11-25"
    assert verify._signed_day(said | {"time_zone": "No/Where"}).isoformat() == "2026-11-25"


def test_the_verifier_imports_nothing_but_the_standard_library_and_cryptography():
    import ast
    import sys
    from pathlib import Path

    tree = ast.parse(Path(verify.__file__).read_text())
    found = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    found |= {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    rooms = {name.split(".")[0] for name in found}
    assert rooms - set(sys.stdlib_module_names) == {"cryptography"}
