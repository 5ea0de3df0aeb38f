"""What lay behind a published board, as the ledger and the rules stood when its period was closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial

from roost.ground.people.models import TeamMembership
from roost.see.tracking.engine import (
    LOADED,
    Contribution,
    Rules,
    Window,
    compute_contributions,
    local_day,
    parse_rules,
    sqlite_store,
)
from roost.see.tracking.models import Closing, Entry, Rule
from roost.see.tracking.reads.entries import spelled_within


def rules_at(closing: Closing) -> Rules:
    """Give the rules by which a period was closed. One query."""
    return parse_rules(Rule.objects.get(program=closing.program_id, version=closing.rule).document)


def contributions_at(
    closing: Closing, rules: Rules, window: Window, people: Iterable[int], *, team: int | None = None
) -> list[Contribution]:
    """Give what these people had brought to each team, or to one, when the period was closed. Three queries.

    Who was in which team is read as it is known today: a membership that was mended since counts as mended.
    """
    people = set(people)
    with sqlite_store() as store:
        store.create("membership_row", "person BIGINT, team BIGINT, division BIGINT, starts BIGINT, ends BIGINT")
        store.create("entry", "metric BIGINT, person BIGINT, day BIGINT, value BIGINT")
        stays = TeamMembership.objects.filter(organisation=closing.organisation_id, person__in=people)
        rows = stays.values_list("person", "team", "starts_on", "ends_on")
        store.insert(
            "membership_row", ((*who, 0, starts.toordinal(), ends and ends.toordinal()) for *who, starts, ends in rows)
        )
        store.insert("entry", _scores_at(closing, rules, window, people))
        wanted = None if team is None else [team]
        return compute_contributions(store, rules, window, LOADED, dialect=store.dialect, teams=wanted)


def _scores_at(closing: Closing, rules: Rules, window: Window, people: set[int]) -> Iterator[tuple[int, int, int, int]]:
    """Give place of the metric, person, day and value of every score that counted then."""
    before = Entry.objects.filter(program=closing.program_id, pk__lte=closing.upto)
    # Asked for `reverses`, SQLite would go through all scores of the program by an index.
    scores = before.filter(spelled_within(window), person__in=people, value__isnull=False)
    taken_back = set(before.filter(reverses__in=scores.values("key")).values_list("reverses", flat=True))
    day_of = lru_cache(2**12)(partial(local_day, zone=rules.zone))
    places = rules.metric_index
    for key, metric, person, occurred, value in scores.values_list("key", "metric__key", "person", "occurred", "value"):
        if key not in taken_back and metric in places:
            yield places[metric], person, day_of(occurred).toordinal(), value or 0
