"""Look-ups against a real server on this machine; the public services are never asked."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from articles.lookups import LookUps, fetching

PAPER = {
    "DOI": "10.5555/ABC(1)",
    "type": "journal-article",
    "title": "Knees &amp; <i>cold</i>",
    "author": [{"family": "Roe", "given": "Jane", "sequence": "first", "affiliation": []}],
    "issued": {"date-parts": [[2024, 3]]},
    "container-title": "J Test",
    "indexed": {"timestamp": 1.5},
    "reference-count": 12,
    "license": [{"URL": "http://x.example"}],
}
MEDLINE = {
    "id": "pmid:12",
    "type": "article-journal",
    "PMID": "12",
    "title": "Feet",
    "source": "PubMed",
}


class _Service(BaseHTTPRequestHandler):
    """Answers by path: what the test put under ``answers``."""

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        answer = next((a for part, a in self.server.answers.items() if part in self.path), None)
        if answer is None:
            return self.send_error(404)
        if callable(answer):
            return answer(self)
        self.send_response(200)
        self.end_headers()
        return self.wfile.write(answer)

    def log_message(self, *_):
        pass


@pytest.fixture
def service(settings):
    """A service on loopback that both settings name."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Service)
    server.asked, server.answers, server.daemon_threads = [], {}, True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    settings.CROSSREF_URL = settings.NCBI_URL = f"http://127.0.0.1:{server.server_port}/base/"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_doi_comes_back_as_an_item_without_the_housekeeping_of_the_service(service):
    service.answers["/base/works/10.5555%2Fabc%281%29/transform/"] = json.dumps(PAPER).encode()
    assert LookUps()("DOI", "10.5555/abc(1)") == {
        "DOI": "10.5555/ABC(1)",
        "type": "article-journal",
        "title": "Knees & cold",
        "author": [{"family": "Roe", "given": "Jane"}],
        "issued": {"date-parts": [[2024, 3]]},
        "container-title": "J Test",
    }
    ((_path, headers),) = service.asked
    assert headers["Accept"] == "application/vnd.citationstyles.csl+json"


def test_a_pmid_is_asked_of_the_other_service(service):
    service.answers["/base/pubmed/?format=csl&id=12"] = json.dumps(MEDLINE).encode()
    assert LookUps()("PMID", "12")["title"] == "Feet"
    service.answers["/base/pmc/?format=csl&id=7"] = json.dumps(
        {**MEDLINE, "PMCID": "PMC7"}
    ).encode()
    assert LookUps()("PMCID", "PMC7")["PMCID"] == "PMC7"


def redirecting(place):
    def answer(handler):
        handler.send_response(302)
        handler.send_header("Location", place)
        handler.end_headers()

    return answer


def dripping(handler):
    handler.send_response(200)
    handler.end_headers()
    for _ in range(1000):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.02)


def dripping_headers(handler):
    handler.send_response(200)
    handler.flush_headers()
    for number in range(400):
        handler.wfile.write(b"X-%d: y\r\n" % number)
        handler.wfile.flush()
        time.sleep(0.05)


def dripping_one_line(handler):
    for _ in range(400):
        handler.wfile.write(b"H")
        handler.wfile.flush()
        time.sleep(0.05)


def breaking_off(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b"{")


BAD = {
    "unknown": (None, "The service does not know it."),
    "not JSON": (b"<html>", "cannot be read"),
    "a list": (b"[]", "answered about something else"),
    "another work": (json.dumps({**PAPER, "DOI": "10.5555/other"}).encode(), "something else"),
    "no title": (b'{"DOI": "10.5555/abc"}', "knows no title"),
    "deep": (b'{"a":' * 100_000, "cannot be read"),
    "hidden direction": (b'{"DOI": "10.5555/abc", "title": "a\\u202eb"}', "cannot be read"),
    "too large": (b" " * 1_000_001, "larger than 1 MB"),
    "not text": (b"\xff\xfe\xfa", "is not text"),
    "broken off": (breaking_off, "cannot be re"),
    "another host": (redirecting("http://127.0.0.2:1/x"), "another host"),
    "a file": (redirecting("file:///etc/passwd"), "answered 302"),
    "in circles": (redirecting("/base/works/10.5555%2Fabc/transform/x"), "answered 302"),
}


@pytest.mark.parametrize(("answer", "sentence"), BAD.values(), ids=BAD)
def test_a_bad_answer_is_a_sentence(service, answer, sentence):
    if answer is not None:
        service.answers["/base/works/"] = answer
    found = LookUps()("DOI", "10.5555/abc")
    assert isinstance(found, str) and sentence in found


def test_a_redirect_on_the_same_host_is_followed(service):
    service.answers["/base/works/"] = redirecting("/moved")
    service.answers["/moved"] = json.dumps({**PAPER, "DOI": "10.5555/abc"}).encode()
    assert LookUps()("DOI", "10.5555/abc")["title"] == "Knees & cold"


@pytest.mark.parametrize("drip", [dripping, dripping_headers, dripping_one_line])
def test_a_service_that_drips_is_given_up_and_not_asked_again(service, monkeypatch, drip):
    monkeypatch.setattr("articles.lookups.looking.SECONDS", 0.3)
    service.answers["/base/works/"] = drip
    look_up, begun = LookUps(), time.monotonic()
    assert look_up("DOI", "10.5555/abc") == "The service took too long."
    assert time.monotonic() - begun < 10  # it would drip for twice as long
    assert "was not looked up" in look_up("DOI", "10.5555/other")
    assert len(service.asked) == 1


def test_nobody_there_is_a_sentence(settings):
    settings.CROSSREF_URL = "http://127.0.0.1:9/"
    assert LookUps()("DOI", "10.5555/abc") == "The service cannot be reached."


def test_proxies_of_the_environment_are_not_used(service, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    service.answers["/base/works/"] = json.dumps({**PAPER, "DOI": "10.5555/abc"}).encode()
    assert LookUps()("DOI", "10.5555/abc")["title"] == "Knees & cold"


@pytest.mark.parametrize("base", ["http://api.example/", "ftp://127.0.0.1/", "file:///etc/passwd"])
def test_only_https_and_this_machine_are_asked(base):
    with pytest.raises(fetching.NoAnswer, match="does not begin with https"):
        fetching.fetched(base, "*/*")
