"""What pages put into forms and addresses that nobody types."""

from __future__ import annotations

from collections.abc import Mapping

from roost.ground.kit.hidden import number_from


def organisation_from(told: Mapping[str, str]) -> int | None:
    """Read which organisation a page was about when it was made; None where it says none."""
    return number_from(told, "organisation")
