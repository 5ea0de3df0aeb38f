"""How a team adds its people up, who is on the board, and how ranks, order and digest come about."""

from __future__ import annotations

from hashlib import sha1

from roost.see.tracking.engine import Row
from roost.see.tracking.tests.board_files import EVERYBODY, calculate, hits, points_of

DAY = "2024-06-05"
NOBODY = sha1(b"").hexdigest()


def average(**changes):
    return hits(team="average") | changes


def test_a_sum_adds_the_members_points():
    assert points_of(calculate(EVERYBODY, f"ann,hits,1,{DAY}\nbob,hits,2,{DAY}\ncid,hits,4,{DAY}")) == {
        "Blue": "4",
        "Red": "3",
    }


def test_an_average_divides_by_the_roster_unless_it_says_active():
    entries = f"ann,hits,3,{DAY}\nann,hits,3,{DAY}"
    assert points_of(calculate(EVERYBODY, entries, average()))["Red"] == "3"
    assert points_of(calculate(EVERYBODY, entries, average(over="roster")))["Red"] == "3"
    assert points_of(calculate(EVERYBODY, entries, average(over="active")))["Red"] == "6"


def test_over_matters_for_averages_only():
    assert points_of(calculate(EVERYBODY, f"ann,hits,3,{DAY}", hits(over="active")))["Red"] == "3"


def test_an_average_is_floored_towards_minus_infinity():
    three = "ann,Red,North\nbob,Red,North\ncid,Red,North"
    assert points_of(calculate(three, f"ann,hits,1,{DAY}", average())) == {"Red": "0.333"}
    assert points_of(calculate(three, f"ann,hits,-1,{DAY}", average())) == {"Red": "-0.334"}
    assert points_of(calculate(three, f"ann,hits,-0.003,{DAY}", average())) == {"Red": "-0.001"}
    assert points_of(calculate(three, f"ann,hits,0.002,{DAY}", average())) == {"Red": "0"}


def test_each_metric_is_averaged_for_itself():
    entries = f"ann,hits,0.001,{DAY}\nann,walks,0.001,{DAY}"
    assert points_of(calculate(EVERYBODY, entries, average(), average(key="walks")))["Red"] == "0"


def test_the_roster_holds_who_was_a_member_at_any_time_in_the_window():
    people = "ann,Red,North\nbob,Red,North,,2024-06-02\ncid,Red,North,2024-06-30,\ndee,Red,North,,2024-06-01"
    people += "\neve,Red,North,2024-07-01,\nfay,Red,North,,2024-06-02\nfay,Red,North,2024-06-29,"
    board = calculate(people, f"ann,hits,8,{DAY}", average(), window="2024-06")
    assert board.rows == (Row("North", "Red", 4, 2000, 1),)


def test_active_are_people_with_an_entry_of_that_metric_placed_in_that_team():
    people = "ann,Red,North,,2024-06-10\nann,Blue,North,2024-06-10,\nbob,Red,North\ncid,Red,North\ndee,Blue,North"
    entries = f"ann,hits,8,{DAY}\nbob,hits,0,{DAY}\ncid,walks,1,{DAY}\ncid,hits,1,2024-05-31\nann,walks,1,2024-06-20"
    board = calculate(people, entries, average(over="active"), window="2024-06")
    assert points_of(board) == {"Red": "4", "Blue": "0"}


def test_a_person_whose_entries_are_all_reversed_is_not_active():
    entries = f"ann,hits,8,{DAY}\nbob,hits,2,{DAY},e1\n,,,,,e1"
    assert points_of(calculate(EVERYBODY, entries, average(over="active")))["Red"] == "8"


def test_an_average_divides_bonuses_too():
    entries = f"ann,hits,10,{DAY}"
    assert points_of(calculate(EVERYBODY, entries, average(bonus=[{"at": 10, "points": 1}])))["Red"] == "5.5"


def test_a_bonus_that_went_where_nobody_is_active_is_lost():
    people = "ann,Red,North,,2024-06-10\nann,Blue,North,2024-06-10,"
    steps = average(over="active", bonus=[{"at": 1, "points": 10}])
    assert points_of(calculate(people, f"ann,hits,4,{DAY}", steps)) == {"Red": "4", "Blue": "0"}
    with_bob = calculate(f"{people}\nbob,Blue,North", f"ann,hits,4,{DAY}\nbob,hits,0.5,{DAY}", steps)
    assert points_of(with_bob) == {"Blue": "10.5", "Red": "4"}


def test_every_team_with_a_member_in_the_window_is_on_the_board():
    people = "ann,Red,North,,2024-06-10\nbob,Blue,North,2024-06-10,\ncid,Green,North,2024-06-01,2024-06-01"
    assert [row.team for row in calculate(people, "").rows] == ["Blue", "Red"]
    assert [row.team for row in calculate(people, "", window="2024-W23").rows] == ["Red"]
    assert [row.team for row in calculate(people, "", window="2025").rows] == ["Blue"]


def test_files_without_rows_give_an_empty_board():
    board = calculate("", "")
    assert (board.rows, board.unplaced, board.digest) == ((), 0, NOBODY)


def test_equal_points_share_a_rank_and_the_next_rank_is_skipped():
    people = "\n".join(f"{team},{team},North" for team in "ABCDE")
    entries = f"A,hits,5,{DAY}\nB,hits,7,{DAY}\nC,hits,7,{DAY}\nD,hits,1,{DAY}\nE,hits,5,{DAY}"
    ranks = [(row.team, row.rank) for row in calculate(people, entries).rows]
    assert ranks == [("B", 1), ("C", 1), ("A", 3), ("E", 3), ("D", 5)]
    dense = [(row.team, row.rank) for row in calculate(people, entries, rank={"ties": "dense"}).rows]
    assert dense == [("B", 1), ("C", 1), ("A", 2), ("E", 2), ("D", 3)]


def test_a_team_is_the_pair_of_division_and_team_and_ranks_are_within_the_division():
    people = "ann,Red,North\nbob,Red,South\ncid,Blue,South"
    board = calculate(people, f"ann,hits,1,{DAY}\nbob,hits,2,{DAY}\ncid,hits,3,{DAY}")
    assert board.rows == (
        Row("North", "Red", 1, 1000, 1),
        Row("South", "Blue", 1, 3000, 1),
        Row("South", "Red", 1, 2000, 2),
    )


def test_negative_teams_rank_below_teams_without_points():
    board = calculate(EVERYBODY, f"ann,hits,-1,{DAY}")
    assert [(row.team, row.rank) for row in board.rows] == [("Blue", 1), ("Red", 2)]


def test_rows_stand_in_the_order_of_utf8_bytes():
    names = ["a", "B", "é", "\uffff", "\U00010000", "", "aa", "a b"]
    people = "\n".join(f"p{place},{name},{name}" for place, name in enumerate(names))
    board = calculate(people, "")
    assert [row.division for row in board.rows] == sorted(names, key=str.encode)
    teams = calculate("\n".join(f"p{place},{name},North" for place, name in enumerate(names)), "")
    assert [row.team for row in teams.rows] == sorted(names, key=str.encode)


def test_the_digest_is_of_the_lines_sorted_by_their_bytes():
    people = "ann,Röd,North\nbob,Blue,North\ncid,Red,South"
    board = calculate(people, f"ann,hits,1.5,{DAY}\nbob,hits,-2,{DAY}")
    lines = ["North\tBlue\t-2000\t2\n", "North\tRöd\t1500\t1\n", "South\tRed\t0\t1\n"]
    assert board.digest == sha1("".join(lines).encode()).hexdigest()


def test_a_division_leaves_its_rows_and_their_digest_while_ranks_and_unplaced_stay():
    board = calculate("ann,Red,North\nbob,Red,South\ncid,Blue,South", f"bob,hits,1,{DAY}\nzed,hits,1,{DAY}")
    south = board.of_division("South")
    assert south.rows == (Row("South", "Red", 1, 1000, 1), Row("South", "Blue", 1, 0, 2))
    assert south.digest == sha1(b"South\tBlue\t0\t2\nSouth\tRed\t1000\t1\n").hexdigest()
    assert south.unplaced == 1
    assert (board.of_division("south").rows, board.of_division("south").digest) == ((), NOBODY)


def test_unplaced_counts_the_windows_entries_of_any_metric_that_have_no_team_and_are_not_reversed():
    people = "ann,Red,North,2024-06-01,2024-06-10"
    inside = f"ann,hits,1,{DAY}\nann,unknown,1,{DAY}"
    outside = "ann,hits,1,2024-05-31\nann,unknown,1,2024-06-10\nzed,hits,0,2024-06-30\nann,hits,1,2024-05-31,e1"
    entries = f"{inside}\n{outside}\n,,,,,e1\nann,hits,5,2025-01-01"
    assert calculate(people, entries).unplaced == 4
    assert calculate(people, entries, window="2024-06").unplaced == 2
    assert calculate(people, entries, window="2025").unplaced == 1


def test_labels_units_and_titles_have_no_effect_on_points():
    plain = calculate(EVERYBODY, f"ann,hits,1,{DAY}")
    assert calculate(EVERYBODY, f"ann,hits,1,{DAY}", hits(label="L", unit="u"), title="T") == plain
