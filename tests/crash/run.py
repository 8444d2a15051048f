"""Kill each act at every point and at random moments, and judge what the next start finds."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from itertools import count
from typing import Any

from articles import integrity
from articles.errors import TransitionRefused
from articles.models import Article
from tests.cast import Cast
from tests.crash.copies import await_the_end, copy
from tests.crash.footprint import footprint, snapshot
from tests.crash.scenes import Scene
from tests.crash.tally import Tally
from tests.crash.victim import Life, live

ENTRY = "INSERT articles_ledgerentry"
LIVES = 5
"""How often the act is done unharmed, to know how long it takes."""
AT_ONCE = 10
"""Articles that stand ready for each act: after so many kills comes a fresh copy of them all."""


def run(
    scenes: Iterable[Scene], moments: int, seed: int, *, start: int = 1, broken: str = ""
) -> list[dict[str, Any]]:
    """The tally of each scene, on the database that Django knows.

    ``moments``: random kills; ``start``: the first point to kill at.
    """
    cast, chance = Cast.assemble(), random.Random(seed)
    ready = [(scene, [scene.stage(cast).pk for _ in range(AT_ONCE)]) for scene in scenes]
    found = []
    for scene, keys in ready:
        began = time.monotonic()
        killing = Killing(scene, cast, keys, broken)
        killing.at_every_point(start)
        killing.at_random(moments, chance)
        killing.tally.seconds = round(time.monotonic() - began, 1)
        found.append(vars(killing.tally))
    return found


class Killing:
    """One act, killed again and again, each time on another article.

    ``complete``: what it leaves when it lives. ``owed``: how many points a life passes until the
    commit of its ledger entry has returned; from then on the act is kept.
    """

    def __init__(self, scene: Scene, cast: Cast, keys: list[Any], broken: str) -> None:
        self.scene, self.cast, self.keys, self.broken = scene, cast, keys, broken
        self.ready = snapshot()
        with closing(self._articles()) as articles:
            self._act(next(articles))
            self.complete = footprint(self.ready, snapshot())
            lives = [live(partial(self._act, next(articles)), broken=broken) for _ in range(LIVES)]
        self.milliseconds = round(1000 * statistics.median(life.seconds for life in lives), 1)
        self.points = lives[0].points
        self.tally = Tally(
            scene.name,
            points=list(self.points),
            statements=lives[0].queries,
            leaves=sorted(self.complete),
            milliseconds=self.milliseconds,
        )
        entry = max(at for at, point in enumerate(self.points) if point == ENTRY)
        self.owed = self.points.index("COMMIT", entry) + 1

    def at_every_point(self, start: int) -> None:
        """One kill after the first statement, one after the second … until the act lives."""
        with closing(self._articles()) as articles:
            for number in count(start):
                if not self._kill("stepwise", next(articles), kill_at=number):
                    return

    def at_random(self, moments: int, chance: random.Random) -> None:
        with closing(self._articles()) as articles:
            for _ in range(moments):
                moment = chance.uniform(0, self.milliseconds / 1000)
                assert self._kill("random", next(articles), kill_after=moment)

    def _articles(self) -> Iterator[Any]:
        """Keys of articles that stand ready, without end, each once in one copy after another."""
        while True:
            with copy():
                self.before = self.ready
                yield from self.keys
                self._verify("the last of many")

    def _act(self, key: Any) -> None:
        self.scene.act(self.cast, Article.objects.get(pk=key))

    def _kill(self, how: str, key: Any, **end: Any) -> bool:
        """Whether the victim died of it; then it is judged what the next start finds."""
        life = live(partial(self._act, key), broken=self.broken, **end)
        assert life.points == self.points[: len(life.points)]
        if life.killed:
            self.tally.count(how)
            self._judge(key, life)
        return life.killed

    def _judge(self, key: Any, life: Life) -> None:
        """What is there, does it verify, can people go on."""
        where = life.points[-1] if life.points else "nothing"
        await_the_end()
        left = footprint(self.before, snapshot())
        if left == self.complete:
            self.tally.count("whole")
        elif left:
            first, *_ = sorted((self.complete - left) + (left - self.complete))
            self.tally.find("torn", where, first)
        else:
            self.tally.count("nothing")
        if len(life.points) >= self.owed and left != self.complete:
            self.tally.find("lost", where, "it is not there")
        self._verify(where)
        if stuck := self._stuck(key, is_done=bool(left)):
            self.tally.find("stuck", where, stuck)

    def _stuck(self, key: Any, *, is_done: bool) -> str:
        """What a person meets who comes back: the act succeeds where it was not done, and once."""
        error: Exception | None = None
        try:
            self._act(key)
        except Exception as raised:  # noqa: BLE001 - a lock that stays, a page that breaks
            error = raised
        before, self.before = self.before, snapshot()
        if error is not None:
            expected = is_done and isinstance(error, TransitionRefused)
            return "" if expected else f"{type(error).__name__}: {error}"
        if is_done:
            return "it was done twice"
        left = footprint(before, self.before)
        return "" if left == self.complete else "done again, it leaves something else"

    def _verify(self, where: str) -> None:
        if faults := integrity.check().faults:
            self.tally.find("fault", where, faults[0])
