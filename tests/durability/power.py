"""The product's own statements, recorded once and replayed on a disk that loses power.

Django's SQLite cannot run on a simulated disk, so `record` lets the real actions work on a real database and keeps what
SQLite itself says it executed, from BEGIN IMMEDIATE to COMMIT, with every value in place. `endure` replays that on
`lossy_disk`, from a copy of the same database and with the pragmas it is given. A delivery counts as acknowledged once
its COMMIT has returned.

After each cut a copy of the surviving files is opened by Python's SQLite, which is the product's. It must hold exactly
what the product's own database held after some number of deliveries. Statements fit only the state that they were
recorded in, so the replay goes on from there, as clients do who send again what was not answered; the recovery itself
is under fire too, since the next cut may come while the database is opened.

The SQLite that replays is the one that APSW brings, newer than Python's, with the same file format.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import apsw
from django.db import connection

from roost.see.tracking.actions import reverse_score, submit_score, submit_scores
from tests.durability.books import digest_of, read_books
from tests.durability.deliveries import Deliveries, Delivery
from tests.durability.lossy_disk import LossyDisk, PowerCut
from tests.durability.world import World

FILE = "roost.sqlite3"
STEPS = 400
"""Of writes and syncs until a cut, at most; some ten deliveries."""
CHECKPOINT_STEPS = 80


@dataclass(frozen=True)
class Recording:
    """Deliveries, what SQLite executed for each, and digests of the product's database before, between and after."""

    image: bytes
    deliveries: tuple[Delivery, ...]
    statements: tuple[tuple[str, ...], ...]
    states: tuple[str, ...]


@dataclass
class Outcome:
    """What became of a replay: deliveries that were acknowledged, how many of them were lost, what else went wrong."""

    cuts: int = 0
    cuts_in_checkpoints: int = 0
    acknowledged: int = 0
    lost: int = 0
    faults: list[str] = field(default_factory=list)


def record(world: World, *, seed: int, count: int) -> Recording:
    """Let the actions enter so many deliveries and keep what SQLite executed."""
    deliveries = Deliveries(random.Random(seed), world.people)
    standing: list[str] = []
    statements, states = [], [_state()]
    for _ in range(count):
        delivery = deliveries.another(standing)
        statements.append(_executed(world, delivery))
        states.append(_state())
        standing += [score.key for score in delivery.scores]
    return Recording(world.image, tuple(deliveries.made), tuple(statements), tuple(states))


def _executed(world: World, delivery: Delivery) -> tuple[str, ...]:
    executed: list[str] = []
    connection.connection.set_trace_callback(executed.append)
    try:
        if delivery.reverses:
            reverse_score(world.program, by=world.runner, key=delivery.reverses)
        elif delivery.size == 1:
            submit_score(world.program, by=world.runner, score=delivery.scores[0])
        else:
            submit_scores(world.program, by=world.runner, scores=delivery.scores)
    finally:
        connection.connection.set_trace_callback(None)
    return tuple(executed)


def _state() -> str:
    # A connection of its own: Django's turns times into objects.
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as reader:
        return digest_of(reader)


def endure(recording: Recording, folder: Path, *, pragmas: Sequence[str], seed: int, cuts: int) -> Outcome:
    """Replay through so many cuts, each during a random write or sync, every fourth one in a checkpoint."""
    chance = random.Random(seed)
    drive = folder / "drive"
    drive.mkdir()
    disk = LossyDisk(drive, chance)
    disk.put(FILE, recording.image)
    outcome, done = Outcome(), 0
    while outcome.cuts < cuts:
        if outcome.cuts % 4 == 3:
            disk.cut_after(chance.randint(1, CHECKPOINT_STEPS), file=FILE)
        else:
            disk.cut_after(chance.randint(1, STEPS))
        before, done = done, _replay(recording, disk, pragmas, done)
        outcome.acknowledged += done - before
        survived = None
        if not disk.is_on:
            outcome.cuts += 1
            outcome.cuts_in_checkpoints += bool(disk.cached[FILE])
            disk.restore()
            survived = _survived(recording, drive, folder / "copy", outcome)
        if survived is None:  # the recording came to its end, or the database to its own
            disk.put(FILE, recording.image)
            done = 0
        else:
            outcome.lost += max(0, done - survived)
            done = survived
    return outcome


def _replay(recording: Recording, disk: LossyDisk, pragmas: Sequence[str], done: int) -> int:
    """Go on after `done` deliveries until the power or the recording ends; give how many are acknowledged then."""
    with suppress(PowerCut), closing(apsw.Connection(str(disk.folder / FILE), vfs=disk.name)) as database:
        for pragma in pragmas:
            list(database.execute(pragma))
        for statements in recording.statements[done:]:
            for statement in statements:
                list(database.execute(statement))
            if not disk.is_on:  # SQLite bears a checkpoint that fails after a commit; nobody would have been told
                break
            done += 1
    return done


def _survived(recording: Recording, drive: Path, copy: Path, outcome: Outcome) -> int | None:
    """Give how many deliveries a copy of the files holds; None, with the reasons among the faults, if none fits."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(drive, copy)
    state = ""
    try:
        with closing(sqlite3.connect(copy / FILE)) as database:
            faults = read_books(database).faults(recording.deliveries)
            state = digest_of(database)
    except sqlite3.DatabaseError as error:
        faults = [f"the database cannot be read: {error}"]
    if not faults and state not in recording.states:
        faults = ["the database is not as it was after any delivery"]
    outcome.faults += [f"cut {outcome.cuts}: {fault}" for fault in faults]
    return None if faults else recording.states.index(state)
