"""Why something was found, in a sentence that the person would accept."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roost.ground.behaviours.reads import behaviour_named
from roost.grow.library.engine import Hit


def why_found(hit: Hit) -> str:
    """Say which of the person's words speak of a behaviour that this is about, and which stand in it themselves."""
    spoken = [one for one in hit.reasons if one.behaviour]
    stand = [word for one in hit.reasons if not one.behaviour for word in one.wrote]
    said = []
    if spoken and (behaviour := behaviour_named(spoken[0].behaviour)) is not None:
        said.append(
            _("You wrote %(words)s, which speaks of %(behaviour)s.")
            % {"words": _quoted(spoken[0].wrote), "behaviour": behaviour.name}
        )
    if stand and not said:
        told = ngettext("%(words)s stands in it.", "%(words)s stand in it.", len(stand))
        said.append(told % {"words": _quoted(stand)})
    return " ".join(said)


def _quoted(words: Sequence[str]) -> str:
    return get_text_list([f"“{word}”" for word in dict.fromkeys(words)], _("and"))
