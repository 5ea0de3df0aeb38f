"""Killed outright in the middle of its work, twenty times, the server loses nothing that it acknowledged."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.durability.house import House, free_ports
from tests.durability.world import World

SEEDS = (612, 613)
KILLS = 10
"""In each of two houses that live side by side, because most of a life is spent getting up."""


def in_each(houses: list[House], work: Callable[[House], object]) -> None:
    with ThreadPoolExecutor(len(houses)) as pool:
        list(pool.map(work, houses))


def die_often(house: House) -> None:
    for _ in range(KILLS):
        house.live_and_die()


def test_twenty_kills_lose_no_acknowledged_entry_and_sending_again_counts_once(world: World, tmp_path: Path) -> None:
    print(f"Seeds {SEEDS}, files in {tmp_path}")
    doors = zip(SEEDS, free_ports(len(SEEDS)), strict=True)
    houses = [House(world, tmp_path / str(seed), port=port, seed=seed) for seed, port in doors]
    in_each(houses, die_often)
    for house in houses:
        check_after_kills(house)
    in_each(houses, check_sending_again)


def check_after_kills(house: House) -> None:
    sent, books = house.deliveries.made, house.books()
    print(f"{len(sent)} sent, {len(house.acknowledged)} acknowledged, {len(books.arrived(sent))} arrived")
    assert books.faults(sent) == []
    assert house.acknowledged <= books.arrived(sent)
    assert len(house.acknowledged) >= KILLS
    assert len(sent) > len(house.acknowledged), "no kill met a client that waited for an answer"


def check_sending_again(house: House) -> None:
    sent = house.deliveries.made
    arrived = house.books().arrived(sent)
    added = house.send_again([*sent, *sent])
    assert added == [0 if one.number in arrived else one.size for one in sent] + [0] * len(sent)
    books = house.books()
    assert books.faults(sent) == []
    assert books.arrived(sent) == {delivery.number for delivery in sent}
