"""Commands may be the first thing that anybody runs here."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection

from roost.ground.kit.alone import alone
from roost.ground.people.models import Organisation


def make_database_if_missing() -> None:
    """Make the tables of a database that has none yet; one that has some is left as it is.

    Waits for whoever is making them at this moment.
    """
    with alone():
        if Organisation._meta.db_table not in connection.introspection.table_names():
            call_command("migrate", interactive=False, verbosity=0)
