"""How often a person may do something: counted in the cache, roughly, by stretches of time."""

from __future__ import annotations

from django.core.cache import cache
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import TooMany


def keep_pace(what: str, person: int, *, most: int, seconds: int) -> None:
    """Count one more; raises TooMany for whoever did it more than `most` times in this stretch of `seconds`."""
    key = f"pace:{what}:{person}:{int(clock.now().timestamp()) // seconds}"
    done = cache.get(key, 0) + 1
    cache.set(key, done, timeout=seconds)
    if done > most:
        raise TooMany(_("That was a lot in a short time. Wait a while, then go on; nothing is lost."))
