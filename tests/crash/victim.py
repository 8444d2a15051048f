"""A process that does one act and is killed on the way: SIGKILL, so that nothing is tidied up."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from django.db import connection

from tests.crash import sabotage

TABLE = re.compile(r'\b(?:FROM|INTO|UPDATE)\s+"?(\w+)')


@dataclass(frozen=True)
class Life:
    """What a victim told before its end.

    ``points``: the statements and commits that it passed. ``done``: the act returned.
    ``queries``: how many of them Django's own log has, when it returned. ``seconds``: the act took.
    """

    points: tuple[str, ...]
    killed: bool
    done: bool
    queries: int
    seconds: float


def live(
    act: Callable[[], Any],
    *,
    broken: str = "",
    kill_at: int = 0,
    kill_after: float | None = None,
) -> Life:
    """Fork, and let the child act on the database that Django leads to.

    It kills itself at point number ``kill_at``; or it is killed ``kill_after`` seconds into the
    act; or it lives. Raises ``ChildProcessError`` when the act fails.
    """
    connection.close()  # a connection serves one process only
    hear, tell = os.pipe()
    child = os.fork()
    if not child:
        os.close(hear)
        _act(act, broken, tell, kill_at, lingers=kill_after is not None)
    os.close(tell)
    with os.fdopen(hear) as lines:
        assert lines.readline() == "began\n"
        began = time.monotonic()
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(child, signal.SIGKILL)
        told = lines.read().splitlines()
        seconds = time.monotonic() - began
    _, status = os.waitpid(child, 0)
    last = told[-1] if told else ""
    if last.startswith("failed "):
        raise ChildProcessError(last)
    done = last.startswith("done ")
    return Life(
        points=tuple(told[:-1] if done else told),
        killed=os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL,
        done=done,
        queries=int(last.removeprefix("done ")) if done else 0,
        seconds=seconds,
    )


def _act(
    act: Callable[[], Any], broken: str, tell: int, kill_at: int, *, lingers: bool
) -> NoReturn:
    """The child's whole life. It leaves by the back door: what the parent opened stays open."""
    try:
        connection.ensure_connection()
        sabotage.WAYS[broken]()
        watch = _Watch(tell, kill_at)
        watch.say("began")
        act()
        watch.say(f"done {len(connection.queries_log)}")
        if lingers:
            signal.pause()
    except BaseException as error:  # noqa: BLE001 - the parent says what it was
        os.write(tell, f"failed {error!r}\n".encode())
    finally:
        os._exit(0)


class _Watch:
    """Counts what goes to the database, and ends the process when its number comes."""

    def __init__(self, tell: int, kill_at: int) -> None:
        self.tell, self.kill_at, self.passed = tell, kill_at, 0
        self.commit, self.set_autocommit = connection._commit, connection._set_autocommit
        connection.execute_wrappers.append(self._execute)
        connection._commit, connection._set_autocommit = self._commit, self._set_autocommit
        connection.force_debug_cursor = True  # Django counts too

    def say(self, line: str) -> None:
        os.write(self.tell, f"{line}\n".encode())

    def _point(self, name: str) -> None:
        self.passed += 1
        self.say(name)
        if self.passed == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def _execute(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        table = TABLE.search(sql)
        self._point(f"{sql.split(maxsplit=1)[0]} {table[1] if table else ''}".strip())
        return result

    def _commit(self) -> None:
        self._point("before COMMIT")
        self.commit()
        self._point("COMMIT")

    def _set_autocommit(self, autocommit: bool) -> None:
        """How Django begins on PostgreSQL; on SQLite it executes BEGIN."""
        self.set_autocommit(autocommit)
        if not autocommit:
            self._point("BEGIN")
