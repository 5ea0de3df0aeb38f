"""Do something for one organisation after the other, so that what is wrong with one ends nothing for the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from roost.ground.kit.scopes import touching
from roost.ground.people.models import Organisation

logger = logging.getLogger(__name__)


def for_each(organisations: Iterable[Organisation], act: Callable[[Organisation], int]) -> int:
    """Let `act` work for each organisation, within its scope, and sum up what it gives; what fails is logged."""
    done = 0
    for organisation in organisations:
        try:
            with touching(organisation.pk):
                done += act(organisation)
        except Exception:  # whatever is wrong with one organisation, the others go on
            logger.exception("People of organisation %s could not be brought together.", organisation.pk)
    return done
