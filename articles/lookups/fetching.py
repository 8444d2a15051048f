"""One small JSON document over HTTPS, without surprises."""

from __future__ import annotations

import http.client
import socket
import threading
import urllib.error
import urllib.request
from contextlib import suppress
from functools import partial
from typing import Any, Self
from urllib.parse import urlsplit

SECONDS = 5.0
"""For one answer from beginning to end, however slowly it drips."""
MOST_BYTES = 1_000_000
_TOO_LONG = "The service took too long."
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class NoAnswer(Exception):
    """Why there is no document, as a sentence."""


class _Line:
    """The connections of one answer. All are cut when its time is up, whatever is being waited for:
    a handshake, the lines of a header, or the document.
    """

    def __init__(self, seconds: float) -> None:
        self.is_cut = False
        self._held: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()
        with self._lock:
            for held in self._held:
                held.close()
            self._held.clear()

    def hold(self, connected: socket.socket) -> None:
        """A second handle, since TLS takes the first away."""
        with self._lock:
            if self.is_cut:
                raise TimeoutError
            self._held.append(connected.dup())

    def _cut(self) -> None:
        with self._lock:
            self.is_cut = True
            for held in self._held:
                with suppress(OSError):
                    held.shutdown(socket.SHUT_RDWR)


class _Held(http.client.HTTPConnection):
    def __init__(self, line: _Line, host: str, **options: Any) -> None:
        self._line = line
        super().__init__(host, **options)

    def connect(self) -> None:
        super().connect()
        self._line.hold(self.sock)


class _HeldSecurely(http.client.HTTPSConnection, _Held):
    """Connects as ``_Held`` does, then shakes hands."""

    def __init__(self, line: _Line, host: str, **options: Any) -> None:
        self._line = line
        http.client.HTTPSConnection.__init__(self, host, **options)


class _Http(urllib.request.HTTPHandler):
    def __init__(self, line: _Line) -> None:
        super().__init__()
        self._line = line

    def http_open(self, req: Any) -> Any:
        return self.do_open(partial(_Held, self._line), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, line: _Line) -> None:
        super().__init__()
        self._line = line

    def https_open(self, req: Any) -> Any:
        return self.do_open(partial(_HeldSecurely, self._line), req)


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows redirects within one scheme, host and port; any other is no answer."""

    max_redirections = 3

    def redirect_request(  # noqa: PLR0917 (called by urllib)
        self, req: Any, fp: Any, code: Any, msg: Any, headers: Any, newurl: str
    ) -> Any:
        if urlsplit(newurl)[:2] != urlsplit(req.full_url)[:2]:
            raise NoAnswer("The service sent us to another host, where we do not go.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetched(address: str, accept: str, seconds: float = SECONDS) -> str:
    """The document at an address, as text. Raises ``NoAnswer``.

    Only https, and http on this machine. Proxies of the environment are not used: what is asked
    goes where the setting says. ``seconds``: for the whole answer.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise NoAnswer("The address of the service does not begin with https.")
    request = urllib.request.Request(  # noqa: S310 (checked above)
        address, headers={"Accept": accept, "User-Agent": "ReviewFlow"}
    )
    with _Line(seconds) as line:
        return _answer(line, parts.scheme, request, seconds)


def _answer(line: _Line, scheme: str, request: urllib.request.Request, seconds: float) -> str:
    try:
        with _opener(scheme, line).open(request, timeout=max(seconds, 0.1)) as answer:
            return _read(answer, line).decode()
    except urllib.error.HTTPError as wrong:
        known = {404: "The service does not know it."}
        sentence = known.get(wrong.code, f"The service answered {wrong.code}.")
        raise NoAnswer(_TOO_LONG if line.is_cut else sentence) from None
    except TimeoutError:
        raise NoAnswer(_TOO_LONG) from None
    except UnicodeDecodeError:
        raise NoAnswer("The answer of the service is not text.") from None
    except (OSError, http.client.HTTPException):
        raise NoAnswer(_TOO_LONG if line.is_cut else "The service cannot be reached.") from None


def _opener(scheme: str, line: _Line) -> urllib.request.OpenerDirector:
    """Knows one scheme, and neither files nor proxies."""
    opener = urllib.request.OpenerDirector()
    handler = _Https if scheme == "https" else _Http
    for part in (
        handler(line),
        _SameHost(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(part)
    return opener


def _read(answer: Any, line: _Line) -> bytes:
    data = b""
    while piece := answer.read1(65_536):
        data += piece
        if len(data) > MOST_BYTES:
            raise NoAnswer("The answer of the service is larger than 1 MB.")
    if line.is_cut:
        raise TimeoutError
    return data
