"""The catalogue of boards: data that is judged whole, and loaded without doubling or losing."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from articles import ledger, specialties
from articles.credentials import catalogue, recording
from articles.credentials.catalogue_file import SHIPPED as FILE
from articles.credentials.catalogue_file import BoardEntry, read
from articles.errors import InputRefused
from articles.models import Board, Certificate, Coverage, LedgerEntry
from articles.stages import CertificateKind, Event, Umbrella
from tests.cast import Cast, today

pytestmark = pytest.mark.slow

ABMS_BOARDS = {
    *("ABA", "ABAI", "ABCRS", "ABD", "ABEM", "ABFM", "ABIM", "ABMGG", "ABNM", "ABNS", "ABO"),
    *("ABOG", "ABOHNS", "ABOS", "ABP", "ABPM", "ABPMR", "ABPN", "ABPS", "ABPath", "ABR", "ABS"),
    *("ABTS", "ABU"),
}

COLLEGE = """
[[board]]
code = "AOBIM"
name = "American Osteopathic Board of Internal Medicine"
umbrella = "aoa"
country = "US"
verify_url = "https://board.example/verify"
reverify_month = 1
reverify_day = 15
certificates = [
  { name = "Rheumatology", kind = "subspecialty", specialty = "rheumatology", parent = "Internal Medicine", requires_underlying = true, nucc = "207RR0500X" },
  { name = "Internal Medicine", kind = "primary", specialty = "internal_medicine", covers = ["geriatrics"] },
  { name = "Hospice", kind = "caq", parent = "Internal Medicine" },
]
"""  # noqa: E501 one certificate, one line, as in the shipped file

BOARD = 'code = "X"\nname = "Board X"\numbrella = "other"\ncountry = "SE"\n'


def rows() -> dict[str, int]:
    models = (Board, Certificate, Coverage, LedgerEntry)
    history = (Board.history.model, Certificate.history.model, Coverage.history.model)
    return {model.__name__: model.objects.count() for model in (*models, *history)}


@pytest.fixture
def entries(tmp_path: Path):
    def entries(text: str) -> tuple[BoardEntry, ...]:
        path = tmp_path / "boards.toml"
        path.write_text(text, encoding="utf-8")
        return read(path)

    return entries


@pytest.fixture
def load(cast: Cast, entries):
    """Load a text as the cast's officer."""

    def load(text: str, **options) -> catalogue.Loaded:
        options = {"actor": cast.officer, "reason": "Catalogue agreed", **options}
        return catalogue.load(entries(text), **options)

    return load


def certificate(name: str, code: str = "AOBIM") -> Certificate:
    return Certificate.objects.get(board__code=code, name=name)


def names(lines) -> list[tuple[str, str]]:
    return [(line.kind, line.name) for line in lines]


# What ships


def test_the_24_member_boards_of_the_abms_ship_with_their_certificates() -> None:
    boards = read(FILE)
    kinds = Counter(item.kind for board in boards for item in board.certificates)
    assert {board.code for board in boards} == ABMS_BOARDS
    assert len(boards) == 24
    assert {(board.umbrella, board.country) for board in boards} == {(Umbrella.ABMS, "US")}
    assert kinds == {"primary": 33, "subspecialty": 140, "focused_practice": 12}
    assert [board.code for board in boards if not board.certificates] == []


def test_each_shipped_board_has_a_primary_certificate_and_every_parent_is_its_own() -> None:
    for board in read(FILE):
        own = {item.name: item for item in board.certificates}
        assert "primary" in {item.kind for item in own.values()}, board.code
        assert {item.parent for item in own.values()} - {""} <= set(own), board.code
        assert [item.name for item in own.values() if item.kind == "primary" and item.parent] == []


def test_every_shipped_specialty_is_ours_and_every_code_has_the_form_of_the_nucc() -> None:
    found = [item for board in read(FILE) for item in board.certificates]
    used = {code for item in found for code in (item.specialty, *item.covers)} - {""}
    assert used <= set(specialties.SPECIALTIES)
    assert [item.nucc for item in found if item.nucc and len(item.nucc) != 10] == []
    # Physicians, level I of the taxonomy: 20….
    assert [i.nucc for i in found if i.nucc and not re.fullmatch(r"20[0-9A-Z]{7}X", i.nucc)] == []


def test_every_specialty_of_ours_is_covered_by_a_shipped_certificate() -> None:
    found = [item for board in read(FILE) for item in board.certificates]
    used = {code for item in found for code in (item.specialty, *item.covers)}
    assert set(specialties.SPECIALTIES) - used == set()


def test_a_narrow_shipped_certificate_covers_nothing_as_a_whole() -> None:
    by_name = {(b.code, item.name): item for b in read(FILE) for item in b.certificates}
    for key in (
        ("ABIM", "Adult Congenital Heart Disease"),
        ("ABIM", "Hospital Medicine"),
        ("ABP", "Pediatric Rheumatology"),
        ("ABOG", "Gynecologic Oncology"),
        ("ABPath", "Anatomic Pathology"),
    ):
        assert (by_name[key].specialty, by_name[key].covers) == ("", ()), key
    assert by_name["ABIM", "Rheumatology"].specialty == "rheumatology"


def test_the_anniversary_of_abim_is_the_first_of_april_and_no_other_is_claimed() -> None:
    dated = {b.code: (b.reverify_month, b.reverify_day) for b in read(FILE) if b.reverify_month}
    assert dated == {"ABIM": (4, 1)}
    urls = [board.verify_url for board in read(FILE) if board.verify_url]
    assert [url for url in urls if not url.startswith("https://")] == []


# Loading


@pytest.mark.django_db
@pytest.mark.req("CR-05")
def test_a_board_of_another_umbrella_is_loaded_with_its_kinds_and_parents(load) -> None:
    loaded = load(COLLEGE)

    board = Board.objects.get(code="AOBIM")
    rheumatology, added = certificate("Rheumatology"), certificate("Hospice")
    assert (board.umbrella, board.country) == (Umbrella.AOA, "US")
    assert (board.reverify_month, board.reverify_day) == (1, 15)
    assert rheumatology.parent == certificate("Internal Medicine")
    assert rheumatology.requires_underlying
    assert rheumatology.nucc_code == "207RR0500X"
    assert (added.kind, added.specialty) == (CertificateKind.ADDED_QUALIFICATION, "")
    assert added.is_active and not added.requires_underlying
    assert names(loaded.added) == [
        ("board", board.name),
        ("certificate", "Internal Medicine"),
        ("coverage", "Internal Medicine covers geriatrics"),
        ("certificate", "Rheumatology"),
        ("certificate", "Hospice"),
    ]


@pytest.mark.django_db
def test_every_row_has_a_record_with_its_reason_and_a_ledger_entry(cast: Cast, load) -> None:
    before = LedgerEntry.objects.count()
    load(COLLEGE, reason="Agreed on 1 March")

    record = certificate("Rheumatology").history.get()
    assert (record.history_user, record.history_change_reason) == (
        cast.officer,
        "Agreed on 1 March",
    )
    written = LedgerEntry.objects.order_by("seq")[before:]
    assert [entry.kind for entry in written] == [Event.CATALOGUE_SAVE] * 5
    assert {entry.actor for entry in written} == {cast.officer.username}
    assert ledger.verify() == before + 5


@pytest.mark.django_db
def test_the_shipped_catalogue_matches_what_is_there_and_doubles_nothing(cast: Cast) -> None:
    abim = Board.objects.get(code="ABIM")
    there = set(abim.certificates.values_list("pk", flat=True))
    loaded = catalogue.load(read(FILE), actor=cast.officer, reason="Shipped")

    assert Board.objects.count() == 24
    assert Certificate.objects.count() == 185
    assert there < set(abim.certificates.values_list("pk", flat=True))
    changed = {(line.kind, line.name): line.changes for line in loaded.changed}
    assert changed == {
        ("board", abim.name): (
            "verify_url: “” → “https://www.abim.org/verify-physician/”",
            "reverify_month: “” → “4”",
            "reverify_day: “” → “1”",
        ),
        ("certificate", "Internal Medicine"): ("nucc_code: “” → “207R00000X”",),
        ("certificate", "Rheumatology"): (
            "parent: “” → “Internal Medicine”",
            "nucc_code: “” → “207RR0500X”",
        ),
        ("certificate", "Cardiovascular Disease"): (
            "parent: “” → “Internal Medicine”",
            "nucc_code: “” → “207RC0000X”",
        ),
    }
    [coverage] = Coverage.objects.all()
    assert (str(coverage.certificate.board.code), coverage.specialty) == ("ABOG", "gynecology")
    assert (coverage.since, coverage.until) == (today(), None)


@pytest.mark.django_db
def test_the_second_time_nothing_is_written(cast: Cast) -> None:
    catalogue.load(read(FILE), actor=cast.officer, reason="Shipped")
    before = rows()
    loaded = catalogue.load(read(FILE), actor=cast.officer, reason="Shipped, again")

    assert rows() == before
    assert (loaded.added, loaded.changed) == ((), ())
    assert len(loaded.unchanged) == 24 + 185 + 1


@pytest.mark.django_db
def test_only_what_the_file_names_and_what_differs_is_changed(cast: Cast, load) -> None:
    load(COLLEGE)
    before = rows()
    loaded = load(
        f"[[board]]\n{BOARD}".replace('"X"', '"AOBIM"').replace("Board X", "AOBIM renamed")
        + """
        verify_url = ""
        certificates = [{ name = "Rheumatology", kind = "subspecialty", specialty = "",
                          nucc = "207RR0501X", requires_underlying = false, is_active = false }]
        """.replace("\n                          ", "")
    )

    board, rheumatology = Board.objects.get(code="AOBIM"), certificate("Rheumatology")
    assert (board.name, board.umbrella, board.country) == ("AOBIM renamed", "other", "SE")
    assert (board.verify_url, board.reverify_day) == ("https://board.example/verify", 15)
    assert (rheumatology.nucc_code, rheumatology.specialty) == ("207RR0501X", "rheumatology")
    assert rheumatology.parent == certificate("Internal Medicine")
    assert not rheumatology.requires_underlying and not rheumatology.is_active
    assert [line.changes for line in loaded.changed][1] == (
        "requires_underlying: “True” → “False”",
        "nucc_code: “207RR0500X” → “207RR0501X”",
        "is_active: “True” → “False”",
    )
    assert Certificate.objects.filter(board=board, is_active=True).count() == 2
    written = {name: count - before[name] for name, count in rows().items() if count > before[name]}
    assert written == {"HistoricalBoard": 1, "HistoricalCertificate": 1, "LedgerEntry": 2}
    assert [r.history_type for r in rheumatology.history.order_by("history_id")] == ["+", "~"]


@pytest.mark.django_db
def test_a_parent_is_changed_to_another_and_told_by_its_name(load) -> None:
    load(COLLEGE)
    loaded = load(
        f"[[board]]\n{BOARD}".replace('"X"', '"AOBIM"')
        + 'certificates = [{ name = "Hospice", kind = "caq", parent = "Rheumatology" },'
        + '{ name = "Rheumatology", kind = "subspecialty" }]'
    )
    assert certificate("Hospice").parent == certificate("Rheumatology")
    assert [line.changes for line in loaded.changed if line.name == "Hospice"] == [
        ("parent: “Internal Medicine” → “Rheumatology”",)
    ]


@pytest.mark.django_db
def test_a_coverage_that_ended_begins_anew_and_one_that_runs_stays(cast: Cast, load) -> None:
    load(COLLEGE)
    [running] = Coverage.objects.all()
    load(COLLEGE)
    assert list(Coverage.objects.all()) == [running]

    yesterday = today() - dt.timedelta(days=1)
    running.since, running.until = yesterday, today()
    recording.save(running, actor=cast.officer, reason="No longer")
    loaded = load(COLLEGE)
    assert names(loaded.added) == [("coverage", "Internal Medicine covers geriatrics")]
    assert list(Coverage.objects.values_list("since", "until")) == [
        (yesterday, today()),
        (today(), None),
    ]


@pytest.mark.django_db
def test_a_dry_run_tells_the_same_and_leaves_no_row(load) -> None:
    before = rows()
    told = load(COLLEGE, dry_run=True)
    assert rows() == before
    assert told == load(COLLEGE)
    assert rows() != before


@pytest.mark.django_db
def test_only_an_officer_with_a_reason_loads_even_what_changes_nothing(cast: Cast, load) -> None:
    load(COLLEGE)
    before = rows()
    for actor in (cast.editor, cast.superuser, cast.auditor):
        with pytest.raises(PermissionDenied):
            load(COLLEGE, actor=actor)
    with pytest.raises(InputRefused) as refused:
        load(COLLEGE, reason="  ")
    assert (refused.value.field, refused.value.code) == ("reason", "missing")
    assert rows() == before


# Faults

FAULTS = {
    "not TOML": ("[[board", "file: it is not TOML"),
    "a number of too many digits": ("x = " + "9" * 5000, "file: it is not TOML"),
    "nested for ever": ("x = " + "[" * 50_000, "file: it "),
    "empty": ("", "file: it holds no [[board]]."),
    "one table": (f"[board]\n{BOARD}", "board: write each board as a table in a list."),
    "a list of text": ('board = ["X"]', "board: write each board as a table in a list."),
    "unknown key above": (
        f"boards = 1\n[[board]]\n{BOARD}",
        "file, boards: there is no such key; known are: board.",
    ),
    "unknown key of a board": (
        f"[[board]]\n{BOARD}website = 1",
        (
            "X, website: there is no such key; known are: code, name, umbrella, country, "
            "verify_url, reverify_month, reverify_day, certificates."
        ),
    ),
    "no code": ('[[board]]\nname = "Y"', "board 1, code: this is missing."),
    "blank name": (f"[[board]]\n{BOARD}".replace("Board X", "  "), "X, name: this is missing."),
    "no country": (f"[[board]]\n{BOARD}".replace('country = "SE"', ""), "X, country: this is"),
    "a country by its name": (
        f"[[board]]\n{BOARD}".replace("SE", "Sweden"),
        "X, country: “Sweden” is not a country code of two capital letters (ISO 3166).",
    ),
    "unknown umbrella": (
        f"[[board]]\n{BOARD}".replace("other", "rcpsc"),
        "X, umbrella: “rcpsc” is no umbrella we know; known are: abms, aoa, other.",
    ),
    "a number for a name": (
        f"[[board]]\n{BOARD}".replace('"Board X"', "7"),
        "X, name: this must be text.",
    ),
    "a month in words": (
        f'[[board]]\n{BOARD}reverify_month = "April"',
        "X, reverify_month: this must be a whole number.",
    ),
    "true for a month": (
        f"[[board]]\n{BOARD}reverify_month = true",
        "X, reverify_month: this must be a whole number.",
    ),
    "month without day": (
        f"[[board]]\n{BOARD}reverify_month = 4",
        "X, reverify_day: an annual check needs both its month and its day.",
    ),
    "day without month": (
        f"[[board]]\n{BOARD}reverify_day = 4",
        "X, reverify_month: an annual check needs both its month and its day.",
    ),
    "the same code twice": (
        f"[[board]]\n{BOARD}[[board]]\n{BOARD}".replace('"X"', '"x"', 1),
        "X, code: this board is listed twice.",
    ),
    "a control character": (
        f"[[board]]\n{BOARD}".replace("Board X", "Board\\u202E X"),
        "X, name: the character U+202E on line 1 cannot be stored; remove it.",
    ),
    "certificates that are no list": (
        f'[[board]]\n{BOARD}certificates = "all"',
        "X, certificates: this must be a list.",
    ),
}

CERTIFICATE_FAULTS = {
    "not a table": ('"A"', "X, certificate: write each certificate as a table in a list."),
    "no name": ('{ kind = "primary" }', "X, certificate 1, name: this is missing."),
    "no kind": ('{ name = "A" }', "X, A, kind: this is missing."),
    "unknown kind": (
        '{ name = "A", kind = "fellowship" }',
        (
            "X, A, kind: “fellowship” is no kind we know; known are: "
            "primary, subspecialty, caq, focused_practice."
        ),
    ),
    "unknown specialty": (
        '{ name = "A", kind = "primary", specialty = "podiatry" }',
        "X, A, specialty: “podiatry” is no specialty we know; known are: addiction_medicine, ",
    ),
    "unknown key": (
        '{ name = "A", kind = "primary", nucc_code = "207R00000X" }',
        (
            "X, A, nucc_code: there is no such key; known are: name, kind, specialty, covers, "
            "parent, requires_underlying, nucc, is_active."
        ),
    ),
    "covers something unknown": (
        '{ name = "A", kind = "primary", covers = [["x"]] }',
        "X, A, covers: “['x']” is no specialty we know; known are: ",
    ),
    "covers its own specialty": (
        '{ name = "A", kind = "primary", specialty = "urology", covers = ["urology"] }',
        "X, A, covers: “urology” is covered already.",
    ),
    "covers one twice": (
        '{ name = "A", kind = "primary", covers = ["urology", "urology"] }',
        "X, A, covers: “urology” is covered already.",
    ),
    "a short code": (
        '{ name = "A", kind = "primary", nucc = "207R0000X" }',
        "X, A, nucc: “207R0000X” is not a NUCC code of ten characters that ends in X.",
    ),
    "unknown parent": (
        '{ name = "A", kind = "primary", parent = "B" }',
        "X, A, parent: “B” is not a certificate of this board in this file.",
    ),
    "its own parent": (
        '{ name = "A", kind = "primary", parent = "A" }',
        "X, A, parent: its parents lead in a circle.",
    ),
    "parents in a circle": (
        (
            '{ name = "A", kind = "primary", parent = "B" }, '
            '{ name = "B", kind = "primary", parent = "A" }'
        ),
        "X, B, parent: its parents lead in a circle.",
    ),
    "a circle further up": (
        (
            '{ name = "A", kind = "caq", parent = "B" }, '
            '{ name = "B", kind = "caq", parent = "C" }, '
            '{ name = "C", kind = "caq", parent = "B" }'
        ),
        "X, C, parent: its parents lead in a circle.",
    ),
    "an underlying certificate without a name": (
        '{ name = "A", kind = "subspecialty", requires_underlying = true }',
        "X, A, parent: name the certificate that must be kept in force.",
    ),
    "yes for true": (
        '{ name = "A", kind = "primary", is_active = "yes" }',
        "X, A, is_active: this must be true or false.",
    ),
    "the same name twice": (
        '{ name = "A b", kind = "primary" }, { name = "a  B", kind = "primary" }',
        "X, a  B, name: this certificate is listed twice.",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_file_is_refused_with_one_sentence_that_says_where(entries, fault: str) -> None:
    text, sentence = FAULTS[fault]
    with pytest.raises(InputRefused) as refused:
        entries(text)
    assert str(refused.value).startswith(sentence)
    assert str(refused.value).endswith((".", ")."))


@pytest.mark.parametrize("fault", CERTIFICATE_FAULTS)
def test_a_bad_certificate_is_refused_by_its_board_name_and_field(entries, fault: str) -> None:
    text, sentence = CERTIFICATE_FAULTS[fault]
    with pytest.raises(InputRefused) as refused:
        entries(f"[[board]]\n{BOARD}certificates = [ {text} ]")
    assert str(refused.value).startswith(sentence)
    assert str(refused.value).endswith(".")


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes("code = 'Ä'".encode("latin-1"))
    for path, sentence in (
        (tmp_path / "none.toml", "file: it cannot be read (No such file or directory)."),
        (tmp_path, "file: it cannot be read (Is a directory)."),
        (tmp_path / "latin.toml", "file: it is not UTF-8 text."),
    ):
        with pytest.raises(InputRefused) as refused:
            read(path)
        assert str(refused.value) == sentence


LATE = {
    "no address": (
        'verify_url = "javascript:alert(1)"',
        "AOBIM, verify_url: Enter a valid URL.",
    ),
    "a month too many": (
        "reverify_month = 13\nreverify_day = 1",
        "AOBIM, reverify_month: Ensure this value is less than or equal to 12.",
    ),
    "a day that some months lack": (
        "reverify_month = 4\nreverify_day = 31",
        "AOBIM, reverify_day: Ensure this value is less than or equal to 28.",
    ),
    "a name that is too long": (
        f'certificates = [{{ name = "{"a" * 121}", kind = "primary" }}]',
        f"AOBIM, {'a' * 121}, name: Ensure this value has at most 120 characters (it has 121).",
    ),
    "a second spelling of a certificate": (
        'certificates = [{ name = "internal medicine", kind = "primary" }]',
        (
            "AOBIM, internal medicine, name: the catalogue has it as “Internal Medicine”; "
            "use one spelling."
        ),
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("fault", LATE)
def test_a_fault_that_only_the_database_sees_takes_everything_back(load, fault: str) -> None:
    load(COLLEGE)
    before = rows()
    text, sentence = LATE[fault]
    good = f"[[board]]\n{BOARD}"
    with pytest.raises(InputRefused) as refused:
        load(good + f"[[board]]\n{BOARD}".replace('"X"', '"AOBIM"') + text)
    assert str(refused.value) == sentence
    assert rows() == before


@pytest.mark.django_db
def test_a_second_spelling_of_a_board_is_refused(load) -> None:
    load(COLLEGE)
    with pytest.raises(InputRefused) as refused:
        load(f"[[board]]\n{BOARD}".replace('"X"', '"aobim"'))
    assert str(refused.value) == ("aobim, code: the catalogue has it as “AOBIM”; use one spelling.")


def test_text_is_put_into_its_stored_form_before_it_is_compared(entries) -> None:
    [board] = entries(f"\ufeff[[board]]\n{BOARD}".replace("Board X", " Colle\\u0301ge  royal "))
    assert board.name == "Coll\u00e9ge royal"
