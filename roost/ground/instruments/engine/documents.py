"""An instrument as its document says: sentences, a scale, which sentence speaks of what, and whose it is.

These classes are the format; `instrument.schema.json` beside this folder is written from them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

LONGEST_WORDS = 2_000
MOST_ITEMS = 2_000
MOST_SUBSCALES = 200

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Words = Annotated[str, Field(pattern=r"\S", max_length=LONGEST_WORDS)]
MaybeWords = Annotated[str, Field(max_length=LONGEST_WORDS)]
Version = Annotated[str, Field(pattern=r"^(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Use = Literal["development", "research", "reward", "team"]
_STRICT = ConfigDict(extra="forbid", title="")


@dataclass(frozen=True, config=_STRICT)
class Scale:
    """Answers from `least` to `most`, a word for each; `unobserved` is what one says instead, or empty."""

    least: Annotated[int, Field(ge=-100, le=100)]
    most: Annotated[int, Field(ge=-100, le=100)]
    steps: tuple[Words, ...]
    unobserved: MaybeWords = ""

    @property
    def ends(self) -> str:
        """Give the first and the last step in words, to be read beside a question."""
        return f"{self.least} {self.steps[0]}, {self.most} {self.steps[-1]}"


@dataclass(frozen=True, config=_STRICT)
class Reliability:
    """Cronbach's alpha of a subscale as published, and where."""

    alpha: Annotated[float, Field(gt=0, lt=1)]
    source: Words


@dataclass(frozen=True, config=_STRICT)
class Subscale:
    """What some of the sentences speak of: a behaviour by its key, or what `name` says; `about` says what much is."""

    key: Key
    name: MaybeWords = ""
    behaviour: MaybeWords = ""
    about: MaybeWords = ""
    reliability: Reliability | None = None


@dataclass(frozen=True, config=_STRICT)
class Item:
    """A sentence in words for oneself and, where others are asked, for them; `reversed` where much is little."""

    key: Key
    subscale: Key
    own: Words
    others: MaybeWords = ""
    reversed: bool = False


@dataclass(frozen=True, config=_STRICT)
class Wording:
    """An item's words in another language."""

    own: Words
    others: MaybeWords = ""


@dataclass(frozen=True, config=_STRICT)
class Translation:
    """An instrument's words in another language; what is left out is shown in the original."""

    title: MaybeWords = ""
    steps: tuple[Words, ...] = ()
    unobserved: MaybeWords = ""
    subscales: dict[Key, Words] = Field(default_factory=dict)
    items: dict[Key, Wording] = Field(default_factory=dict)


@dataclass(frozen=True, config=_STRICT)
class Instrument:
    """Sentences with a scale, and whose they are; `subscales` are keys, those of behaviours where it asks for these."""

    format: Literal[1]
    key: Key
    version: Version
    title: Words
    purpose: Words
    licence: Words
    """An SPDX identifier, or `public-domain`."""
    source: Words
    permission: Words
    """What its owner says, word for word."""
    uses: Annotated[tuple[Use, ...], Field(min_length=1)]
    scale: Scale
    parts: Annotated[tuple[Subscale, ...], Field(alias="subscales", min_length=1, max_length=MOST_SUBSCALES)]
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=MOST_ITEMS)]
    language: Language = "en"
    translated: Words = "not translated"
    norms: Words = "none"
    translations: dict[Language, Translation] = Field(default_factory=dict)

    @property
    def subscales(self) -> tuple[str, ...]:
        """Give the keys of what it speaks of, in order."""
        return tuple(one.key for one in self.parts)

    def items_of(self, subscale: str) -> list[Item]:
        """Give the sentences of a subscale, in order."""
        return [one for one in self.items if one.subscale == subscale]
