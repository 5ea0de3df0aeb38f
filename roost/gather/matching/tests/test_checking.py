"""A self-check of which nothing stays."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roost.gather.matching.models import Wish
from roost.gather.matching.reads import self_check
from roost.gather.matching.tests.seekers import form_for
from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.people.models import Organisation, Person

BrowserFor = Callable[[Person | None], Client]
CHECK = reverse("matching:check")
ALONE = {"aloud": "1", "deciding": "2", "asking": "5"}


def every_row() -> list[list[tuple[object, ...]]]:
    """Give every row of every table."""
    with connection.cursor() as cursor:
        rows = []
        for table in sorted(model._meta.db_table for model in apps.get_models()):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows.append(sorted(cursor.fetchall(), key=str))
    return rows


@pytest.mark.parametrize("said", [ALONE, {"aloud": "1"}, {}, {"aloud": "9", "deciding": "x"}])
def test_no_row_no_fact_and_no_line_of_a_log_tells_of_it(
    said: dict[str, str], member: Person, client_for: BrowserFor, caplog: pytest.LogCaptureFixture
) -> None:
    browser, rows = client_for(member), every_row()
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as queries:
        answer = browser.post(CHECK, said)
    assert answer.status_code == 200
    assert every_row() == rows
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    assert not Fact.objects.exists()
    # What the loop and the database's driver say of themselves is about no request, or is a query seen above.
    lines = [record for record in caplog.records if record.name not in {"asyncio", "django.db.backends"}]
    assert [record.getMessage() for record in lines] == []


def test_the_answer_is_kept_by_no_browser_no_cache_and_no_address(member: Person, client_for: BrowserFor) -> None:
    cache.clear()
    browser = client_for(member)
    session = dict(browser.session)
    answer = browser.post(CHECK, ALONE)
    for one in (answer, browser.get(CHECK)):
        assert "no-store" in one["Cache-Control"]
    assert dict(browser.session) == session
    assert set(answer.cookies) <= {"roost-csrf"}
    assert "?" not in answer.request["PATH_INFO"] + answer.request["QUERY_STRING"]


def test_it_says_what_the_answers_mean_and_offers_a_peer_about_it(
    in_scope: Organisation, member: Person, client_for: BrowserFor
) -> None:
    page = client_for(member).post(CHECK, ALONE).text
    assert "You carry some of this alone at the moment" in page
    assert "Hard decisions rest on you." in page
    assert '<option value="deciding" selected>' in page
    assert "Answer at least one of them." in client_for(member).post(CHECK, {}).text
    assert not Wish.objects.exists()


def test_who_looks_for_a_peer_already_is_offered_no_second_one(
    two: tuple[Person, Person], client_for: BrowserFor
) -> None:
    assert "You look for a peer already" in client_for(two[0]).post(CHECK, ALONE).text


def test_who_looked_for_a_peer_before_is_offered_to_look_again(
    two: tuple[Person, Person], in_scope: Organisation, client_for: BrowserFor
) -> None:
    with clock.at(clock.now() + timedelta(days=60)):
        mine = client_for(two[0])
        page = mine.post(CHECK, ALONE).text
        assert "You look for a peer already" not in page
        assert 'name="version" value="1"' in page
        assert f'name="organisation" value="{in_scope.pk}"' in page
        form = form_for(in_scope, topic="deciding", stage="new", seeks="any", words="", version="1")
        assert mine.post(reverse("matching:wish"), form).status_code == 302


def test_every_answer_has_a_sentence_and_more_of_it_never_sounds_worse() -> None:
    titles = []
    for values in product(range(1, 6), repeat=3):
        told = self_check(dict(zip(ALONE, values, strict=True)))
        assert told is not None
        assert len(told.sentences) == 3
        titles.append((min(values), told.title))
    assert len({title for _least, title in titles}) == 3
    assert {title for least, title in titles if least >= 4} == {"You are not alone with it"}
    assert {title for least, title in titles if least <= 2} == {"You carry some of this alone at the moment"}
    assert self_check({}) is None
