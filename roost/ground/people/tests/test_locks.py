"""Changes to people take turns on PostgreSQL, and hold up nothing that only refers to the organisation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction

from roost.ground.people.actions.locks import in_turn
from roost.ground.people.models import Organisation

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.on_postgresql,
]


@pytest.fixture
def another() -> Iterator[Any]:
    """Give a cursor of a second connection to the same database."""
    with closing(connection.copy()) as other, other.cursor() as cursor:
        yield cursor


def test_a_turn_keeps_out_other_turns_and_no_row_that_refers_to_the_organisation(
    organisation: Organisation, another: Any
) -> None:
    with transaction.atomic():
        in_turn(organisation)
        # Every row with a foreign key takes this lock on what it refers to.
        _lock(another, "KEY SHARE")
        with pytest.raises(OperationalError):
            _lock(another, "NO KEY UPDATE")
    _lock(another, "NO KEY UPDATE")


def test_an_import_by_command_takes_the_same_turn(organisation: Organisation, another: Any, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("person,name\n1,Ada\n")
    with transaction.atomic():
        call_command("people", "import", str(file), verbosity=0)
        _lock(another, "KEY SHARE")
        with pytest.raises(OperationalError):
            _lock(another, "NO KEY UPDATE")


def _lock(cursor: Any, strength: str) -> None:
    cursor.execute(f"SELECT 1 FROM people_organisation FOR {strength} NOWAIT")
