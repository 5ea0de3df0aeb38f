"""Errors that say to a person what is wrong and what to do next. Plain Python: engines use it without Django."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass


class Words(str):
    """Be a sentence in English, made of a template and values, that can still be said in another language.

    Engines import it as `_`, the name by which makemessages collects templates. A value may be Words itself.
    """

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, **values: object) -> Words:
        words = super().__new__(cls, template % values if values else template)
        words.template, words.values = template, values
        return words


def in_language(text: str, gettext: Callable[[str], str]) -> str:
    """Say a text in the language of `gettext`; a text that is no Words stays as it is."""
    if not isinstance(text, Words):
        return text
    said = gettext(text.template)
    values = {
        name: in_language(value, gettext) if isinstance(value, str) else value for name, value in text.values.items()
    }
    return said % values if values else said


class RoostError(Exception):
    """Be the root of everything Roost raises on purpose; its text may be shown to a person."""


class NotFound(RoostError):
    """Say that a thing does not exist, or that the asking person may not know that it does."""


class Forbidden(RoostError):
    """Say that the person may see the thing but not do this to it."""


class Conflict(RoostError):
    """Say that the thing changed meanwhile, or that the same key was used for something else."""


class TooMany(RoostError):
    """Say that it was done too often in a short time."""


@dataclass(frozen=True)
class Problem:
    """Name one place in an input that cannot be used, and why.

    `row` counts from 1, a table's header being row 1; `column` is a header or a key. Either may be None.
    """

    message: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    file: str | None = None

    def __str__(self) -> str:
        place = [self.file or "", f"row {self.row}" if self.row else "", f"column {self.column}" if self.column else ""]
        return ": ".join(part for part in [", ".join(part for part in place if part), self.message] if part)

    def as_dict(self) -> dict[str, object]:
        """Give row, column, value and message, as commands and the API answer them."""
        return {key: value for key, value in asdict(self).items() if key != "file"}


class InputError(RoostError):
    """Refuse an input, naming every place found wrong; nothing of it has been applied."""

    def __init__(self, problems: Sequence[Problem] | Problem | str) -> None:
        found = [problems] if isinstance(problems, Problem | str) else problems
        self.problems = tuple(Problem(item) if isinstance(item, str) else item for item in found)
        super().__init__("\n".join(str(problem) for problem in self.problems))
