"""Verify what ReviewFlow exported, off-line:  python verify.py FILE --key issuer.pem [--json]

FILE is a bundle (zip), or one exported HTML or Markdown file, which carries its receipt.

One file on purpose: it travels inside every bundle and the issuer runs the very same code. It needs
Python 3.9 or newer and the package "cryptography". Take it from a source you trust, not from the
bundle you doubt; trust comes from the public key you give, never from a key in the bundle.

Exit status: 0 genuine, 1 not genuine (it says exactly what), 2 could not judge (file, key, usage).
"""

from __future__ import annotations

import argparse
import base64
import datetime as dt
import hashlib
import html
import json
import re
import struct
import sys
import zlib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

try:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        PublicFormat,
        load_pem_public_key,
    )
except ImportError:
    sys.stderr.write('Could not judge: this needs the Python package "cryptography".\n')
    raise SystemExit(2) from None

ZIP_START = b"PK\x03\x04"
NOT_IN_PAGES = {
    **dict.fromkeys(range(0xFDD0, 0xFDF0), "\ufffd"),
    **dict.fromkeys(
        (plane << 16 | end for plane in range(17) for end in (0xFFFE, 0xFFFF)), "\ufffd"
    ),
}
"""Code points that are no characters; a page shows them as replaced."""
_ESCAPES = {code: json.dumps(chr(code))[1:-1] for code in NOT_IN_PAGES}
LIMIT = 512 * 1024 * 1024
"""Bytes of a bundle."""
FILE_LIMIT = 64 * 1024 * 1024
"""Bytes of a page, of a text, and of a bundle's manifest."""
JWS_LIMIT = 1_000
"""Bytes of a detached signature; ours have fewer than 400."""
MOST_TOLD = 300
"""Characters of one finding: it may repeat what a file says."""
MOST_FILES = 65_535
MANIFEST, JWS, LEDGER = "manifest.json", "manifest.json.jws", "ledger.json"
ORDER = (MANIFEST, JWS, "jwks.json", "VERIFY.md", "verify.py", LEDGER)
HEADER = {"alg": "Ed25519", "typ": "reviewflow-bundle+jws", "cty": "json"}
SEAL_HEADER = {"alg": "Ed25519", "typ": "reviewflow-file+jws", "cty": "text/plain"}
SEAL = b',"seal":"'
NOTHING = "it is neither a bundle nor an exported HTML or Markdown file with its receipt"
TOO_LARGE = (
    f"it is too large: a bundle has at most {LIMIT >> 20} MiB, another file {FILE_LIMIT >> 20} MiB"
)
MALFORMED = (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError)
RECEIPT = {"schema", "form", "created_at", "issuer", "producer", "article", "content"}
RECEIPT |= {"statements", "ledger"}
ENDINGS = {"html": "html", "markdown": "md"}
OPENING = b'<script type="application/json" id="reviewflow-receipt">'
AROUND = {"html": (b"    " + OPENING, b"</script>\n"), "markdown": (b"receipt: ", b"\n")}
"""How the line of a receipt begins and ends, by form."""
AHEAD = {"html": b"<!DOCTYPE html>\n", "markdown": b"---\n"}
BEHIND = {"html": b"  </body>\n</html>\n", "markdown": b"---\n\n"}
"""What a file begins with, and what follows the line of its receipt, by form."""
CORE = {"v", "seq", "prev", "kind", "subject", "actor", "at", "commit"}
REVIEWS = ("medical_review", "periodic_review")
COPIED = ("title", "summary", "locale", "article_type", "audience", "specialty", "references")
KINDS = {
    "medical_review": ("article.sign_off", "article.sign_off"),
    "publication_release": ("article.publish", "article.schedule"),
}
"""The act that binds a signature; the second where the statement says not before when it holds."""

_ESCAPED = re.compile(
    "[^ -%'-;=?-~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_LOCAL = struct.Struct("<4s5H3L2H")
LOCAL_HEADER = _LOCAL.size
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_FIRST_DAY = (1 << 5) | 1  # 1 January 1980 as a DOS date
_PLAIN_FILE = 0o100644 << 16


class NotGenuine(Exception):
    """The file is not what it claims to be; the message says in what."""


# --- The container: a stored zip with one possible form ---------------------------------------


def ordered(names: Iterable[str]) -> list[str]:
    """File names in the order of a bundle: the fixed ones, then the articles' by name."""
    return sorted(names, key=lambda name: (ORDER.index(name) if name in ORDER else 99, name))


def pieces(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """The only zip these files can make, in order: stored, dated 1980-01-01, no extra field."""
    directory, count, at = bytearray(), 0, 0
    for name, data in files:
        size, label = len(data), name.encode("ascii")
        fields = (20, 0, 0, 0, _FIRST_DAY, zlib.crc32(data), size, size, len(label), 0)
        place = (0, 0, 0, _PLAIN_FILE, at)
        directory += _CENTRAL.pack(b"PK\x01\x02", 0x0314, *fields, *place) + label
        yield _LOCAL.pack(b"PK\x03\x04", *fields) + label
        yield data
        at += LOCAL_HEADER + len(label) + size
        count += 1
    if count > MOST_FILES:
        raise ValueError(f"a plain zip holds no more than {MOST_FILES} files")
    yield bytes(directory)
    yield _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), at, 0)


def name_fault(name: str, seen: Container[str] = ()) -> str:
    """Why a bundle has no member of this name, or nothing; ``seen``: others', in small letters."""
    if not _NAME.fullmatch(name):
        return f"the member name {name!r} is not allowed"
    return f"the member {name!r} is there twice" if name.lower() in seen else ""


def members(data: bytes) -> dict[str, bytes]:
    """The files of a bundle by name, in order; raises ``NotGenuine`` for any other zip."""
    if len(data) > LIMIT:
        raise NotGenuine(f"the file is larger than {LIMIT} bytes")
    files: dict[str, bytes] = {}
    seen: set[str] = set()
    at = 0
    while data[at : at + 4] == b"PK\x03\x04" and at + _LOCAL.size <= len(data):
        _, _, _, method, _, _, _, packed, size, length, extra = _LOCAL.unpack_from(data, at)
        start = at + _LOCAL.size + length
        name = data[at + _LOCAL.size : start].decode("ascii", "backslashreplace")
        if method or extra or packed != size or start + size > len(data):
            raise NotGenuine(f"the member {name!r} is not stored plainly")
        if fault := name_fault(name, seen):
            raise NotGenuine(fault)
        if len(files) == MOST_FILES:
            raise NotGenuine(f"there are more than {MOST_FILES} members")
        seen.add(name.lower())
        files[name] = data[start : start + size]
        at = start + size
    if list(files) != ordered(files):
        raise NotGenuine("the members are not in the order of a bundle")
    at, fits = 0, bool(files)
    for piece in pieces(files.items()):
        fits = fits and data[at : at + len(piece)] == piece
        at += len(piece)
    if not fits or at != len(data):
        raise NotGenuine("the file is not a bundle's zip: bytes were added, removed or changed")
    return files


# --- JSON: one value, one form (RFC 8785, without floating-point numbers) ----------------------


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes; raises ``ValueError`` for floats, large integers and lone surrogates."""
    if value is None or isinstance(value, (bool, str)):
        return json.dumps(value, ensure_ascii=False).encode()
    if isinstance(value, int) and abs(value) < 2**53:
        return str(value).encode()
    if isinstance(value, (list, tuple)):
        return b"[" + b",".join(canonical(item) for item in value) + b"]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return b"{" + b",".join(canonical(n) + b":" + canonical(value[n]) for n in names) + b"}"
    raise ValueError(f"{type(value).__name__} has no place in signed JSON")


def parse(data: bytes, where: str) -> Any:
    """A JSON value; raises ``NotGenuine`` for duplicate names and for floats."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a name stands twice in one object")
        return found

    def refuse(number: str) -> NoReturn:
        raise ValueError(f"the number {number} is not whole")

    try:
        return json.loads(
            data.decode(), object_pairs_hook=unique, parse_float=refuse, parse_constant=refuse
        )
    except (ValueError, RecursionError) as error:
        raise NotGenuine(f"{where} cannot be read: {error}") from None


def parse_canonical(data: bytes, where: str) -> dict[str, Any]:
    """A JSON object that is written in its one canonical form."""
    value = parse(data, where)
    if not isinstance(value, dict) or canonical(value) != data:
        raise NotGenuine(f"{where} is not a canonical JSON object")
    return value


# --- Digests and signatures -------------------------------------------------------------------


def sha256(*parts: bytes) -> bytes:
    """Of the parts one behind the other, which are never joined."""
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.digest()


def digest(*parts: bytes) -> str:
    return "sha256:" + sha256(*parts).hex()


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _from_base64url(text: str) -> bytes:
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64url(data) != text:
        raise ValueError("not base64url")
    return data


def jwk(key: Ed25519PublicKey) -> dict[str, str]:
    """The required members of the public JWK (RFC 8037)."""
    return {"crv": "Ed25519", "kty": "OKP", "x": base64url(key_bytes(key))}


def key_bytes(key: Ed25519PublicKey) -> bytes:
    """The 32 bytes of a key, as every version of the package gives them."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def thumbprint(key: Ed25519PublicKey) -> str:
    """RFC 7638 thumbprint, which is the key's ``kid``."""
    return base64url(sha256(canonical(jwk(key))))


def signing_input(header: bytes, payload: bytes) -> bytes:
    """What a JWS signs (RFC 7515, 5.1)."""
    return f"{base64url(header)}.{base64url(payload)}".encode()


def check_signature(
    jws: bytes,
    payload: bytes,
    keys: Sequence[Ed25519PublicKey],
    *,
    header: Mapping[str, str] = HEADER,
    names: tuple[str, str, str] = (JWS, MANIFEST, "bundle"),
) -> str:
    """The ``kid`` of the trusted key that signed ``payload`` in a detached JWS (App. F).

    ``names``: what the signature, the signed and the whole are called.
    """
    where, signed, whole = names
    if len(jws) > JWS_LIMIT:
        raise NotGenuine(f"{where} is longer than {JWS_LIMIT} bytes")
    try:
        protected, middle, signature = jws.decode("ascii").split(".")
        raw_header, raw_signature = _from_base64url(protected), _from_base64url(signature)
    except ValueError:
        raise NotGenuine(f"{where} is not a compact JWS") from None
    said = parse(raw_header, f"the header of {where}")
    if middle or not isinstance(said, dict) or {**said, "kid": 0} != {**header, "kid": 0}:
        raise NotGenuine(
            f"{where} is not a detached signature of a {whole}: its header is {said!r}"
        )
    for key in keys:
        if thumbprint(key) != said["kid"]:
            continue
        if not _fits(key, raw_signature, signing_input(raw_header, payload)):
            raise NotGenuine(f"the signature does not fit {signed}")
        return thumbprint(key)
    raise NotGenuine(f"the {whole} is signed with another key: {said['kid']!r}")


def check_checkpoint(note: str, keys: Sequence[Ed25519PublicKey]) -> dict[str, Any]:
    """Origin, size and root (base64) of a C2SP checkpoint that a trusted key signed."""
    text, _, signatures = note.partition("\n\n")
    lines = text.split("\n")
    if len(lines) != 3 or not re.fullmatch(r"0|[1-9][0-9]{0,15}", lines[1]):
        raise NotGenuine("the ledger's checkpoint is not origin, size and root")
    origin = lines[0]
    for line in signatures.splitlines():
        mark, _, encoded = line.rpartition(" ")
        if mark != f"— {origin}":
            continue
        raw = base64.b64decode(encoded)
        for key in keys:
            name = sha256(f"{origin}\n".encode(), b"\x01", key_bytes(key))[:4]
            if raw[:4] == name and _fits(key, raw[4:], f"{text}\n".encode()):
                return {"origin": origin, "size": int(lines[1]), "root": lines[2]}
    raise NotGenuine("the ledger's checkpoint is not signed with a key you gave")


def _fits(key: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


# --- What the manifest promises ----------------------------------------------------------------


def _file_problems(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> Iterator[str]:
    listed = {entry["path"]: entry for entry in manifest["files"]}
    if len(listed) != len(manifest["files"]):
        yield f"{MANIFEST} lists a file twice"
    for name in files:
        if name not in listed and name not in (MANIFEST, JWS):
            yield f"{name} is in the bundle but not in {MANIFEST}"
    for name, entry in listed.items():
        if name not in files:
            yield f"{name} is missing"
        elif len(files[name]) != entry["bytes"] or sha256(files[name]).hex() != entry["sha256"]:
            yield f"{name} is not the file that was signed"


def _by_folder(names: Iterable[str]) -> dict[str, list[str]]:
    """File names by the folder of their article, such as ``articles/gout/``."""
    found: dict[str, list[str]] = {}
    for name in names:
        parts = name.split("/", 2)
        if len(parts) == 3:
            found.setdefault(f"{parts[0]}/{parts[1]}/", []).append(name)
    return found


def _stray_problems(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> Iterator[str]:
    """Every file below articles/ belongs to one listed article; no article stands twice."""
    folders = _by_folder(files)
    allowed = set()
    for article in manifest["articles"]:
        base = f"articles/{article['slug']}/"
        allowed |= {f"{base}content.json"}
        allowed |= {f"{base}signatures/{each}.json" for each in article["signatures"]}
        forms = (f"{base}article.", f"{base}assets/")
        allowed |= {name for name in folders.get(base, ()) if name.startswith(forms)}
    for name in files:
        if name not in allowed and name not in ORDER:
            yield f"{name} belongs to no article of {MANIFEST}"
    for name in ("id", "slug"):
        if len({article[name] for article in manifest["articles"]}) != len(manifest["articles"]):
            yield f"{MANIFEST} lists an article twice"


# --- What each article claims ------------------------------------------------------------------


def _moment(text: str) -> dt.datetime:
    at = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))  # noqa: FURB162 Python 3.9
    if at.tzinfo is None:
        raise ValueError(f"the time {text!r} has no zone")
    return at


def _signed_day(statement: Mapping[str, Any]) -> dt.date:
    """The calendar day where the signer's organisation keeps its dates."""
    at = _moment(statement["signed_at"])
    try:
        return at.astimezone(ZoneInfo(statement["time_zone"])).date()
    except (KeyError, OSError):  # no time-zone data on this machine: the latest day it can be
        return at.astimezone(dt.timezone(dt.timedelta(hours=14))).date()


def _statement_problems(
    statement: Mapping[str, Any], signature: str, article: Mapping[str, Any], made: dt.datetime
) -> Iterator[str]:
    """``made``: when the file was; it names whole seconds."""
    expected = {
        "schema": "reviewflow/statement@1",
        "id": signature,
        "article": article["id"],
        "version": article["version"],
        "content_digest": article["content_digest"],
    }
    for name, value in expected.items():
        if statement.get(name) != value:
            yield f"the statement's {name} is {statement.get(name)!r}, not {value!r}"
    if statement["meaning"] == "medical_review" and statement.get("may_sign") is not True:
        yield "the signer was not allowed to sign"
    if "not_before" in statement and _moment(statement["not_before"]).replace(microsecond=0) > made:
        yield f"it releases nothing before {statement['not_before']}, after the file was made"
    credentials, day = statement.get("credentials", []), _signed_day(statement)
    if statement["byline"] and not any(each["status"] == "in_force" for each in credentials):
        yield "the byline rests on no credential in force"
    for credential in credentials:
        checked = credential["verified_on"]
        if checked and dt.date.fromisoformat(checked) > day:
            yield f"a credential was verified on {checked}, after the signature"


def _reviewer(source: Mapping[str, Any], identifier: str) -> tuple[Any, ...]:
    facts = tuple(source[name] for name in ("printed_name", "byline", "meaning"))
    return (source[identifier], *facts, _moment(source["signed_at"]))


def _export_problems(
    export: Mapping[str, Any],
    article: Mapping[str, Any],
    content: Mapping[str, Any],
    statements: Sequence[Mapping[str, Any]],
) -> Iterator[str]:
    """Where a machine-readable form says other things than the signed words and statements."""
    expected = {n: article[n] for n in ("id", "slug", "version", "edition", "stage")}
    expected |= {name: content[name] for name in COPIED}
    expected |= {"content_digest": article["content_digest"], "disclosure": content["funding"]}
    authors = [each if isinstance(each, str) else each["name"] for each in content["authors"]]
    expected["authors"] = [{"name": name} for name in authors]
    if "body" in export:
        expected["body"] = {"format": "markdown", "text": content["body"]}
    for name, value in expected.items():
        if export.get(name) != value:
            yield f"{name} is not what was signed"
    topics = [{name: topic[name] for name in ("system", "code")} for topic in export["topics"]]
    if topics != content["topics"]:
        yield "topics is not what was signed"
    signed = [_reviewer(each, "id") for each in statements if each["meaning"] in REVIEWS]
    if sorted(_reviewer(each, "signature_id") for each in export["reviewers"]) != sorted(signed):
        yield "reviewers are not those who signed"


def _front_matter(data: bytes, content: Mapping[str, Any], where: str) -> dict[str, Any]:
    head, _, body = data.decode().partition("\n---\n\n")
    if not head.startswith("---\n") or body != content["body"] + "\n":
        raise NotGenuine(f"{where}: the text is not what was signed")
    lines = [line.partition(": ") for line in head.split("\n")[1:]]
    if len({name for name, _, _ in lines}) != len(lines):
        raise NotGenuine(f"{where}: a name stands twice above the text")
    return {name: parse(value.encode(), where) for name, _, value in lines}


def _form_problems(
    base: str,
    files: Mapping[str, bytes],
    article: Mapping[str, Any],
    content: Mapping[str, Any],
    statements: Sequence[Mapping[str, Any]],
) -> Iterator[str]:
    """Every form of the article that this verifier can read agrees with the signed words."""
    exports: dict[str, dict[str, Any]] = {}
    if (name := f"{base}article.json") in files:
        exports[name] = parse(files[name], name)
    if (name := f"{base}article.md") in files:
        exports[name] = _front_matter(files[name], content, name)
    for name, export in exports.items():
        for problem in _export_problems(export, article, content, statements):
            yield f"{name}: {problem}"
    if (name := f"{base}article.html") in files:
        page = files[name].decode()
        needed = [f"{html.escape(content['title'])}</h1>", article["content_digest"]]
        needed += [html.escape(each["printed_name"]) for each in statements]
        needed += [html.escape(each["text"]) for each in statements]
        needed += [export["html"] for export in exports.values() if "html" in export]
        if not all(text.translate(NOT_IN_PAGES) in page for text in needed):
            yield f"{name}: the page does not show what was signed, and by whom"


def _picture_problems(
    base: str, files: Mapping[str, bytes], content: Mapping[str, Any]
) -> Iterator[str]:
    """Each picture is named by its digest, and the signed words name it."""
    for name in files:
        if not name.startswith(f"{base}assets/"):
            continue
        named = "sha256:" + name.rpartition("/")[2].partition(".")[0]
        if digest(files[name]) != named or named not in content["body"]:
            yield f"{name} is not a picture that was signed"


# --- What the ledger proves --------------------------------------------------------------------


def root_from(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to (RFC 9162, 2.1.3.2), or None if to none."""
    if not 0 <= index < size:
        return None
    node, last, root = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return None
        if node & 1 or node == last:
            root = sha256(b"\x01", sibling, root)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            root = sha256(b"\x01", root, sibling)
        node, last = node >> 1, last >> 1
    return root if last == 0 else None


def _binding(entry: Mapping[str, Any], size: int, root: str) -> dict[str, Any]:
    """One proven entry: kind, subject, and the statement and content its payload names."""
    core_bytes, payload_bytes = entry["core"].encode(), entry["payload"].encode()
    core = parse_canonical(core_bytes, "a ledger entry")
    payload = parse_canonical(payload_bytes, "a ledger payload")
    where = f"ledger entry {core.get('seq')!r}"
    if set(core) != CORE or core["v"] != 1 or type(core["seq"]) is not int:
        raise NotGenuine(f"{where} does not have the form of an entry")
    proof = [bytes.fromhex(node) for node in entry["proof"]]
    found = root_from(core["seq"], size, sha256(b"\x00", core_bytes), proof)
    if found is None or base64.b64encode(found).decode() != root:
        raise NotGenuine(f"{where} is not in the ledger that the checkpoint signs")
    salt = bytes.fromhex(entry["salt"])
    if len(salt) != 16 or sha256(b"\x02", salt, payload_bytes).hex() != core["commit"]:
        raise NotGenuine(f"{where} commits to another payload")
    names = {name: payload.get(name) for name in ("statement", "content")}
    return {"kind": core["kind"], "subject": core["subject"], **names}


def check_ledger(
    data: bytes, promised: Mapping[str, Any], keys: Sequence[Ed25519PublicKey]
) -> list[dict[str, Any]]:
    """The proven entries of ledger.json; raises ``NotGenuine`` for any that is not."""
    ledger = parse_canonical(data, LEDGER)
    checkpoint = check_checkpoint(ledger["checkpoint"], keys)
    if ledger["schema"] != "reviewflow/ledger-proof@1" or ledger["origin"] != checkpoint["origin"]:
        raise NotGenuine(f"{LEDGER} and its checkpoint do not belong together")
    if promised != checkpoint:
        raise NotGenuine(f"{MANIFEST} names another state of the ledger than {LEDGER}")
    return [_binding(each, checkpoint["size"], checkpoint["root"]) for each in ledger["entries"]]


def _binding_problems(
    statement: bytes, meaning: str, article: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    named = digest(statement)
    found = [entry for entry in entries if entry["statement"] == named]
    if len(found) != 1:
        yield f"{len(found)} ledger entries record the signature, not one"
        return
    expected = {"subject": f"article:{article['id']}", "content": article["content_digest"]}
    if meaning in KINDS:
        waits = "not_before" in parse(statement, "a statement")
        expected["kind"] = KINDS[meaning][waits]
    for name, value in expected.items():
        if found[0][name] != value:
            yield f"the ledger records the signature with the {name} {found[0][name]!r}"


# --- A newer checkpoint: has the ledger gone on, or is there another? --------------------------


def continues(old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes]) -> bool:
    """Whether a tree (size, root) begins with an older one, by RFC 9162, 2.1.4.2."""
    size, root = old
    if size == new[0]:
        return root == new[1] and not proof
    if not 0 < size < new[0] or not proof:
        return False
    first, *rest = proof if size & (size - 1) else [root, *proof]
    node, last, old_root, new_root = size - 1, new[0] - 1, first, first
    while node & 1:
        node, last = node >> 1, last >> 1
    for sibling in rest:
        if last == 0:
            return False
        if node & 1 or node == last:
            old_root = sha256(b"\x01", sibling, old_root)
            new_root = sha256(b"\x01", sibling, new_root)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            new_root = sha256(b"\x01", new_root, sibling)
        node, last = node >> 1, last >> 1
    return old_root == root and new_root == new[1] and last == 0


def compare(data: bytes, report: Report, keys: Sequence[Ed25519PublicKey]) -> None:
    """Hold a genuine report to another checkpoint of the same ledger; adds what was found.

    ``data`` is a C2SP checkpoint, one behind the lines of a C2SP consistency proof (``old`` and the
    size, then hashes), or a ledger.json. Raises ``ValueError`` and ``NotGenuine`` where it cannot
    be judged.
    """
    text, proof, mine = data.decode(), None, report.facts["ledger"]
    if text.startswith("old "):
        head, _, text = text.partition("\n\n")
        size, *lines = head.removeprefix("old ").split("\n")
        proof = [base64.b64decode(line, validate=True) for line in lines]
        if size != str(mine["size"]):
            raise ValueError(f"the proof begins at {size!r} entries, not at {mine['size']}")
    elif text.startswith("{"):
        text = parse(data, LEDGER)["checkpoint"]
    other = check_checkpoint(text, keys)
    if other["origin"] != mine["origin"]:
        raise ValueError(f"the checkpoint is of another ledger, {other['origin']!r}")
    old, new = ((each["size"], base64.b64decode(each["root"])) for each in (mine, other))
    report.facts["newer"] = other
    if other["size"] > mine["size"] and proof is None:
        report.facts["standing"] = "superseded, continuation not shown"
    elif other["size"] < mine["size"]:
        report.facts["standing"] = "newer than the checkpoint given"
    elif continues(old, new, proof or []):
        ahead = other["size"] - mine["size"]
        report.facts["standing"] = f"superseded by {ahead} entries" if ahead else "current"
    else:
        report.problems.append(
            f"the ledger was forked: its state of {other['size']} entries does not continue "
            f"the state of {mine['size']} entries in this file"
        )


# --- The receipt of a single file --------------------------------------------------------------


def embedded(value: Any) -> bytes:
    """Canonical JSON that stands in HTML and YAML alike: some characters are escaped."""
    text = canonical(value).decode()
    text = _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return text.translate(_ESCAPES).encode()


def nothing(data: bytes) -> str:
    """Why a file cannot be judged; a copy whose line ends were changed is told as such."""
    if form_of(data.replace(b"\r\n", b"\n").removeprefix(b"\xef\xbb\xbf")):
        return "its line ends were changed, or a mark was put before it; take the file as exported"
    return NOTHING


def form_of(data: bytes) -> str:
    """``bundle``, ``html`` or ``markdown``; empty for a file that carries nothing to judge."""
    if data.startswith(ZIP_START):
        return "bundle"
    if data.startswith(b"<!DOCTYPE html>") and OPENING in data:
        return "html"
    end = data.find(b"\n---\n")
    head = (0, len(data) if end < 0 else end)
    found = data.startswith(AHEAD["markdown"]) and data.find(b"\nreceipt:", *head) >= 0
    return "markdown" if found else ""


def too_large(data: bytes) -> bool:
    """Whether it is more than this verifier reads."""
    return len(data) > (LIMIT if data.startswith(ZIP_START) else FILE_LIMIT)


def read(path: Path) -> bytes:
    """A file. Raises ``OSError``; ``ValueError`` for more than this verifier reads."""
    with path.open("rb") as stream:
        bundle = stream.peek(len(ZIP_START)).startswith(ZIP_START)
        data = stream.read((LIMIT if bundle else FILE_LIMIT) + 1)
    if too_large(data):
        raise ValueError(f"{path}: {TOO_LARGE}")
    return data


def split(data: bytes, form: str) -> tuple[bytes, bytes, bytes]:
    """What stands before the receipt, the receipt, and what stands after it.

    Raises ``NotGenuine`` unless there is exactly one receipt and it stands in its one place.
    """
    begin, end = AROUND[form]
    at = data.find(b"\n" + begin, len(AHEAD[form]) - (form == "markdown")) + 1
    after = data.find(b"\n", at) + 1
    start, stop = at + len(begin), after - len(end)
    placed = data.startswith(AHEAD[form]) and data.startswith(BEHIND[form], after)
    if form == "html":
        placed = placed and data.startswith(end, stop) and len(data) == after + len(BEHIND[form])
    else:  # the only one of its name, among lines none of which is empty or ends the names
        between = (b"\n\n", b"\n---\n")
        placed = placed and data.find(b"\nreceipt:") == at - 1
        placed = placed and all(data.find(line, 0, at) < 0 for line in between)
    if not (at and after and placed):
        raise NotGenuine("the receipt does not stand in its one place")
    if form == "html" and data.count(OPENING) != 1:
        raise NotGenuine("there is more than one receipt")
    return data[:at], data[start:stop], data[after:]


def join(before: bytes, receipt: bytes, after: bytes, form: str) -> bytes:
    """The file with a receipt."""
    begin, end = AROUND[form]
    return before + begin + receipt + end + after


def sealed_text(before: bytes, receipt: bytes, after: bytes, form: str) -> bytes:
    """What the seal signs: the digest of the file in which the seal (``receipt`` ends there) is
    empty.
    """
    begin, end = AROUND[form]
    return digest(before, begin, receipt, SEAL, b'"}', end, after).encode()


def ledger_of(data: bytes, form: str) -> bytes:
    """The proofs that an export carries, unjudged."""
    if form == "bundle":
        return members(data)[LEDGER]
    return canonical(parse(split(data, form)[1], "the receipt")["receipt"]["ledger"])


# --- The judgement -----------------------------------------------------------------------------


@dataclass
class Report:
    """What was found. ``articles`` and the facts about the bundle count only when genuine."""

    problems: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    articles: list[dict[str, Any]] = field(default_factory=list)

    @property
    def genuine(self) -> bool:
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        result: dict[str, Any] = {"genuine": self.genuine, "problems": self.problems}
        return {**result, **self.facts, "articles": self.articles} if self.genuine else result


def _judge_article(
    article: Mapping[str, Any],
    files: Mapping[str, bytes],
    entries: Sequence[Mapping[str, Any]],
    made: dt.datetime,
    report: Report,
) -> None:
    base = f"articles/{article['slug']}/"
    content_bytes = files[f"{base}content.json"]
    content = parse_canonical(content_bytes, f"{base}content.json")
    add = report.problems.append
    known = content["schema"] == "reviewflow/content@1"
    if not known or digest(content_bytes) != article["content_digest"]:
        add(f"{base}content.json does not have the digest of the signed words")
    if article["stage"] not in ("approved", "published"):
        add(f"{base}: the stage {article['stage']!r} is not one that may be exported")
    statements = []
    for signature in article["signatures"]:
        name = f"{base}signatures/{signature}.json"
        statement = parse_canonical(files[name], name)
        statements.append(statement)
        for problem in _statement_problems(statement, signature, article, made):
            add(f"{name}: {problem}")
        for problem in _binding_problems(files[name], statement["meaning"], article, entries):
            add(f"{name}: {problem}")
    if not any(statement["meaning"] == "medical_review" for statement in statements):
        add(f"{base}: no medical review is on record")
    report.problems += _picture_problems(base, files, content)
    report.problems += _form_problems(base, files, article, content, statements)
    shown = ("printed_name", "meaning", "signed_at", "byline")
    signatures = [{name: statement[name] for name in shown} for statement in statements]
    names = ("id", "slug", "version", "edition", "stage", "content_digest")
    facts = {name: article[name] for name in names}
    report.articles.append({**facts, "title": content["title"], "signatures": signatures})


def _judge_bundle(data: bytes, keys: Sequence[Ed25519PublicKey], report: Report) -> None:
    judge_files(members(data), keys, report)


def judge_files(
    files: Mapping[str, bytes], keys: Sequence[Ed25519PublicKey], report: Report
) -> None:
    """Nothing is parsed before its signature or digest fits. Raises ``NotGenuine``."""
    for name in (MANIFEST, JWS, LEDGER):
        if name not in files:
            raise NotGenuine(f"{name} is missing")
    if len(files[MANIFEST]) > FILE_LIMIT:
        raise NotGenuine(f"{MANIFEST} is larger than {FILE_LIMIT} bytes")
    kid = check_signature(files[JWS], files[MANIFEST], keys)
    manifest = parse_canonical(files[MANIFEST], MANIFEST)
    if manifest["schema"] != "reviewflow/bundle@1" or manifest["hash"] != "sha-256":
        raise NotGenuine(f"{MANIFEST} has a form that this verifier does not know")
    report.problems += _file_problems(manifest, files)
    report.problems += _stray_problems(manifest, files)
    if report.problems:
        return
    entries = check_ledger(files[LEDGER], manifest["ledger"], keys)
    made = _moment(manifest["created_at"])
    folders = _by_folder(files)
    for article in manifest["articles"]:
        own = {name: files[name] for name in folders.get(f"articles/{article['slug']}/", ())}
        _judge_article(article, own, entries, made, report)
    names = ("bundle_id", "created_at", "issuer", "producer", "ledger", "refused")
    report.facts = {"form": "bundle", **{name: manifest[name] for name in names}, "key": kid}


def _judge_file(data: bytes, keys: Sequence[Ed25519PublicKey], report: Report) -> None:
    """As a bundle of one article in one form; the seal stands for manifest and signature."""
    form = form_of(data)
    if not form or too_large(data):
        raise NotGenuine(TOO_LARGE if form else NOTHING)
    before, text, after = split(data, form)
    start, mark, rest = text.rpartition(SEAL)
    if not mark or not rest.endswith(b'"}'):
        raise NotGenuine("the receipt carries no seal")
    signed, names = sealed_text(before, start, after, form), ("the seal", "the file", "file")
    kid = check_signature(rest[:-2], signed, keys, header=SEAL_HEADER, names=names)
    value = parse(text, "the receipt")
    receipt = value["receipt"]
    if len(value) != 2 or set(receipt) != RECEIPT or embedded(value) != text:
        raise NotGenuine("the receipt does not have its one form")
    if receipt["schema"] != "reviewflow/receipt@1" or receipt["form"] != form:
        raise NotGenuine("the receipt has a form that this verifier does not know")
    checkpoint = check_checkpoint(receipt["ledger"]["checkpoint"], keys)
    entries = check_ledger(canonical(receipt["ledger"]), checkpoint, keys)
    article, statements = receipt["article"], receipt["statements"]
    if not len(set(article["signatures"])) == len(statements) == len(entries):
        raise NotGenuine("the receipt does not hold one statement and entry for each signature")
    base = f"articles/{article['slug']}/"
    files = {f"{base}signatures/{each['id']}.json": canonical(each) for each in statements}
    files[f"{base}content.json"] = canonical(receipt["content"])
    files[f"{base}article.{ENDINGS[form]}"] = before + after
    _judge_article(article, files, entries, _moment(receipt["created_at"]), report)
    facts = {name: receipt[name] for name in ("form", "created_at", "issuer", "producer")}
    report.facts = {**facts, "ledger": checkpoint, "key": kid}


def verify(data: bytes, keys: Sequence[Ed25519PublicKey]) -> Report:
    """Judge an export's bytes by the public keys the caller trusts. No input makes it raise."""
    report, form = Report(), form_of(data)
    try:
        (_judge_bundle if form == "bundle" else _judge_file)(data, keys, report)
    except NotGenuine as reason:
        report.problems.append(str(reason))
    except MALFORMED as error:
        report.problems.append(f"the file is malformed ({type(error).__name__}: {error})")
    report.problems = [shortened(problem) for problem in report.problems]
    return report


def shortened(text: str) -> str:
    """A finding without the greater part of what it repeats of a file."""
    return text if len(text) <= MOST_TOLD else text[:MOST_TOLD] + "…"


# --- The command line --------------------------------------------------------------------------


def load_keys(data: bytes) -> list[Ed25519PublicKey]:
    """Public keys from PEM (one or several, as in ``issuer.pem``) or a JWK set (RFC 7517).

    Raises ``ValueError`` where there is none, or another than Ed25519.
    """
    if data.lstrip().startswith(b"{"):
        found = [_of_jwk(each) for each in _jwks(data)]
    else:
        found = [load_key(pem) for pem in _PEM.findall(data) or [data]]
    if not found:
        raise ValueError("there is no key in it")
    return found


_PEM = re.compile(rb"-----BEGIN PUBLIC KEY-----[^-]*-----END PUBLIC KEY-----")


def _jwks(data: bytes) -> list[Any]:
    """The keys of a set, but for those that the issuer has revoked."""
    try:
        said = json.loads(data)
        listed = said.get("keys", [said])
        return [e for e in listed if e.get("status") != "revoked" and not e.get("revoked_at")]
    except (RecursionError, TypeError, AttributeError):
        raise ValueError("it is not a JWK set") from None


def _of_jwk(said: Mapping[str, Any]) -> Ed25519PublicKey:
    if (
        said.get("kty") != "OKP"
        or said.get("crv") != "Ed25519"
        or not isinstance(said.get("x"), str)
    ):
        raise ValueError("the key is not an Ed25519 public key")
    return Ed25519PublicKey.from_public_bytes(_from_base64url(said["x"]))


def load_key(data: bytes) -> Ed25519PublicKey:
    """A public key from PEM; raises ``ValueError`` for anything but Ed25519."""
    try:
        key = load_pem_public_key(data)
    except (UnsupportedAlgorithm, ValueError):
        raise ValueError("there is no public key in it that this can read") from None
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("the key is not an Ed25519 public key")
    return key


def _named(facts: Mapping[str, Any]) -> str:
    return f"bundle {facts['bundle_id']}" if facts["form"] == "bundle" else f"{facts['form']} file"


def _stage(article: Mapping[str, Any]) -> str:
    if article["stage"] == "published":
        return f"version {article['version']}, edition {article['edition']}"
    return f"version {article['version']}, approved and not released"


def describe(report: Report) -> str:
    """The report for people."""
    if not report.genuine:
        return "\n".join(["NOT GENUINE", *(f"  - {problem}" for problem in report.problems)])
    facts, ledger = report.facts, report.facts["ledger"]
    lines = [
        f"GENUINE as of {facts['created_at']}: {_named(facts)} of {facts['issuer']}",
        f"  key {facts['key']}; ledger {ledger['origin']}, {ledger['size']} entries",
    ]
    if "standing" in facts:
        lines.append(f"  held to a state of {facts['newer']['size']} entries: {facts['standing']}")
    for article in report.articles:
        lines.append(f"  {article['slug']}, {_stage(article)}, {article['content_digest']}")
        line = "    {meaning}: {printed_name}, {signed_at}"
        lines += [line.format(**each) for each in article["signatures"]]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Verify what ReviewFlow exported, off-line.")
    parser.add_argument("file", type=Path, help="a bundle, or an exported HTML or Markdown file")
    parser.add_argument(
        "--key",
        type=Path,
        action="append",
        required=True,
        help="the issuer's public keys (PEM or JWK set)",
    )
    parser.add_argument("--checkpoint", type=Path, help="a newer checkpoint, to compare with")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    options = parser.parse_args(arguments)
    try:
        keys = [key for path in options.key for key in load_keys(path.read_bytes())]
        data = read(options.file)
        newer = read(options.checkpoint) if options.checkpoint else None
    except (OSError, ValueError) as error:
        sys.stderr.write(f"Could not judge: {error}\n")
        return 2
    if not form_of(data):
        sys.stderr.write(f"Could not judge {options.file}: {nothing(data)}\n")
        return 2
    report = verify(data, keys)
    try:
        if newer is not None and report.genuine:
            compare(newer, report, keys)
    except (NotGenuine, *MALFORMED) as error:
        sys.stderr.write(f"Could not judge {options.checkpoint}: {shortened(str(error))}\n")
        return 2
    text = json.dumps(report.as_json(), indent=2) if options.json else describe(report)
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    return 0 if report.genuine else 1


if __name__ == "__main__":
    sys.exit(main())
