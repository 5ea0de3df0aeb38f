"""Write changed periods: the rows of what was shortened or amended stay, so what refers to them stays right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Model

from roost.ground.people.engine import Period
from roost.ground.people.models import Organisation, ReportingLine, TeamMembership
from roost.ground.people.reads.importing import in_chunks

AT_ONCE = 500


@dataclass(frozen=True)
class Kept:
    """Name the table that keeps a kind of period, and its column for what holds."""

    model: type[Model]
    what: str

    def write(
        self,
        organisation: Organisation,
        before: Mapping[int, Iterable[Period]],
        after: Mapping[int, Iterable[Period]],
    ) -> None:
        """Make the periods of these people, by person, what `after` says. At most three statements per 500 rows."""
        was = {period.number: period for person in after for period in before.get(person, ()) if period.number}
        now = {period.number: period for periods in after.values() for period in periods if period.number}
        # In this order no person ever has two open periods, which the database refuses.
        for chunk in in_chunks(sorted(was.keys() - now.keys())):
            self.model._default_manager.filter(pk__in=chunk).delete()
        amended = [
            self.model(pk=number, starts_on=period.starts_on, ends_on=period.ends_on, **{self.what: period.what})
            for number, period in sorted(now.items())
            if period != was[number]
        ]
        self.model._default_manager.bulk_update(amended, ["starts_on", "ends_on", self.what], batch_size=AT_ONCE)
        self.model._default_manager.bulk_create(
            [
                self.model(
                    organisation=organisation,
                    person_id=person,
                    starts_on=period.starts_on,
                    ends_on=period.ends_on,
                    **{self.what: period.what},
                )
                for person, periods in after.items()
                for period in periods
                if period.number is None
            ],
            batch_size=AT_ONCE,
        )


STAYS = Kept(TeamMembership, "team_id")
LINES = Kept(ReportingLine, "manager_id")
