"""Verify a ReviewFlow bundle, off-line:  python verify.py BUNDLE.zip --key issuer.pem [--json]

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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

try:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key
except ImportError:
    sys.stderr.write('Could not judge: this needs the Python package "cryptography".\n')
    raise SystemExit(2) from None

ZIP_START = b"PK\x03\x04"
LIMIT = 512 * 1024 * 1024
MANIFEST, JWS, LEDGER = "manifest.json", "manifest.json.jws", "ledger.json"
ORDER = (MANIFEST, JWS, "jwks.json", "VERIFY.md", "verify.py", LEDGER)
HEADER = {"alg": "Ed25519", "typ": "reviewflow-bundle+jws", "cty": "json"}
CORE = {"v", "seq", "prev", "kind", "subject", "actor", "at", "commit"}
REVIEWS = ("medical_review", "periodic_review")
COPIED = ("title", "summary", "locale", "article_type", "audience", "specialty", "references")
KINDS = {"medical_review": "article.sign_off", "publication_release": "article.publish"}

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_FIRST_DAY = (1 << 5) | 1  # 1 January 1980 as a DOS date
_PLAIN_FILE = 0o100644 << 16


class NotGenuine(Exception):
    """The bundle is not what it claims to be; the message says in what."""


# --- The container: a stored zip with one possible form ---------------------------------------


def ordered(names: Iterable[str]) -> list[str]:
    """File names in the order of a bundle: the fixed ones, then the articles' by name."""
    return sorted(names, key=lambda name: (ORDER.index(name) if name in ORDER else 99, name))


def rebuild(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The only zip these files can make: stored, dated 1980-01-01, no extra field, no comment."""
    body, directory, count = bytearray(), bytearray(), 0
    for name, data in files:
        size, label = len(data), name.encode("ascii")
        fields = (20, 0, 0, 0, _FIRST_DAY, zlib.crc32(data), size, size, len(label), 0)
        place = (0, 0, 0, _PLAIN_FILE, len(body))
        directory += _CENTRAL.pack(b"PK\x01\x02", 0x0314, *fields, *place) + label
        body += _LOCAL.pack(b"PK\x03\x04", *fields) + label + data
        count += 1
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


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
        if not _NAME.fullmatch(name):
            raise NotGenuine(f"the member name {name!r} is not allowed")
        if name.lower() in seen:
            raise NotGenuine(f"the member {name!r} is there twice")
        seen.add(name.lower())
        files[name] = data[start : start + size]
        at = start + size
    if list(files) != ordered(files):
        raise NotGenuine("the members are not in the order of a bundle")
    if not files or rebuild(files.items()) != data:
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
    return hashlib.sha256(b"".join(parts)).digest()


def digest(data: bytes) -> str:
    return "sha256:" + sha256(data).hex()


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _from_base64url(text: str) -> bytes:
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64url(data) != text:
        raise ValueError("not base64url")
    return data


def jwk(key: Ed25519PublicKey) -> dict[str, str]:
    """The required members of the public JWK (RFC 8037)."""
    return {"crv": "Ed25519", "kty": "OKP", "x": base64url(key.public_bytes_raw())}


def thumbprint(key: Ed25519PublicKey) -> str:
    """RFC 7638 thumbprint, which is the key's ``kid``."""
    return base64url(sha256(canonical(jwk(key))))


def signing_input(header: bytes, payload: bytes) -> bytes:
    """What a JWS signs (RFC 7515, 5.1)."""
    return f"{base64url(header)}.{base64url(payload)}".encode()


def check_signature(jws: bytes, payload: bytes, keys: Sequence[Ed25519PublicKey]) -> str:
    """The ``kid`` of the trusted key that signed ``payload`` in a detached JWS (App. F)."""
    try:
        protected, middle, signature = jws.decode("ascii").split(".")
        raw_header, raw_signature = _from_base64url(protected), _from_base64url(signature)
    except ValueError:
        raise NotGenuine(f"{JWS} is not a compact JWS") from None
    header = parse(raw_header, f"the header of {JWS}")
    if middle or not isinstance(header, dict) or {**header, "kid": 0} != {**HEADER, "kid": 0}:
        raise NotGenuine(f"{JWS} is not a detached signature of a bundle: its header is {header!r}")
    for key in keys:
        if thumbprint(key) != header["kid"]:
            continue
        try:
            key.verify(raw_signature, signing_input(raw_header, payload))
        except InvalidSignature:
            raise NotGenuine(f"the signature does not fit {MANIFEST}") from None
        return thumbprint(key)
    raise NotGenuine(f"the bundle is signed with another key: {header['kid']!r}")


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
            name = sha256(f"{origin}\n".encode(), b"\x01", key.public_bytes_raw())[:4]
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


def _stray_problems(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> Iterator[str]:
    """Every file below articles/ belongs to one listed article; no article stands twice."""
    allowed = set()
    for article in manifest["articles"]:
        base = f"articles/{article['slug']}/"
        allowed |= {f"{base}content.json"}
        allowed |= {f"{base}signatures/{each}.json" for each in article["signatures"]}
        allowed |= {name for name in files if name.rpartition(".")[0] == f"{base}article"}
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
    statement: Mapping[str, Any], signature: str, article: Mapping[str, Any]
) -> Iterator[str]:
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
    lines = (line.partition(": ") for line in head.split("\n")[1:])
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
        if not all(text in page for text in needed):
            yield f"{name}: the page does not show what was signed, and by whom"


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
    found = [entry for entry in entries if entry["statement"] == digest(statement)]
    if len(found) != 1:
        yield f"{len(found)} ledger entries record the signature, not one"
        return
    expected = {"subject": f"article:{article['id']}", "content": article["content_digest"]}
    if meaning in KINDS:
        expected["kind"] = KINDS[meaning]
    for name, value in expected.items():
        if found[0][name] != value:
            yield f"the ledger records the signature with the {name} {found[0][name]!r}"


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
        for problem in _statement_problems(statement, signature, article):
            add(f"{name}: {problem}")
        for problem in _binding_problems(files[name], statement["meaning"], article, entries):
            add(f"{name}: {problem}")
    if not any(statement["meaning"] == "medical_review" for statement in statements):
        add(f"{base}: no medical review is on record")
    report.problems += _form_problems(base, files, article, content, statements)
    shown = ("printed_name", "meaning", "signed_at", "byline")
    signatures = [{name: statement[name] for name in shown} for statement in statements]
    facts = {name: article[name] for name in ("slug", "version", "stage", "content_digest")}
    report.articles.append({**facts, "title": content["title"], "signatures": signatures})


def _judge(data: bytes, keys: Sequence[Ed25519PublicKey], report: Report) -> None:
    """Nothing is parsed before its signature or digest fits, and nothing is read twice."""
    files = members(data)
    for name in (MANIFEST, JWS, LEDGER):
        if name not in files:
            raise NotGenuine(f"{name} is missing")
    kid = check_signature(files[JWS], files[MANIFEST], keys)
    manifest = parse_canonical(files[MANIFEST], MANIFEST)
    if manifest["schema"] != "reviewflow/bundle@1" or manifest["hash"] != "sha-256":
        raise NotGenuine(f"{MANIFEST} has a form that this verifier does not know")
    report.problems += _file_problems(manifest, files)
    report.problems += _stray_problems(manifest, files)
    if report.problems:
        return
    entries = check_ledger(files[LEDGER], manifest["ledger"], keys)
    for article in manifest["articles"]:
        _judge_article(article, files, entries, report)
    names = ("bundle_id", "created_at", "issuer", "producer", "ledger", "refused")
    report.facts = {**{name: manifest[name] for name in names}, "key": kid}


def verify(data: bytes, keys: Sequence[Ed25519PublicKey]) -> Report:
    """Judge a bundle's bytes by the public keys the caller trusts. No input makes it raise."""
    report = Report()
    try:
        _judge(data, keys, report)
    except NotGenuine as reason:
        report.problems.append(str(reason))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        report.problems.append(f"the bundle is malformed ({type(error).__name__}: {error})")
    return report


# --- The command line --------------------------------------------------------------------------


def load_key(data: bytes) -> Ed25519PublicKey:
    """A public key from PEM; raises ``ValueError`` for anything but Ed25519."""
    try:
        key = load_pem_public_key(data)
    except UnsupportedAlgorithm as error:
        raise ValueError(str(error)) from None
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("the key is not an Ed25519 public key")
    return key


def describe(report: Report) -> str:
    """The report for people."""
    if not report.genuine:
        return "\n".join(["NOT GENUINE", *(f"  - {problem}" for problem in report.problems)])
    facts, ledger = report.facts, report.facts["ledger"]
    lines = [
        f"GENUINE as of {facts['created_at']}: bundle {facts['bundle_id']} of {facts['issuer']}",
        f"  key {facts['key']}; ledger {ledger['origin']}, {ledger['size']} entries",
    ]
    for article in report.articles:
        lines.append("  {slug}, version {version}, {content_digest}".format(**article))
        line = "    {meaning}: {printed_name}, {signed_at}"
        lines += [line.format(**each) for each in article["signatures"]]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Verify a ReviewFlow bundle, off-line.")
    parser.add_argument("bundle", type=Path, help="the zip file")
    parser.add_argument(
        "--key", type=Path, action="append", required=True, help="the issuer's public key (PEM)"
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    options = parser.parse_args(arguments)
    try:
        keys = [load_key(path.read_bytes()) for path in options.key]
        with options.bundle.open("rb") as stream:
            data = stream.read(LIMIT + 1)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"Could not judge: {error}\n")
        return 2
    if not data.startswith(ZIP_START):
        sys.stderr.write(f"Could not judge: {options.bundle} is no zip file\n")
        return 2
    report = verify(data, keys)
    text = json.dumps(report.as_json(), indent=2) if options.json else describe(report)
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    return 0 if report.genuine else 1


if __name__ == "__main__":
    sys.exit(main())
