"""Who enters scores of others finds them by words and tells them apart."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from roost.ground.people.models import Affiliation, Person, Team
from roost.see.tracking.models import Program

BrowserFor = Callable[[Person | None], Client]


def test_who_enters_scores_of_others_finds_them_by_words(
    program: Program, founder: Person, team: Team, make_person: Callable[..., Person], client_for: BrowserFor
) -> None:
    browser, address = client_for(founder), reverse("tracking:enter", args=[program.pk])
    assert "Find whose scores they are" not in browser.get(address).text
    people = [make_person(f"Further {number:02}", team=team) for number in range(60)]
    form = browser.get(address).context["form"]
    assert len(form.fields["person"].widget.choices) in {50, 51}
    assert form["person"].value() == founder.pk
    form = browser.get(address, {"who": "57 further north"}).context["form"]
    assert form.fields["person"].widget.choices == [(people[57].pk, "Further 57 · Cleveland")]
    assert form["person"].value() == people[57].pk
    several = browser.get(address, {"who": "further 5", "day": "2024-06-03", "metric-1": "12"}).context["form"]
    assert (several["person"].value(), several["day"].value()) == ("", "2024-06-03")
    assert "Nobody is found by these words." in browser.get(address, {"who": "nobody at all"}).text
    told = {"person": people[59].pk, "day": "2024-06-10", "key": "0" * 32}
    refused = browser.post(address, told)
    assert f'<option value="{people[59].pk}" selected>' in refused.text
    sent = browser.post(address, told | {f"metric-{program.metrics.get(key='visits').pk}": "4"})
    assert sent.status_code == 302
    assert program.entries.filter(person=people[59], value=4000).exists()


def test_words_that_only_administrators_may_look_for_find_nobody(
    program: Program, founder: Person, administrator: Person, make_person: Callable[..., Person], client_for: BrowserFor
) -> None:
    for number in range(60):
        make_person(f"Further {number:02}")
    address = reverse("tracking:enter", args=[program.pk])
    for by, found in ((founder, False), (administrator, True)):
        told = client_for(by).get(address, {"who": "further.57@example"})
        assert ("Nobody is found" not in told.text) is found


def test_two_of_one_name_and_team_are_told_apart(
    program: Program, founder: Person, team: Team, make_person: Callable[..., Person], client_for: BrowserFor
) -> None:
    first, second = (make_person(name, team=team) for name in ("Magda One", "Magda Two"))
    Person.objects.filter(pk__in=[first.pk, second.pk]).update(name="Magda Kubiak")
    form = client_for(founder).get(reverse("tracking:enter", args=[program.pk])).context["form"]
    names = dict(form.fields["person"].widget.choices)
    ids = dict(Affiliation.objects.values_list("person", "employee_id"))
    for one in (first.pk, second.pk):
        assert names[one] == f"Magda Kubiak · Cleveland · {ids[one]}"
