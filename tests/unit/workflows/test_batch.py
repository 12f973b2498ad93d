"""Several questionnaires at once, and an interrupt among them."""

from __future__ import annotations

from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

import pytest

from qfill.workflows.batch import BatchItem, _results

Item = BatchItem[str]


class Interrupted(Future[Item]):
    """A file that is being answered when somebody presses Ctrl-C."""

    def __init__(self) -> None:
        super().__init__()
        self.set_running_or_notify_cancel()
        self.asked = 0

    def result(self, timeout: float | None = None) -> Item:
        self.asked += 1
        if self.asked == 1:
            raise KeyboardInterrupt
        return super().result(timeout)


def test_what_was_begun_when_it_was_interrupted_is_told_and_nothing_else_begun() -> None:
    begun, waiting = Interrupted(), Future[Item]()
    begun.set_result(BatchItem(input=Path("a.csv"), told="a"))
    told: list[str | None] = []
    with pytest.raises(KeyboardInterrupt):
        told.extend(item.told for item in _results(ProcessPoolExecutor(1), [begun, waiting]))
    assert told == ["a"]
    assert waiting.cancelled()
