"""What pages put into forms and addresses that nobody types."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from roost.ground.kit.errors import InputError
from roost.ground.kit.hidden import number_from


def version_from(told: Mapping[str, str]) -> int:
    """Read the version that a form was made from; 0, which never is one, where it says none."""
    return number_from(told, "version") or 0


def day_from(told: Mapping[str, str], name: str) -> date | None:
    """Read a day; None where the field is empty. Raises InputError for what is no day: it would count as none."""
    text = told.get(name, "").strip()
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if text and day is None:
        raise InputError(_("Write the day as year, month and day, such as 2027-02-28; nothing was done yet."))
    return day


def notes_from(told: Mapping[str, str]) -> dict[int, tuple[str, str]]:
    """Read what was noted of people, by the keys of their invitations: what stood there before, and what does now."""
    keys = {name: number_from({"key": name.removeprefix("answer-")}, "key") for name in told}
    found = {key: name for name, key in keys.items() if name.startswith("answer-") and key is not None}
    return {key: (told.get(f"before-{key}", ""), told[name]) for key, name in found.items()}
