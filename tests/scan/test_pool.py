"""Reading ahead: in order, bounded, and never stuck."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import pytest

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.scan.pool import BATCH_BYTES, BATCH_CALLS, ItemWork, _batches, read_ahead
from imgsim_desktop.workers import Lost, Pool
from tests.workers import stubs
from tests.workers.conftest import pool

__all__ = ["pool"]


def doubling(size_bytes: int = 0) -> ItemWork[int, int | str]:
    return ItemWork(stubs.double, lambda n: (n,), lost, lambda _: 60.0, lambda _: size_bytes)


def lost(item: int, why: Lost) -> str:
    return f"{item} {why.how}"


@pytest.mark.parametrize("size_bytes", [0, BATCH_BYTES])
def test_results_come_in_the_order_of_the_items(pool: Pool, size_bytes: int) -> None:
    found = read_ahead(range(50), doubling(size_bytes), threads=2, window=12, pool=pool)
    assert list(found) == [2 * n for n in range(50)]


def test_small_items_travel_together_and_large_ones_alone() -> None:
    sizes = [10, 10, BATCH_BYTES, 10, 10, *[1] * (BATCH_CALLS + 2)]
    batches = list(_batches(range(len(sizes)), sizes.__getitem__, BATCH_CALLS))
    assert batches[:3] == [[0, 1], [2], [3, 4, *range(5, 3 + BATCH_CALLS)]]
    assert [item for batch in batches for item in batch] == list(range(len(sizes)))


def test_items_are_taken_only_as_room_is_free(pool: Pool) -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    found = read_ahead(items(), doubling(), threads=2, window=16, pool=pool)
    for number in range(20):
        next(found)
        assert len(taken) <= number + 1 + 16 + BATCH_CALLS + 1
    found.close()


def test_a_bad_item_costs_itself_and_not_the_others(pool: Pool) -> None:
    work: ItemWork[int, int | str] = ItemWork(
        partial(stubs.double_or, "abort"), lambda n: (n, 6), lost, lambda _: 60.0
    )
    found = list(read_ahead(range(20), work, threads=2, window=16, pool=pool))
    assert found == [2 * n if n != 6 else "6 crashed" for n in range(20)]


def test_stop_is_heard_while_a_worker_is_busy(pool: Pool) -> None:
    control, given_up = Control(), []

    def lost_in_time(item: int, why: Lost) -> str:
        given_up.append(item)
        return lost(item, why)

    work: ItemWork[int, int | str] = ItemWork(
        stubs.sleep_unless_first,
        lambda n: (n,),
        lost_in_time,
        lambda _: 60.0,
        lambda _: BATCH_BYTES,
    )
    found = read_ahead(range(500), work, threads=2, window=96, control=control, pool=pool)
    next(found)
    control.stop()
    with pytest.raises(Cancelled):
        list(found)
    assert given_up == []  # nobody waited until a call had taken too long


def test_what_goes_wrong_in_a_call_is_raised_where_the_results_are_taken(pool: Pool) -> None:
    work: ItemWork[int, float | str] = ItemWork(stubs.divide, lambda n: (n,), lost, lambda _: 60.0)
    with pytest.raises(ZeroDivisionError):
        list(read_ahead([1, 0], work, threads=2, window=4, pool=pool))


def test_who_watches_is_told_of_each_item_before_and_after(pool: Pool) -> None:
    log: list[tuple[str, int]] = []

    class Watch:
        def begin(self, items: Sequence[int]) -> None:
            log.extend(("begin", item) for item in items)

        def end(self, items: Sequence[int]) -> None:
            log.extend(("end", item) for item in items)

    list(read_ahead(range(20), doubling(), threads=2, window=16, watch=Watch(), pool=pool))
    for number in range(20):
        assert log.index(("begin", number)) < log.index(("end", number))
    assert len(log) == 40
