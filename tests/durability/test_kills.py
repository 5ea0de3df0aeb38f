"""Killed outright in the middle of its work, twenty times, the server loses nothing that it acknowledged."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.durability.conftest import World
from tests.durability.house import House

SEEDS = (612, 613)
KILLS = 10
"""In each of two houses, which live at the same time, because most of a life is spent starting."""


def test_twenty_kills_lose_no_acknowledged_entry(world: World, tmp_path: Path) -> None:
    print(f"Seeds {SEEDS}")
    with ThreadPoolExecutor(len(SEEDS)) as pool:
        houses = list(pool.map(lambda seed: live_and_die(world, tmp_path / str(seed), seed), SEEDS))
    for house in houses:
        sent, acknowledged = house.deliveries.made, house.acknowledged
        books = house.books()
        print(f"{house.folder}: {len(sent)} sent, {len(acknowledged)} acknowledged, {len(books.keys)} scores")
        assert house.surprises == []
        assert len(acknowledged) >= KILLS
        assert books.faults(sent) == []
        assert acknowledged <= books.arrived(sent)


def live_and_die(world: World, folder: Path, seed: int) -> House:
    folder.mkdir()
    house = House(world, folder, seed=seed)
    for _ in range(KILLS):
        house.live_once()
    return house
