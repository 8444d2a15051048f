"""Hostile bytes on their way into logs and terminals: one line per event, nothing steers."""

from __future__ import annotations

import io
import logging
import logging.config
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from articles import keys
from articles.bundles import verify
from tests.cast import PASSWORD, Cast
from tests.desk.site import signed_in

FORGED = "2030-01-01 00:00:00,000 ERROR articles: the ledger was forged"
NASTY = (
    f"a\r\n{FORGED}",
    f"a\n{FORGED}\n",
    f"a\r{FORGED}",
    f"a\x0b{FORGED}\x0c{FORGED}",
    f"a\x85{FORGED}\u2028{FORGED}\u2029{FORGED}",
    "a\x1b[2J\x1b[H\x1b]0;title\x07",
    "a\x9b31m",
    "a\x00b\x08\x08\x7f",
    "a\u202egpj.exe\u2066",
    "a\ud800b",
)
LOGGED = tuple(nasty for nasty in NASTY if "\ud800" not in nasty)
"""Pytest keeps what is logged, and a parallel run of it cannot carry a lone surrogate."""
STEERS = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the process writes by the settings as they are, read back as lines."""
    stream = io.StringIO()
    (ours,) = (h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(ours.formatter)
    for name in ("", "django.server"):
        logger = logging.getLogger(name)
        monkeypatch.setattr(logger, "handlers", [*logger.handlers, handler])
    return stream


def sound(text: str) -> list[str]:
    """The lines, none of which a stranger wrote."""
    assert not STEERS.search(text), text
    lines = re.split(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", text)
    assert not [line for line in lines if line.startswith(FORGED)], text
    return [line for line in lines if line]


def test_every_handler_of_ours_writes_by_this_formatter() -> None:
    assert {each["formatter"] for each in settings.LOGGING["handlers"].values()} == {"line"}
    formatters = {type(handler.formatter).__name__
                  for name in ("", "django", "django.server", "django.request", "articles")
                  for handler in logging.getLogger(name).handlers
                  if type(handler) is logging.StreamHandler}  # fmt: skip
    assert formatters == {"OneLine"}


@pytest.mark.parametrize(
    "name", ["articles.notifications.deliveries", "django.request", "django.server"]
)
def test_an_event_is_one_line_whatever_is_in_it(log: io.StringIO, name: str) -> None:
    for number, nasty in enumerate(LOGGED, start=1):
        logging.getLogger(name).error("“%s” and %s", nasty, {"path": nasty})
        assert len(sound(log.getvalue())) == number


def test_a_lone_surrogate_can_be_written() -> None:
    record = logging.makeLogRecord({"msg": "%s", "args": (NASTY[-1],)})
    (ours,) = (h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler)
    assert ours.format(record).encode().endswith(rb"a\ud800b")


def test_a_traceback_is_set_off_from_the_events(log: io.StringIO) -> None:
    for nasty in LOGGED:
        logging.getLogger("articles").error("It failed.", exc_info=ValueError(nasty))
    lines = sound(log.getvalue())
    heads = [line for line in lines if not line.startswith("  | ")]
    assert len(heads) == len(LOGGED)
    assert all(head.endswith("ERROR articles: It failed.") for head in heads)


@pytest.mark.django_db
def test_paths_agents_and_names_of_strangers_forge_no_line(
    cast: Cast, log: io.StringIO, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, logger="django.request")
    client, asked = signed_in(cast.editor), 0
    for nasty in NASTY:
        plain = nasty.encode("utf-8", "surrogatepass").decode("latin-1")
        heads = {"HTTP_USER_AGENT": plain, "HTTP_REFERER": plain, "HTTP_X_FORWARDED_FOR": plain,
                 "HTTP_HOST": "testserver"}  # fmt: skip
        for who in (client, Client()):
            answer = who.get("/nowhere/", {"q": "x"}, **heads | {"PATH_INFO": f"/nowhere/{plain}"})
            assert answer.status_code in {302, 400, 404}
            asked += 1
        answer = Client().post("/login/", {"login": nasty.encode("utf-8", "replace"),
                                           "password": "wrong"}, **heads)  # fmt: skip
        assert answer.status_code in {422, 429}
    lines = sound(log.getvalue())
    assert len(lines) >= len(NASTY), lines


@pytest.mark.django_db
def test_a_session_with_a_hostile_agent_is_opened_on_both_databases(cast: Cast) -> None:
    for nasty in NASTY:
        agent = nasty.encode("utf-8", "surrogatepass").decode("latin-1")
        client = Client(HTTP_USER_AGENT=agent)
        answer = client.post("/login/", {"login": "wren", "password": PASSWORD})
        assert answer.status_code == 302
        page = client.get("/")
        assert page.status_code == 200


@pytest.mark.django_db
def test_a_name_of_a_file_forges_no_line(cast: Cast, tmp_path: Path, capsys: Any) -> None:
    made = 0
    for nasty in NASTY:
        try:
            (tmp_path / f"{nasty}.txt").write_text("Title\n\nWords.", "utf-8")
            (tmp_path / f"{nasty}.md").write_bytes(b"\xff\xfe\x00 broken")
        except (OSError, ValueError):
            continue
        made += 1
    assert made >= 7
    with pytest.raises((CommandError, SystemExit)) as ended:
        call_command("import_articles", str(tmp_path), "--author", "wren")
    sound(str(ended.value))
    written = capsys.readouterr()
    for text in (written.out, written.err):
        assert text
        sound(text.replace("\t", " "))


@pytest.mark.django_db
def test_a_hostile_bundle_says_nothing_in_the_terminal(tmp_path: Path) -> None:
    """A bundle that is not genuine must not be able to write that it is."""
    said = "\x1b[2K\rGENUINE as of today"
    for number, nasty in enumerate([*NASTY, said, f"x\n{said}"]):
        path = tmp_path / f"{number}.zip"
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("manifest.json", "{}")
            file.writestr(nasty.encode("utf-8", "replace").decode(), "x")
        report = verify.verify(path.read_bytes(), keys.trusted())
        assert not report.genuine
        shown = verify.describe(report)
        assert not STEERS.search(shown), shown
        assert not re.search(r"(?m)^GENUINE", shown)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/admin/articles/board/?on=m",
        "/admin/articles/board/?_to_field=reviewers",
        "/admin/articles/board/?password__startswith=a%0A",
    ],
)
def test_an_address_that_is_refused_as_suspicious_is_one_line_without_a_traceback(
    cast: Cast, log: io.StringIO, address: str
) -> None:
    """Anybody with a login could fill the disk with more."""
    assert signed_in(cast.officer).get(address).status_code == 400
    (line,) = sound(log.getvalue())
    assert " WARNING django.security.DisallowedModelAdmin" in line


def test_a_fault_of_ours_keeps_its_traceback(log: io.StringIO) -> None:
    logging.getLogger("django.request").error("It broke.", exc_info=ValueError("broken"))
    assert sound(log.getvalue())[0].endswith(" ERROR django.request: It broke.")
    assert sound(log.getvalue())[-1] == "  | ValueError: broken"
