"""The shared vocabulary: 4 themes and 16 behaviours that anybody can lead with. Roost's own wording, CC0.

Everything that speaks of leading (items, nudges, metrics, recognition) refers to a behaviour by its key, so keys are
public and never change.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Theme:
    """One of four ways in which people lead."""

    key: str
    name: str | Promise
    meaning: str | Promise


@dataclass(frozen=True)
class Behaviour:
    """Something that others can see a person do."""

    key: str
    theme: Theme
    name: str | Promise
    meaning: str | Promise


THINKING = Theme("thinking", _("Thinking"), _("Seeing what is so, and what could be."))
DEVELOPING = Theme("developing", _("Developing"), _("Helping people, oneself included, to grow."))
INSPIRING = Theme("inspiring", _("Inspiring"), _("Giving others reasons to come along."))
DELIVERING = Theme("delivering", _("Delivering"), _("Turning intent into results that last."))
THEMES = (THINKING, DEVELOPING, INSPIRING, DELIVERING)

BEHAVIOURS = (
    Behaviour("researching", THINKING, _("Researching"), _("seeks evidence that could prove the idea wrong")),
    Behaviour("developing-insight", THINKING, _("Developing insight"), _("names the pattern behind separate events")),
    Behaviour("deciding", THINKING, _("Deciding"), _("decides at the pace the stakes need and says why")),
    Behaviour("conceptual-agility", THINKING, _("Conceptual agility"), _("changes the frame when the facts change")),
    Behaviour("earning-trust", DEVELOPING, _("Earning trust"), _("does what was promised, or renegotiates early")),
    Behaviour("compassion", DEVELOPING, _("Compassion"), _("notices strain and acts on it")),
    Behaviour(
        "collaborating",
        DEVELOPING,
        _("Collaborating"),
        _("steps forward, unasked, for a result that neither side could reach alone"),
    ),
    Behaviour(
        "building-capability",
        DEVELOPING,
        _("Building capability"),
        _("hands over work that stretches others and coaches through it"),
    ),
    Behaviour("confidence", INSPIRING, _("Confidence"), _("stays steady when the outcome is unclear")),
    Behaviour(
        "communicating-with-impact",
        INSPIRING,
        _("Communicating with impact"),
        _("speaks so that listeners can restate the point"),
    ),
    Behaviour(
        "enrolling-others",
        INSPIRING,
        _("Enrolling others"),
        _("hears people's reasons, so that they volunteer effort"),
    ),
    Behaviour("proactive", DELIVERING, _("Being proactive"), _("acts before being asked")),
    Behaviour("committing-to-outcomes", DELIVERING, _("Committing to outcomes"), _("states result, date and owner")),
    Behaviour(
        "designing-from-the-future",
        DELIVERING,
        _("Designing from the future"),
        _("works back from a described end state"),
    ),
    Behaviour("leading-change", DELIVERING, _("Leading change"), _("moves people through the messy middle")),
    Behaviour("driving-value", DELIVERING, _("Driving value"), _("stops work that no longer pays off")),
)
_BY_KEY = {behaviour.key: behaviour for behaviour in BEHAVIOURS}


def behaviour_named(key: str) -> Behaviour | None:
    """Find a behaviour by its key; None for an empty or unknown one."""
    return _BY_KEY.get(key)


def behaviours_of(theme: Theme) -> tuple[Behaviour, ...]:
    """List a theme's behaviours in their settled order."""
    return tuple(behaviour for behaviour in BEHAVIOURS if behaviour.theme == theme)


def choices_by_theme() -> list[tuple[str | Promise, list[tuple[str, str | Promise]]]]:
    """List all behaviours as the choices of a form field, key and name, grouped under the names of their themes."""
    return [(theme.name, [(one.key, one.name) for one in behaviours_of(theme)]) for theme in THEMES]
