"""On clean data the verifier names nothing, and there was something to compare everywhere."""

from __future__ import annotations

import pytest

from articles import integrity

from .town import Town

pytestmark = pytest.mark.slow


def test_a_history_with_every_act_in_it_has_no_faults(town: Town) -> None:
    found = integrity.check(every_checkpoint=True)

    assert found.faults == ()
    assert [what for what, number in found.rows.items() if not number] == []
