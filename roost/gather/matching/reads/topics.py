"""What people look for a peer about: situations of work, and the sixteen behaviours."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roost.ground.behaviours.reads import behaviour_named, choices_by_theme

SITUATIONS: dict[str, str | Promise] = {
    "first-time-leading": _("Leading people for the first time"),
    "leading-former-peers": _("Leading people who were my peers"),
    "leading-leaders": _("Leading people who lead others"),
    "leading-without-title": _("Leading without a title"),
    "new-here": _("Finding my way in a new place"),
    "conflict": _("A conflict in the team"),
    "reorganisation": _("A reorganisation"),
    "from-a-distance": _("Leading from a distance"),
    "coming-back": _("Coming back after a leave"),
}


def topics() -> list[tuple[str | Promise, list[tuple[str, str | Promise]]]]:
    """List all topics as the choices of a form field, key and name, in groups."""
    return [(_("Situations"), list(SITUATIONS.items())), *choices_by_theme()]


def name_of(topic: str) -> str:
    """Give what a topic is called; its key where it is unknown."""
    if topic in SITUATIONS:
        return str(SITUATIONS[topic])
    behaviour = behaviour_named(topic)
    return str(behaviour.name) if behaviour else topic
