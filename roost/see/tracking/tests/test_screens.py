"""Screens on the wall: who puts them there, what shows on them to whoever has the link, and how they end."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from roost.ground.people.models import Person
from roost.see.tracking.actions import close_screen, open_screen
from roost.see.tracking.models import Program

BrowserFor = Callable[[Person | None], Client]


def test_a_screen_needs_its_link_and_nothing_else(program: Program, founder: Person, client_for: BrowserFor) -> None:
    screen = open_screen(program, by=founder, name="Kitchen")
    stranger = client_for(None)
    page = stranger.get(reverse("tracking:screen", args=[screen.token]))
    assert "Cleveland" in page.text
    assert "Mara" not in page.text
    latest = stranger.get(reverse("tracking:screen-latest", args=[screen.token]))
    again = stranger.get(
        reverse("tracking:screen-latest", args=[screen.token]), headers={"If-None-Match": latest["ETag"]}
    )
    assert (latest.status_code, again.status_code) == (200, 304)
    client_for(founder).post(reverse("tracking:close-screen", args=[screen.pk]))
    assert stranger.get(reverse("tracking:screen", args=[screen.token])).status_code == 404


def test_ending_a_link_is_asked_about_first(program: Program, founder: Person, client_for: BrowserFor) -> None:
    screen = open_screen(program, by=founder, name="Kitchen")
    page = client_for(founder).get(reverse("tracking:close-screen", args=[screen.pk]))
    assert "End the link of “Kitchen”?" in page.text
    screen.refresh_from_db()
    assert screen.closed_at is None


def test_a_screen_is_listed_with_what_it_shows(program: Program, founder: Person, client_for: BrowserFor) -> None:
    open_screen(program, by=founder, name="Kitchen", seconds=45, window="season")
    page = client_for(founder).get(reverse("tracking:screens", args=[program.pk]))
    assert "Shows the season, each division for 45 seconds." in page.text


def test_who_runs_a_program_puts_it_on_the_wall_from_its_board(
    program: Program, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    board = reverse("tracking:board", args=[program.pk])
    assert "Put it on the wall" in client_for(founder).get(board).text
    assert "Put it on the wall" not in client_for(member).get(board).text


def test_a_screen_that_was_closed_hangs_dark_and_says_why(
    program: Program, founder: Person, client_for: BrowserFor
) -> None:
    screen = open_screen(program, by=founder, name="Hall")
    close_screen(screen, by=founder)
    answer = client_for(None).get(reverse("tracking:screen", args=[screen.token]))
    assert answer.status_code == 404
    assert "This screen was closed." in answer.text
    assert "tv" in answer.text
