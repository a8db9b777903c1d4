"""The foreman: the pool's one thread, which starts workers, hands out, and cleans up after them.

It alone touches processes, pipes and the budget; others leave notes in its inbox and wake it.
"""

from __future__ import annotations

import logging
import multiprocessing
import pickle
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Final

from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.workers import protocol
from imgsim_desktop.workers.errand import Errand, How, Lost, NoWorkers
from imgsim_desktop.workers.hand import Died, ErrandPart, Hand
from imgsim_desktop.workers.room import Budget, Request, budget_bytes
from imgsim_desktop.workers.terms import LaneTerms

HEAVY_BYTES: Final = 32 << 10
"""What a pipe may not hold at once: calls of that size, and a lane's setup, go only to a worker
that has nothing to do and reads them now. Two parts of a scan's calls have 8 kB."""
UNDER_WAY: Final = 2
"""Parts a worker has at a time, so that it need not wait for the next."""
EXPRESS: Final = 2
"""Workers beyond those of the lanes, for somebody who waits while a scan keeps all the others busy:
as many as photos that are looked at side by side."""
PARTS_EACH: Final = 3
"""So many must wait before one more worker is started: it costs 0.25 s of processor."""
LOOK_S: Final = 0.1
"""How often we look at the clocks of those that work."""
IDLE_S: Final = 300.0
"""A worker that had nothing to do for so long is ended: 24 MB each for a window left open."""
_FAILED_STARTS: Final = 3
"""After so many workers in a row that end before they have begun, nobody tries again."""

_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Queue:
    """What the foreman knows of a lane."""

    terms: LaneTerms
    waiting: deque[ErrandPart] = field(default_factory=deque)
    team: list[Hand] = field(default_factory=list)
    """Workers that work for it."""
    seats: dict[int, Hand] = field(default_factory=dict)
    is_closed: bool = False


class Foreman:
    """Owns the workers. Public methods: any thread; the others: its own."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._inbox: deque[Callable[[], None]] = deque()
        self._ours, self._theirs = self._context.Pipe(duplex=False)
        self._bell = threading.Lock()
        """Guards the two below: whoever rings meets the foreman, who goes to sleep or home."""
        self._is_rung = False
        self._is_gone = False
        self._is_closing = False
        self.hands: list[Hand] = []
        self._going: list[Hand] = []
        self.deaths = 0
        """Of workers that nobody sent home."""
        self._queues: dict[int, _Queue] = {}
        self._parts: dict[int, ErrandPart] = {}
        self._next_part = 1
        self._budget = Budget(budget_bytes(0))
        self._wanted = 0
        self._failed_starts = 0
        self._thread = threading.Thread(target=self._run, name="workers", daemon=True)
        self._thread.start()

    @property
    def is_gone(self) -> bool:
        return self._is_gone

    # Any thread ----------------------------------------------------------------------------------

    def put(self, terms: LaneTerms, errand: Errand[Any]) -> None:
        self._call(lambda: self._take_in(terms, errand), or_else=lambda: errand.fail(_closing()))

    def drop(self, lane: int) -> None:
        self._call(lambda: self._drop(lane))

    def warm(self, workers: int) -> None:
        self._call(lambda: self._warm(workers))

    def close(self) -> None:
        """End everything and wait until it has ended."""
        self._call(self._close)
        self._thread.join()

    def _call(self, note: Callable[[], None], or_else: Callable[[], None] = lambda: None) -> None:
        with self._bell:
            if self._is_gone:
                or_else()
                return
            self._inbox.append(note)
            if not self._is_rung:
                self._is_rung = True
                self._theirs.send_bytes(b"!")

    # The foreman's own thread --------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while not self._is_closing:
                self._hear()
                self._look_at_clocks()
                self._hand_out()
        except BaseException as error:  # noqa: BLE001  top of a thread; who waits raises it
            _log.exception("The pool of processes ended by an unexpected error")
            self._end(error)
        else:
            self._end(_closing())

    def _hear(self) -> None:
        """Wait until somebody says something, and do what that asks for."""
        pipes: dict[Connection, Hand] = {hand.connection: hand for hand in self.hands}
        ready = wait([self._ours, *pipes], self._pause_s())
        for pipe in ready:
            assert isinstance(pipe, Connection)
            if pipe is self._ours:
                self._empty_inbox()
            else:
                self._listen(pipes[pipe])

    def _pause_s(self) -> float:
        if self._going or any(hand.parts or not hand.is_ready for hand in self.hands):
            return LOOK_S
        return IDLE_S / 10

    def _empty_inbox(self) -> None:
        with self._bell:
            self._ours.recv_bytes()
            self._is_rung = False
            notes = list(self._inbox)
            self._inbox.clear()
        for note in notes:
            note()

    def _take_in(self, terms: LaneTerms, errand: Errand[Any]) -> None:
        queue = self._queues.get(terms.number)
        if queue is None:
            queue = self._queues[terms.number] = _Queue(terms)
        queue.waiting.append(ErrandPart(terms.number, errand, tuple(range(len(errand.calls)))))

    def _drop(self, lane: int) -> None:
        queue = self._queues.get(lane)
        if queue is None:
            return
        queue.is_closed = True
        for part in queue.waiting:
            part.errand.fail(_closing())
        queue.waiting.clear()
        for hand in list(self.hands):
            hand.break_off(lane)
            if hand.kept_for is not None and hand.kept_for.lane == lane:
                hand.kept_for = None
            if hand.awaited_by == lane:
                hand.awaited_by = None
            if hand.serves_only == lane:
                self._end_early(hand)
        self._forget_if_over(queue)

    def _end_early(self, hand: Hand) -> None:
        """End a worker at whatever it is doing; nobody waits for that any more."""
        self._part_with(hand)
        for part in hand.parts:
            del self._parts[part.number]
            part.errand.fail(_closing())

    def _forget_if_over(self, queue: _Queue) -> None:
        """A closed lane is gone when nobody works for it any more."""
        number = queue.terms.number
        if queue.is_closed and not any(part.lane == number for part in self._parts.values()):
            del self._queues[number]
            for hand in list(self.hands):
                self._say(hand, hand.forget, number)

    def _warm(self, workers: int) -> None:
        self._wanted = max(self._wanted, workers)

    def _close(self) -> None:
        self._is_closing = True

    # Handing out ---------------------------------------------------------------------------------

    def _hand_out(self) -> None:
        while len(self.hands) < self._wanted and self._start() is not None:
            pass
        self._wanted = 0
        for queue in sorted(self._queues.values(), key=self._turn):
            for part in list(queue.waiting):
                hand = self._hand_for(queue, part)
                if hand is not None:
                    queue.waiting.remove(part)
                    self._give(hand, queue, part)
                elif part.errand.seat is None and not part.is_alone:
                    break
        self._grant()

    def _turn(self, queue: _Queue) -> tuple[bool, int]:
        """Who waits comes first, then the lane that has the least under way."""
        number = queue.terms.number
        under_way = sum(part.lane == number for part in self._parts.values())
        return not queue.terms.is_urgent, under_way

    def _hand_for(self, queue: _Queue, part: ErrandPart) -> Hand | None:
        """Who shall make these calls; None: nobody is free, perhaps one is being started."""
        if part.is_alone:
            return self._fresh_hand(queue, part)
        if queue.terms.is_urgent:
            return self._express_hand(queue, part)
        if part.errand.seat is not None:
            return self._hand_at(part.errand.seat, queue, part)
        wanted = min(queue.terms.most, 1 + len(queue.waiting) // PARTS_EACH)
        while len(queue.team) < wanted and self._add_to_team(queue) is not None:
            pass
        return _free_hand(queue.team, queue, part)

    def _hand_at(self, seat: int, queue: _Queue, part: ErrandPart) -> Hand | None:
        hand = queue.seats.get(seat)
        if hand is None:
            hand = self._add_to_team(queue)
            if hand is None:
                return None
            queue.seats[seat] = hand
        return _free_hand([hand], queue, part)

    def _add_to_team(self, queue: _Queue) -> Hand | None:
        """One more worker for a lane: an idle one, a new one, or one it shares with others."""
        if queue.terms.is_apart:
            hand = self._start_apart(queue)
            if hand is not None:
                queue.team.append(hand)
            return hand
        others = [hand for hand in self._for_all() if hand not in queue.team]
        hand = _idle_hand(others) or self._start_within(self._most())
        if hand is None and others and len(self._for_all()) >= self._most():
            hand = min(others, key=lambda other: len(other.parts))
        if hand is not None:
            queue.team.append(hand)
        return hand

    def _express_hand(self, queue: _Queue, part: ErrandPart) -> Hand | None:
        free = self._for_all()
        hand = _idle_hand(free)
        if hand is None and all(other.is_ready for other in free):
            self._start_within(self._most() + EXPRESS)
        if hand is None and len(self._for_all()) >= self._most() + EXPRESS:
            hand = _free_hand(free, queue, part)
        return hand

    def _for_all(self) -> list[Hand]:
        """Workers that serve whoever comes."""
        return [hand for hand in self.hands if hand.kept_for is None and hand.serves_only is None]

    def _start_apart(self, queue: _Queue) -> Hand | None:
        hand = self._start()
        if hand is not None:
            hand.serves_only = queue.terms.number
        return hand

    def _fresh_hand(self, queue: _Queue, part: ErrandPart) -> Hand | None:
        """A worker that has done nothing yet, for calls over which another one died."""
        for hand in self.hands:
            if hand.kept_for is part:
                if hand.is_ready:
                    hand.kept_for = None
                    return hand
                return None
        if not any(hand.kept_for for hand in self.hands):  # one after the other
            started = self._start_apart(queue) if queue.terms.is_apart else self._start()
            if started is not None:
                started.kept_for = part
        return None

    def _most(self) -> int:
        """Workers that the lanes may have together: as many as the widest."""
        return max((queue.terms.most for queue in self._queues.values()), default=1)

    def _start_within(self, most: int) -> Hand | None:
        others = sum(hand.serves_only is None for hand in self.hands)
        return self._start() if others < most else None

    def _start(self) -> Hand | None:
        """A new worker, or None where the system has no room for one now."""
        if self._failed_starts >= _FAILED_STARTS:
            self._give_up("they end as soon as they start")
            return None
        try:
            hand = Hand.start(self._context)
        except OSError as error:
            if not self.hands:
                self._give_up(str(error.strerror or error))
            return None
        self.hands.append(hand)
        self._budget.size_bytes = budget_bytes(len(self.hands))
        return hand

    def _give_up(self, why: str) -> None:
        """Tell all who wait; the next errand tries again."""
        error = NoWorkers(
            Sentence("The processes that open pictures cannot be started: {why}.", why=why),
            "Close other programs to free memory, or restart this one.",
        )
        self._failed_starts = 0
        for queue in self._queues.values():
            for part in queue.waiting:
                part.errand.fail(error)
            queue.waiting.clear()

    def _give(self, hand: Hand, queue: _Queue, part: ErrandPart) -> None:
        if part.errand.begun is not None:
            try:
                part.errand.begun()
            except Exception as error:  # noqa: BLE001  not ours; who waits for it raises it
                part.errand.fail(error)
                return
        part.number, self._next_part = self._next_part, self._next_part + 1
        self._parts[part.number] = part
        hand.awaited_by = None
        if hand not in queue.team and not queue.terms.is_urgent:
            queue.team.append(hand)
        self._say(hand, hand.give, part, queue.terms.setup)

    def _say(self, hand: Hand, say: Callable[..., None], *words: object) -> None:
        try:
            say(*words)
        except OSError:  # it has died; its end of the pipe is heard next
            _log.info("worker %s does not listen any more", hand.pid)

    def _grant(self) -> None:
        for request in self._budget.grant():
            for hand in self.hands:
                if hand.pid == request.who:
                    self._say(hand, hand.grant)

    # Listening -----------------------------------------------------------------------------------

    def _listen(self, hand: Hand) -> None:
        try:
            for message in hand.messages():
                hand.heard = time.monotonic()
                self._answer(hand, message)
        except (Died, pickle.UnpicklingError) as trouble:
            if isinstance(trouble, pickle.UnpicklingError):
                _log.warning("worker %s sent what it must not: %s", hand.pid, trouble)
                hand.kill("it sent what a worker must not send")
            self._bury(hand)

    def _answer(self, hand: Hand, message: tuple[Any, ...]) -> None:
        match message:
            case (protocol.HELLO, list(held)):
                hand.is_ready, hand.sandbox = True, held
                self._failed_starts = 0
            case (protocol.WANT_ROOM, int(size), bool(more)) if size >= 0:
                self._budget.ask(Request(hand.pid, size, more))
            case (protocol.LEAVE_ROOM, int(size)) if size >= 0:
                self._budget.give_back(hand.pid, size)
            case (protocol.PIECE, int(number), int(size), int(total)):
                self._say(hand, hand.take_piece, hand.part(number), size, total)
            case (protocol.DONE, int(number), bytes(data), list(sizes)):
                part = hand.part(number)
                outcomes = hand.outcomes(part, data, sizes)
                self._take_outcomes(part, outcomes)
                hand.parts.remove(part)
                del self._parts[number]
                self._look_after_lane(part)
            case _:
                raise pickle.UnpicklingError(f"an unknown message {message[:1]}")

    def _take_outcomes(self, part: ErrandPart, outcomes: list[protocol.Outcome]) -> None:
        for call, (kind, value) in zip(part.calls, outcomes, strict=True):
            if kind == protocol.ERROR:
                part.errand.fail(value)
            elif kind == protocol.DROPPED:
                part.errand.fail(_closing())
            else:
                part.errand.take(call, value)

    def _look_after_lane(self, part: ErrandPart) -> None:
        queue = self._queues.get(part.lane)
        if queue is not None:
            if queue.terms.is_urgent and not queue.waiting:
                queue.is_closed = True
            self._forget_if_over(queue)

    # The end of a worker -------------------------------------------------------------------------

    def _look_at_clocks(self) -> None:
        self._see_off()
        now = time.monotonic()
        for hand in list(self.hands):
            if hand.is_overdue():
                hand.kill()
                self._bury(hand)
            elif hand.is_ready and not hand.parts and now - hand.heard > IDLE_S:
                self._part_with(hand)

    def _part_with(self, hand: Hand) -> None:
        hand.kill()
        self.hands.remove(hand)
        self._going.append(hand)
        self._budget.size_bytes = budget_bytes(len(self.hands))
        self._budget.forget(hand.pid)
        for queue in self._queues.values():
            queue.team = [other for other in queue.team if other is not hand]
            queue.seats = {seat: h for seat, h in queue.seats.items() if h is not hand}
        self._see_off()

    def _see_off(self) -> None:
        """Those that were ended; one that hangs in a system call may take its time."""
        self._going = [hand for hand in self._going if not hand.has_let_go()]

    def _bury(self, hand: Hand) -> None:
        """A worker has died: blame the call it was at, and have the others made by another."""
        how, words = hand.cause_of_death()
        culprit = hand.at()
        self.deaths += 1
        if not hand.is_ready:
            self._failed_starts += 1
        _log.warning("worker %s is gone (%s)", hand.pid, words)
        self._part_with(hand)
        for part in hand.parts:
            del self._parts[part.number]
            self._make_again(part, culprit, how, words)

    def _make_again(
        self, part: ErrandPart, culprit: tuple[int, int] | None, how: How, words: str
    ) -> None:
        queue = self._queues.get(part.lane)
        if queue is None or queue.is_closed:
            part.errand.fail(_closing())
            self._look_after_lane(part)
            return
        if part.is_alone:
            part.errand.take(part.calls[0], Lost(how, words))
        elif culprit is None:  # it died between two calls: perhaps by somebody else's hand
            again = [part.again(part.calls, tries=part.tries + 1)]
            if part.tries:
                again = [part.again((call,), is_alone=True) for call in part.calls]
            queue.waiting.extendleft(reversed(again))
        else:
            blamed = part.calls[culprit[1]] if culprit[0] == part.number else None
            rest = tuple(call for call in part.calls if call != blamed)
            if rest:
                queue.waiting.appendleft(part.again(rest, tries=part.tries))
            if blamed is not None and how is How.CRASHED:
                queue.waiting.appendleft(part.again((blamed,), is_alone=True))
            elif blamed is not None:
                part.errand.take(blamed, Lost(how, words))
        self._look_after_lane(part)

    def _end(self, error: BaseException) -> None:
        with self._bell:
            self._is_gone = True
            notes, self._inbox = list(self._inbox), deque()
        for note in notes:  # errands that came while we closed
            note()
        for hand in self.hands:
            hand.kill()
        for hand in list(self.hands):
            self._part_with(hand)
        for hand in self._going:
            hand.wait_for_end()
        self._see_off()
        for part in self._every_part():
            part.errand.fail(error)
        self._ours.close()
        self._theirs.close()

    def _every_part(self) -> Iterator[ErrandPart]:
        yield from self._parts.values()
        for queue in self._queues.values():
            yield from queue.waiting


def _idle_hand(hands: list[Hand]) -> Hand | None:
    return next((hand for hand in hands if hand.is_ready and not hand.parts), None)


def _free_hand(hands: list[Hand], queue: _Queue, part: ErrandPart) -> Hand | None:
    """One of these that can be given a part now.

    For a heavy part that is one with nothing to do; where there is none, the least busy gets
    nothing new from others until it has nothing to do.
    """
    number = queue.terms.number
    free = [h for h in hands if h.is_ready and h.awaited_by in (None, number)]
    hand = min(free, key=lambda hand: len(hand.parts), default=None)
    if hand is None or not hand.parts:
        return hand
    needs_setup = queue.terms.setup is not None and number not in hand.set_up
    if needs_setup or part.errand.size_bytes > HEAVY_BYTES:
        hand.awaited_by = number
        return None
    return hand if len(hand.parts) < UNDER_WAY else None


def _closing() -> KnownError:
    return KnownError("It was broken off.")
