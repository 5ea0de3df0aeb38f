"""Facts grow, are told once, and are read within their purposes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.ground.activity import ports
from roost.ground.activity.actions import Told, record, record_many
from roost.ground.activity.models import Fact
from roost.ground.activity.ports import Purpose, Reader, Verb, verb_named
from roost.ground.activity.reads import facts_after, latest_facts
from roost.ground.kit.append_only import AppendOnlyError
from roost.ground.kit.errors import Conflict
from roost.ground.people.models import Organisation

EVERYTHING = frozenset(Purpose)


@pytest.fixture
def verbs() -> Iterator[tuple[Verb, Verb]]:
    """Declare a verb of work and one of development for the length of a test."""
    known = dict(ports._verbs)
    yield (
        Verb("stage.worked", Purpose.WORK, "Somebody worked."),
        Verb("stage.grew", Purpose.DEVELOPMENT, "Somebody grew."),
    )
    ports._verbs.clear()
    ports._verbs.update(known)


def told(verb: Verb, organisation: Organisation, **more: object) -> Told:
    return Told(verb, organisation.pk, **more)  # type: ignore[arg-type]


def test_a_fact_with_a_key_is_told_once(in_scope: Organisation, verbs: tuple[Verb, Verb]) -> None:
    work, _ = verbs
    first = record(told(work, in_scope, actor=1, key="monday"))
    again = record(told(work, in_scope, actor=2, key="monday"))
    assert (again.pk, again.actor) == (first.pk, 1)
    assert Fact.objects.count() == 1


def test_a_batch_tells_each_key_once(in_scope: Organisation, verbs: tuple[Verb, Verb]) -> None:
    work, _ = verbs
    record(told(work, in_scope, key="monday", people=[1]))
    facts = record_many([told(work, in_scope, key=key, people=[2, 2]) for key in ("monday", "tuesday", "tuesday")])
    assert [fact.key for fact in facts] == ["monday", "tuesday", "tuesday"]
    assert Fact.objects.count() == 2


def test_facts_are_never_changed(in_scope: Organisation, verbs: tuple[Verb, Verb]) -> None:
    fact = record(told(verbs[0], in_scope))
    with pytest.raises(AppendOnlyError):
        fact.save()
    with pytest.raises(AppendOnlyError):
        fact.delete()
    with pytest.raises(AppendOnlyError):
        Fact.objects.all().update(quantity=1)
    with pytest.raises(AppendOnlyError):
        Fact.objects.all().delete()


def test_a_fact_is_reversed_once(in_scope: Organisation, verbs: tuple[Verb, Verb]) -> None:
    fact = record(told(verbs[0], in_scope))
    reversal = record(told(verbs[0], in_scope), reverses=fact)
    assert reversal.reverses == fact
    with pytest.raises(Conflict):
        record(told(verbs[0], in_scope), reverses=fact)


def test_a_reversal_that_is_told_again_under_its_key_is_the_first_one(
    in_scope: Organisation, verbs: tuple[Verb, Verb]
) -> None:
    fact = record(told(verbs[0], in_scope))
    first = record(told(verbs[0], in_scope, key="back"), reverses=fact)
    again = record(told(verbs[0], in_scope, key="back"), reverses=fact)
    assert again.pk == first.pk
    with pytest.raises(Conflict):
        record(told(verbs[0], in_scope, key="back again"), reverses=fact)


def test_a_reader_gets_only_the_purposes_it_takes(in_scope: Organisation, verbs: tuple[Verb, Verb]) -> None:
    record_many([told(verb, in_scope, actor=7, people=[8]) for verb in verbs])
    seen = facts_after(Reader("elsewhere", frozenset({Purpose.WORK})), 0)
    assert [one.verb.name for one in seen] == ["stage.worked"]


def test_development_names_nobody_outside_its_room(in_scope: Organisation, verbs: tuple[Verb, Verb]) -> None:
    record(told(verbs[1], in_scope, actor=7, people=[8]))
    (outside,) = facts_after(Reader("elsewhere", EVERYTHING), 0)
    (inside,) = facts_after(Reader("stage", EVERYTHING), 0)
    assert (outside.actor, outside.people) == (None, ())
    assert (inside.actor, inside.people) == (7, (8,))
    assert latest_facts(Reader("elsewhere", EVERYTHING), person=7) == []


def test_a_person_finds_what_they_did_and_what_happened_to_them(
    in_scope: Organisation, verbs: tuple[Verb, Verb]
) -> None:
    record_many([told(verbs[0], in_scope, actor=7), told(verbs[0], in_scope, people=[7]), told(verbs[0], in_scope)])
    assert len(latest_facts(Reader("elsewhere", EVERYTHING), person=7)) == 2


def test_a_reader_goes_on_where_it_stopped(in_scope: Organisation, verbs: tuple[Verb, Verb]) -> None:
    reader = Reader("elsewhere", EVERYTHING)
    record_many([told(verbs[0], in_scope, quantity=number) for number in range(5)])
    first = facts_after(reader, 0, limit=3)
    rest = facts_after(reader, first[-1].position)
    assert [one.quantity for one in [*first, *rest]] == [0, 1, 2, 3, 4]


def test_another_organisations_facts_are_out_of_reach(
    in_scope: Organisation, other_organisation: Organisation, verbs: tuple[Verb, Verb]
) -> None:
    record(told(verbs[0], other_organisation))
    assert facts_after(Reader("elsewhere", EVERYTHING), 0) == []


def test_a_fact_keeps_when_it_happened_and_when_it_was_recorded(
    in_scope: Organisation, verbs: tuple[Verb, Verb], noon: datetime
) -> None:
    earlier = noon.replace(year=2023)
    fact = record(told(verbs[0], in_scope, happened_at=earlier))
    assert (fact.happened_at, fact.recorded_at) == (earlier, noon)


@given(st.text(max_size=20))
def test_a_verb_is_named_room_dot_happened(name: str) -> None:
    room, dot, happened = name.partition(".")
    if not (dot and room.isidentifier() and happened.isidentifier()):
        with pytest.raises(ValueError, match="A verb is named"):
            Verb(name, Purpose.WORK, "Something happened.")


def test_a_verb_is_declared_once(verbs: tuple[Verb, Verb]) -> None:
    assert verb_named("stage.worked") is verbs[0]
    with pytest.raises(ValueError, match="declared twice"):
        Verb("stage.worked", Purpose.WORK, "Somebody worked again.")
