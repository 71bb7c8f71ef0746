"""Draws the filler's events, a large set of them in several processes at once."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from safety_portal.demo.filler import Filler, Span
    from safety_portal.demo.lines import Batch

MANY = 40  # spans: fewer are drawn before the processes of a crew have even started
MOST = 6  # hands: one connection to the database cannot take more from them


def batches(filler: Filler, *, hands: int | None = None) -> Iterator[Batch]:
    """Yield the batches of the filler in the order of their days, whoever draws them."""
    spans = filler.spans()
    if hands is None:
        hands = min(os.cpu_count() or 1, MOST) if len(spans) >= MANY else 1
    if hands == 1:
        yield from map(filler.batch, spans)
        return
    with _crew(filler, [spans[hand::hands] for hand in range(hands)]) as pipes:
        for number in range(len(spans)):
            yield _received(pipes[number % hands])


@contextmanager
def _crew(filler: Filler, shares: Sequence[Sequence[Span]]) -> Iterator[list[Connection]]:
    """Run a process for each share of the spans; each waits while its pipe is full.

    Nobody stays behind: whose reader has died cannot write, and ends.
    """
    context = get_context("spawn")
    parcel = pickle.dumps(filler)
    pipes: list[Connection] = []
    crew: list[SpawnProcess] = []
    try:
        for share in shares:
            ours, theirs = context.Pipe(duplex=False)
            hand = context.Process(target=_draw, args=(parcel, share, theirs), daemon=True)
            hand.start()
            theirs.close()
            pipes.append(ours)
            crew.append(hand)
        yield pipes
    finally:
        for pipe in pipes:
            pipe.close()
        for hand in crew:
            hand.terminate()
            hand.join()


def _draw(parcel: bytes, spans: Sequence[Span], pipe: Connection) -> None:
    """Draw in a new process: Django first, for the events speak in terms of its models."""
    django.setup()
    filler: Filler = pickle.loads(parcel)  # noqa: S301 - our own, a moment old
    with suppress(BrokenPipeError):  # whoever reads has ended
        for span in spans:
            pipe.send(filler.batch(span))


def _received(pipe: Connection) -> Batch:
    try:
        return pipe.recv()
    except EOFError as error:
        raise ChildProcessError("A process that draws events has ended early.") from error
