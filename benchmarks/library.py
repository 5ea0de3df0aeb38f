"""Search over a library of many items, beside a plain scan of the same words by the database.

Run alone with `python -m benchmarks.library 100000`.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import accumulate
from statistics import median
from time import perf_counter

if __name__ == "__main__":
    os.environ["ROOST_DATA_DIR"] = tempfile.mkdtemp(prefix="roost-bench-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roost.doors.site.settings")
    import django

    django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from roost.ground.behaviours.reads import BEHAVIOURS
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.actions import create_organisation
from roost.ground.people.models import Organisation
from roost.grow.library.actions import indexed
from roost.grow.library.engine import ask, language, search
from roost.grow.library.models import Indexed, Item, Kind
from roost.grow.library.reads import DatabaseIndex

AT_ONCE = 2_000
VOCABULARY = 30_000
WORDS_OF_A_TEXT = 120
RUNS = 5
QUESTIONS = (
    "I am scared of the board meeting",
    "nobody reads my long emails",
    "we go round in circles and never decide",
    "a colleague has gone quiet",
    "should we kill this project",
    "kingfisher",
    "the meeting, the team and the manager",
    "everything lands on my desk",
    "two departments blame each other",
    "confidnce",
)


def texts(size: int) -> Iterator[tuple[str, str, list[str]]]:
    """Draw titles, texts and behaviours: made-up words by Zipf's law, among everyday words that people search."""
    drawn = random.Random(13)
    everyday = sorted(language().stems)
    made_up = [f"w{number:x}q" for number in range(VOCABULARY)]
    added_up = list(accumulate(1 / (place + 1) for place in range(VOCABULARY)))
    keys = [one.key for one in BEHAVIOURS]
    for _number in range(size):
        rare = drawn.choices(made_up, cum_weights=added_up, k=WORDS_OF_A_TEXT // 2)
        words = [*rare, *drawn.choices(everyday, k=WORDS_OF_A_TEXT // 2)]
        drawn.shuffle(words)
        yield " ".join(words[:6]), " ".join(words[6:]), drawn.sample(keys, drawn.randint(1, 3))


def fill(organisation: Organisation, size: int) -> float:
    """Put that many notes into a library and index them; give the seconds that a thousand of them took."""
    start = perf_counter()
    waiting: list[Item] = []
    for number, (title, text, behaviours) in enumerate(texts(size), start=1):
        told = {"title": title, "why": title, "minutes": 3, "behaviours": behaviours, "text": text}
        kept = {"added_at": clock.now(), "key": f"{number:032x}"}
        waiting.append(Item(organisation=organisation, kind=Kind.NOTE, **told, **kept))
        if len(waiting) == AT_ONCE or number == size:
            with transaction.atomic():
                made = Item.objects.bulk_create(waiting)
                Indexed.objects.bulk_create([indexed(item) for item in made])
            waiting = []
    return (perf_counter() - start) / size * 1000


def scan(organisation: Organisation, question: str) -> int:
    """Do what one would without an index: look for any of the words in every text."""
    words = [word for word in question.lower().replace(",", "").split() if len(word) > 3]
    either = " OR ".join("title LIKE %s OR text LIKE %s" for _word in words)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*) FROM library_item WHERE organisation_id = %s AND ({either})",
            [organisation.pk, *(f"%{word}%" for word in words for _field in range(2))],
        )
        return int(cursor.fetchone()[0])


def sizes() -> tuple[int, int]:
    """Give the bytes of the database's own index and of the table it stands on; SQLite tells by its pages."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_relation_size('library_words'), pg_total_relation_size('library_indexed')")
            index, table = cursor.fetchone()
            return int(index), int(table) - int(index)
        cursor.execute("SELECT SUM(LENGTH(block)) FROM library_words_data")
        (index,) = cursor.fetchone()
        cursor.execute("SELECT SUM(LENGTH(words) + LENGTH(counts)) FROM library_indexed")
        (table,) = cursor.fetchone()
        return int(index), int(table)


def told(size: int) -> str:
    """Measure a library of that size in a database of its own, and say what came of it."""
    with everywhere():
        organisation = create_organisation(f"Bench {size}", by=None)
    with touching(organisation.pk):
        indexing = fill(organisation, size)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE library_indexed")
        mine: list[float] = []
        theirs: list[float] = []
        for question in QUESTIONS:
            asked = ask(question, language())
            for times, work in (
                (mine, lambda asked=asked: search(asked, DatabaseIndex(organisation.pk))),
                (theirs, lambda question=question: scan(organisation, question)),
            ):
                work()
                found = []
                for _run in range(RUNS):
                    start = perf_counter()
                    work()
                    found.append(perf_counter() - start)
                times.append(median(found))
        index, table = sizes()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    cells = [
        f"{size:,}",
        f"{median(mine) * 1000:.1f} ms",
        f"{max(mine) * 1000:.1f} ms",
        f"{median(theirs) * 1000:.1f} ms",
        f"{median(mine) / median(theirs):.2f}",
        f"{indexing:.2f} s",
        f"{index / 1e6:.1f} MB",
        f"{table / 1e6:.1f} MB",
        f"{peak} MB",
    ]
    return f"| {' | '.join(cells)} |"


def apart(size: int) -> str:
    """Measure in a process of its own, so that its memory is its own."""
    done = subprocess.run([sys.executable, "-m", "benchmarks.library", str(size)], capture_output=True, check=True)
    return done.stdout.decode().strip()


def written_up(rows: list[str]) -> Iterator[str]:
    """Write the table."""
    head = [
        "| items | a question | slowest | LIKE over the same | ratio | indexing 1,000 | index | terms | peak memory |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    yield "\n".join([*head, *rows])
    yield (
        f"Medians over {len(QUESTIONS)} questions, texts of {WORDS_OF_A_TEXT} words. A LIKE neither ranks nor knows "
        "endings, and finds nothing by what words mean; it is the time of looking at everything."
    )


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    print(told(int(sys.argv[1])))
