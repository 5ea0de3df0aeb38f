"""What a self-check gives back: a sentence for each answer and a way on. Nobody else's answers play a part in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LITTLE, MUCH = 2, 4

BACK: dict[str, tuple[str | Promise, str | Promise, str | Promise]] = {
    "aloud": (
        gettext_lazy("You think most things through alone. Half a thought grows faster in front of somebody."),
        gettext_lazy("Now and then there is somebody to think aloud with. It can be made a habit."),
        gettext_lazy("You have somebody to think aloud with. That is worth looking after."),
    ),
    "deciding": (
        gettext_lazy("Hard decisions rest on you. Whoever has stood there needs no explanation of what that is like."),
        gettext_lazy("Some decisions you carry with others, and some not."),
        gettext_lazy("Hard decisions do not rest on you alone."),
    ),
    "asking": (
        gettext_lazy("When you are stuck it is not clear whom to ask. One person is a beginning."),
        gettext_lazy("Sometimes you know whom to ask, and sometimes not."),
        gettext_lazy("You know whom to ask. They may not know how much that is worth."),
    ),
}
TOPIC_OF = {"deciding": "deciding", "asking": "new-here"}
"""What a peer could be about where a question found little; thinking aloud may be about anything."""


@dataclass(frozen=True)
class SelfCheck:
    """What is said to somebody about their own answers, and a topic that a peer could be about."""

    title: str
    sentences: Sequence[str]
    topic: str


def self_check(said: Mapping[str, int]) -> SelfCheck | None:
    """Say what answers (1 never to 5 always, by question) mean, by themselves alone; None for no answer."""
    if not said:
        return None
    sentences = [str(BACK[name][_third(value)]) for name, value in said.items()]
    little = [name for name, value in said.items() if value <= LITTLE]
    topic = next((TOPIC_OF[name] for name in little if name in TOPIC_OF), "")
    return SelfCheck(_title(said, bool(little)), sentences, topic)


def _third(value: int) -> int:
    return 0 if value <= LITTLE else 2 if value >= MUCH else 1


def _title(said: Mapping[str, int], is_little: bool) -> str:
    if is_little:
        return _("You carry some of this alone at the moment")
    if min(said.values()) >= MUCH:
        return _("You are not alone with it")
    return _("Some of it you share, and some you carry alone")
