"""What a circle is called that people began by themselves: after who sits in it now, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

MOST_NAMED = 3
NAMED_OF_MANY = 2


def called_after(people: Iterable[str]) -> str:
    """Call a circle after its people, by name; of more than three the first two are named, and the others counted."""
    names = sorted(filter(None, people), key=str.lower)
    if len(names) <= MOST_NAMED:
        return get_text_list(names, _("and"))
    first, others = ", ".join(names[:NAMED_OF_MANY]), len(names) - NAMED_OF_MANY
    return _("%(first)s and %(others)s others") % {"first": first, "others": others}
