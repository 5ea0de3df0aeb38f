"""What the worker does for this room."""

from __future__ import annotations

from django_tasks import task

from roost.ground.kit.schedule import every
from roost.grow.library.actions import forget_files, forget_words, index_again, read_document


# What people wait for, such as mail, goes first.
@task(priority=-10)
def read_words(item: int) -> None:
    """Read the words of a document, so that they can be searched."""
    read_document(item)


@every(minutes=60)
@task()
def forget_what_is_gone() -> None:
    """Drop files that no item holds, and words of what nobody finds."""
    forget_files()
    forget_words()


@every(minutes=10)
@task()
def index_anew() -> None:
    """Bring the index to this version's words, some hundred items at a time."""
    while index_again():
        pass
