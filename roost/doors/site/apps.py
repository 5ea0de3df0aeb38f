"""Puts the house together once Django knows its models."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps

DISCOVERED = ("actions", "tasks", "privacy", "reactions")


class Site(AppConfig):
    """Load what rooms register by being imported, then connect ports."""

    name = "roost.doors.site"
    default = True

    def ready(self) -> None:
        for room in apps.get_app_configs():
            if not room.name.startswith("roost."):
                continue
            for part in DISCOVERED:
                if find_spec(f"{room.name}.{part}"):
                    import_module(f"{room.name}.{part}")
        import_module("roost.doors.site.ports").connect()
