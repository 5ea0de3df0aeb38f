"""What a person earns for a metric in a window, and which team receives it."""

from __future__ import annotations

import pytest

from roost.see.tracking.tests.board_files import calculate, hits, points_of

MOVER = "ann,Red,North,,2024-06-10\nann,Blue,North,2024-06-10,"
THERE_AND_BACK = f"{MOVER.removesuffix(',')},2024-06-20\nann,Red,North,2024-06-20,"


def points(people, entries, *metrics, **changes):
    return points_of(calculate(people, entries, *metrics, **changes))


def test_values_are_worth_the_points_per_unit():
    entries = "ann,hits,3,2024-06-05\nann,hits,-1,2024-06-06\nann,walks,1e2,2024-06-05\nann,unknown,5,2024-06-05"
    walks = {"key": "walks", "points_per_unit": -0.25, "team": "sum"}
    assert points("ann,Red,North", entries, hits(points_per_unit=1.5), walks) == {"Red": "-22"}


def test_the_floor_is_taken_of_the_periods_sum_never_of_an_entry():
    half = hits(points_per_unit=0.5)
    assert points("ann,Red,North", "ann,hits,0.001,2024-06-05", half) == {"Red": "0"}
    assert points("ann,Red,North", "ann,hits,0.001,2024-06-05\nann,hits,0.001,2024-06-06", half) == {"Red": "0.001"}


def test_the_floor_goes_towards_minus_infinity():
    half = hits(points_per_unit=0.5)
    assert points("ann,Red,North", "ann,hits,-0.001,2024-06-05", half) == {"Red": "-0.001"}
    assert points("ann,Red,North", "ann,hits,-0.003,2024-06-05", half) == {"Red": "-0.002"}


@pytest.mark.parametrize(("per", "red"), [("day", "5.5"), ("week", "5.4"), ("month", "4"), ("window", "2")])
def test_each_cap_period_is_capped_for_itself_and_the_periods_are_added(per, red):
    # Two days of one week, a day of the next in the same month, and one in the next month.
    entries = "ann,hits,0.7,2024-06-18\nann,hits,9,2024-06-19\nann,hits,5,2024-06-25\nann,hits,-0.6,2024-06-27"
    entries += "\nann,hits,3,2024-07-02\nann,hits,0.3,2024-07-02\nann,hits,-0.6,2024-07-31"
    capped = hits(cap={"points": 2, "per": per})
    assert points("ann,Red,North", entries, capped) == {"Red": red}


def test_each_cap_period_is_floored_for_itself():
    entries = "ann,hits,0.001,2024-06-05\nann,hits,0.001,2024-06-06"
    for per, red in (("day", "0"), ("month", "0.001")):
        assert points("ann,Red,North", entries, hits(points_per_unit=0.5, cap={"points": 9, "per": per})) == {
            "Red": red
        }


@pytest.mark.parametrize(("week_start", "red"), [("monday", "2"), ("sunday", "1")])
def test_cap_weeks_start_on_the_rules_first_day(week_start, red):
    # A Sunday and the Monday after it.
    entries = "ann,hits,5,2024-06-02\nann,hits,5,2024-06-03"
    capped = hits(cap={"points": 1, "per": "week"})
    assert points("ann,Red,North", entries, capped, week_start=week_start) == {"Red": red}


def test_cap_months_are_those_of_the_calendar():
    firsts = [f"{year}-{month:02d}-01" for year in (1900, 2000, 2023, 2024) for month in range(1, 13)]
    lasts = ["1900-02-28", "2000-02-29", "2023-02-28", "2024-02-29", "2024-01-31", "2024-12-31", "2024-04-30"]
    entries = "\n".join(f"ann,hits,5,{day}" for day in firsts + lasts)
    assert points("ann,Red,North", entries, hits(cap={"points": 1, "per": "month"})) == {"Red": "48"}


def test_negative_sums_are_not_capped():
    entries = "ann,hits,-100,2024-06-05\nann,hits,100,2024-07-05"
    assert points("ann,Red,North", entries, hits(cap={"points": 0, "per": "month"})) == {"Red": "-100"}


def test_the_cap_holds_for_the_sum_so_that_a_correction_gives_room_again():
    entries = "ann,hits,100,2024-06-05\nann,hits,-95,2024-06-06"
    assert points("ann,Red,North", entries, hits(cap={"points": 40, "per": "month"})) == {"Red": "5"}


def test_a_cap_period_that_the_windows_edge_cuts_has_the_full_cap_for_what_is_left():
    # Friday and Sunday of one week, with the end of May between them.
    entries = "ann,hits,5,2024-05-31\nann,hits,8,2024-06-02"
    capped = hits(cap={"points": 7, "per": "week"})
    assert points("ann,Red,North", entries, capped) == {"Red": "7"}
    assert points("ann,Red,North", entries, capped, window="2024-05") == {"Red": "5"}
    assert points("ann,Red,North", entries, capped, window="2024-06") == {"Red": "7"}


def test_an_entry_belongs_to_the_team_of_its_local_date():
    entries = "ann,hits,1,2024-06-10T03:59Z\nann,hits,20,2024-06-10T04:00Z\nann,hits,300,2024-06-10"
    assert points(MOVER, entries) == {"Red": "1", "Blue": "320"}


def test_where_a_person_moved_the_cap_belongs_to_the_person():
    entries = "ann,hits,30,2024-06-05\nann,hits,30,2024-06-15"
    assert points(MOVER, entries, hits(cap={"points": 40, "per": "month"})) == {"Red": "30", "Blue": "10"}
    assert points(MOVER, entries, hits(cap={"points": 40, "per": "day"})) == {"Red": "30", "Blue": "30"}


def test_a_later_team_may_lose_what_an_earlier_team_was_capped_at():
    entries = "ann,hits,100,2024-06-05\nann,hits,-80,2024-06-15"
    assert points(MOVER, entries, hits(cap={"points": 40, "per": "month"})) == {"Red": "40", "Blue": "-20"}


def test_teams_receive_points_in_the_order_in_which_the_person_first_joined_them():
    # What ann did after coming back to Red counts before Blue.
    entries = "ann,hits,10,2024-06-05\nann,hits,25,2024-06-15\nann,hits,20,2024-06-25"
    assert points(THERE_AND_BACK, entries, hits(cap={"points": 40, "per": "month"})) == {"Red": "30", "Blue": "10"}


def test_the_order_of_teams_is_that_of_the_whole_file_not_of_the_window():
    people = "ann,Blue,North,,2020-01-01\nann,Red,North,2024-06-01,2024-06-10\nann,Blue,North,2024-06-10,"
    entries = "ann,hits,30,2024-06-05\nann,hits,30,2024-06-15"
    capped = hits(cap={"points": 40, "per": "month"})
    assert points(people, entries, capped, window="2024-06") == {"Red": "10", "Blue": "30"}


def test_an_empty_membership_does_not_make_a_team_the_first():
    people = f"{MOVER}\nann,Blue,North,2020-01-01,2020-01-01"
    entries = "ann,hits,30,2024-06-05\nann,hits,30,2024-06-15"
    assert points(people, entries, hits(cap={"points": 40, "per": "month"})) == {"Red": "30", "Blue": "10"}


def test_prefixes_of_teams_are_floored_also_without_a_cap():
    entries = "ann,hits,0.001,2024-06-05\nann,hits,0.001,2024-06-15"
    assert points(MOVER, entries, hits(points_per_unit=0.5)) == {"Red": "0", "Blue": "0.001"}
    assert points(MOVER, entries, hits(points_per_unit=-0.5)) == {"Red": "-0.001", "Blue": "0"}


def test_a_bonus_is_earned_at_its_mark_and_steps_add_up():
    steps = hits(points_per_unit=0, bonus=[{"at": 100, "points": 10}, {"at": 200, "points": 15}])
    for value, bonus in (("99.999", "0"), ("100", "10"), ("199.999", "10"), ("200", "25"), ("1e6", "25")):
        assert points("ann,Red,North", f"ann,hits,{value},2024-06-05", steps) == {"Red": bonus}


def test_steps_may_repeat_and_take_points_away():
    steps = hits(points_per_unit=0, bonus=[{"at": 1, "points": 5}, {"at": 1, "points": 5}, {"at": 2, "points": -3}])
    assert points("ann,Red,North", "ann,hits,2,2024-06-05", steps) == {"Red": "7"}


def test_a_bonus_is_earned_once_per_window_and_stands_outside_the_cap():
    steps = hits(cap={"points": 1, "per": "day"}, bonus=[{"at": 10, "points": 100}])
    entries = "ann,hits,6,2024-05-31\nann,hits,6,2024-06-01\nann,hits,6,2024-06-02"
    assert points("ann,Red,North", entries, steps) == {"Red": "103"}
    assert points("ann,Red,North", entries, steps, window="2024-06") == {"Red": "102"}
    assert points("ann,Red,North", entries, steps, window="2024-05") == {"Red": "1"}


def test_entries_without_a_team_or_of_another_metric_do_not_help_towards_a_bonus():
    steps = hits(bonus=[{"at": 10, "points": 100}])
    entries = "ann,hits,9,2024-06-05\nann,hits,9,2024-05-31\nann,walks,9,2024-06-05"
    assert points("ann,Red,North,2024-06-01,", entries, steps) == {"Red": "9"}


def test_only_a_person_with_a_placed_entry_can_earn_a_bonus():
    steps = hits(bonus=[{"at": 0, "points": 10}, {"at": -5, "points": 1}])
    people = "ann,Red,North\nbob,Blue,North\ncid,Green,North,2024-06-01,\ndee,Grey,North"
    entries = "ann,hits,0,2024-06-05\ncid,hits,0,2024-05-31\ndee,hits,1,2024-06-05,e1\n,,,,,e1"
    assert points(people, entries, steps) == {"Red": "11", "Blue": "0", "Green": "0", "Grey": "0"}


def test_a_bonus_goes_to_the_last_team_in_the_window():
    steps = hits(points_per_unit=0, bonus=[{"at": 1, "points": 10}])
    entry = "ann,hits,1,2024-06-05"
    assert points(MOVER, entry, steps) == {"Red": "0", "Blue": "10"}
    assert points(MOVER, entry, steps, window="2024-W23") == {"Red": "10"}
    assert points(MOVER, entry, steps, window="2024-06") == {"Red": "0", "Blue": "10"}
    assert points(THERE_AND_BACK, entry, steps) == {"Red": "10", "Blue": "0"}


def test_the_last_team_need_not_hold_the_person_any_more():
    steps = hits(points_per_unit=0, bonus=[{"at": 1, "points": 10}])
    people = "ann,Red,North,,2024-06-10\nann,Blue,North,2024-06-12,2024-06-14"
    assert points(people, "ann,hits,1,2024-06-05", steps) == {"Red": "0", "Blue": "10"}


def test_a_bonus_may_cross_to_another_division():
    steps = hits(points_per_unit=0, bonus=[{"at": 1, "points": 10}])
    board = calculate("ann,Red,North,,2024-06-10\nann,Red,South,2024-06-10,", "ann,hits,1,2024-06-05", steps)
    assert [(row.division, row.team, row.points) for row in board.rows] == [
        ("North", "Red", 0),
        ("South", "Red", 10_000),
    ]
