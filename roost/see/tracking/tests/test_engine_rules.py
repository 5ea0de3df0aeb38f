"""Rules are read to the letter, and a refusal names every key at fault."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from roost.ground.kit.errors import InputError
from roost.see.tracking.engine import Cap, Metric, Rules, Season, Step, document_of, parse_rules

EXAMPLE = """
{"time_zone": "America/New_York", "week_start": "monday",
 "season": {"from": "2019-03-01", "to": "2019-11-01"},
 "metrics": [
  {"key": "hits",  "points_per_unit": 1.5, "team": "sum"},
  {"key": "walks", "points_per_unit": 0.25, "team": "average", "over": "roster",
   "cap": {"points": 40, "per": "month"}, "bonus": [{"at": 100, "points": 10}, {"at": 200, "points": 15}]}],
 "rank": {"ties": "competition"}}
"""
READ = Rules(
    time_zone="America/New_York",
    season=Season(date(2019, 3, 1), date(2019, 11, 1)),
    metrics=(
        Metric(key="hits", points_per_unit=1500, team="sum"),
        Metric(
            key="walks",
            points_per_unit=250,
            team="average",
            cap=Cap(40_000, "month"),
            bonus=(Step(100_000, 10_000), Step(200_000, 15_000)),
        ),
    ),
)
LEAST = '{"time_zone": "UTC", "metrics": [{"key": "k", "points_per_unit": 1, "team": "sum"}]}'


def with_metric(**changes):
    document = json.loads(LEAST)
    document["metrics"][0] |= changes
    return document


def with_rules(**changes):
    return json.loads(LEAST) | changes


def refused(document):
    with pytest.raises(InputError) as caught:
        parse_rules(document, file="my.json")
    problems = caught.value.problems
    assert {problem.file for problem in problems} == {"my.json"}
    return [problem.column for problem in problems]


def test_the_example_of_the_format_is_read():
    assert parse_rules(EXAMPLE) == READ


def test_a_time_zone_and_one_metric_are_enough():
    rules = parse_rules(LEAST)
    assert (rules.week_start, rules.ties, rules.season, rules.title) == ("monday", "competition", None, "")
    assert rules.metrics == (Metric(key="k", points_per_unit=1000, team="sum", over="roster"),)


def test_a_document_reads_back_as_the_same_rules():
    rules = parse_rules(
        with_rules(
            title="Höhenflug",
            week_start="sunday",
            season={"from": "0001-01-01", "to": "9999-12-31"},
            rank={"ties": "dense"},
            metrics=[
                {"key": "", "points_per_unit": Decimal("-999999999999.999"), "team": "average", "over": "active"},
                {"key": "b", "points_per_unit": 0.001, "team": "sum", "label": "B", "unit": "each"},
                {"key": "c", "points_per_unit": 10**12, "team": "sum", "cap": {"points": 0.1, "per": "day"}},
                {"key": "d", "points_per_unit": 0, "team": "sum", "bonus": [{"at": -1.5, "points": -0.007}] * 2},
            ],
        )
    )
    assert parse_rules(document_of(rules)) == rules
    assert parse_rules(json.dumps(document_of(rules))) == rules
    assert parse_rules(document_of(parse_rules(LEAST))) == parse_rules(LEAST)


def test_numbers_of_a_document_count_by_what_is_written():
    exact = parse_rules(LEAST.replace("1,", "123456789012.345,"))
    assert exact.metrics[0].points_per_unit == 123456789012345
    assert parse_rules(LEAST.replace("1,", "-0.0,")).metrics[0].points_per_unit == 0
    assert parse_rules(LEAST.replace("1,", "1.5e1,")).metrics[0].points_per_unit == 15_000
    assert parse_rules(with_metric(points_per_unit=0.1)).metrics[0].points_per_unit == 100
    assert parse_rules(with_metric(points_per_unit=Decimal("1E+3"))).metrics[0].points_per_unit == 1_000_000


@pytest.mark.parametrize(
    "document",
    [
        with_metric(bonus=[]),
        with_metric(bonus=[{"at": 0, "points": 1}, {"at": 0, "points": 1}]),
        with_metric(bonus=[{"at": -1, "points": -1}]),
        with_metric(cap={"points": 0, "per": "window"}),
        with_metric(key="", label="l" * 10_000, unit=""),
        with_metric(over="active"),
        with_metric(points_per_unit=-1),
        with_rules(rank={}),
        with_rules(week_start="saturday"),
        with_rules(metrics=[with_metric(key=str(n))["metrics"][0] for n in range(32)]),
    ],
)
def test_what_the_format_does_not_forbid_is_accepted(document):
    parse_rules(document)
    parse_rules("\ufeff" + json.dumps(document))


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (with_rules(colour="red"), "colour"),
        (with_rules(time_zone="Mars/Olympus"), "time_zone"),
        (with_rules(time_zone=""), "time_zone"),
        (with_rules(time_zone="../../etc/passwd"), "time_zone"),
        (with_rules(time_zone="America"), "time_zone"),
        (with_rules(time_zone="localtime"), "time_zone"),
        (with_rules(time_zone="U\x00C"), "time_zone"),
        (with_rules(time_zone=None), "time_zone"),
        (with_rules(time_zone=1), "time_zone"),
        (with_rules(week_start="Monday"), "week_start"),
        (with_rules(week_start=1), "week_start"),
        (with_rules(title=None), "title"),
        (with_rules(title=5), "title"),
        (with_rules(season=None), "season"),
        (with_rules(season={"from": "2024-01-01"}), "season.to"),
        (with_rules(season={"from": "2024-1-1", "to": "2024-02-01"}), "season.from"),
        (with_rules(season={"from": "2024-01-01T00:00", "to": "2024-02-01"}), "season.from"),
        (with_rules(season={"from": "2023-02-29", "to": "2024-02-01"}), "season.from"),
        (with_rules(season={"from": "2024-02-01", "to": "2024-02-01"}), "season.to"),
        (with_rules(season={"from": "2024-01-01", "to": "2024-02-01", "till": 1}), "season.till"),
        (with_rules(rank=None), "rank"),
        (with_rules(rank={"ties": "olympic"}), "rank.ties"),
        (with_rules(rank={"ties": None}), "rank.ties"),
        (with_rules(rank={"order": "up"}), "rank.order"),
        (with_rules(metrics=[]), "metrics"),
        (with_rules(metrics={}), "metrics"),
        (with_rules(metrics=[with_metric(key=str(n))["metrics"][0] for n in range(33)]), "metrics"),
        (with_rules(metrics=[None]), "metrics[0]"),
        (with_rules(metrics=with_metric()["metrics"] * 2), "metrics[1].key"),
        (with_metric(key=None), "metrics[0].key"),
        (with_metric(key=7), "metrics[0].key"),
        (with_metric(key="\ud800"), "metrics[0].key"),
        (with_metric(points_per_unit="1"), "metrics[0].points_per_unit"),
        (with_metric(points_per_unit=True), "metrics[0].points_per_unit"),
        (with_metric(points_per_unit=None), "metrics[0].points_per_unit"),
        (with_metric(points_per_unit=0.0001), "metrics[0].points_per_unit"),
        (with_metric(points_per_unit=10**12 + 1), "metrics[0].points_per_unit"),
        (with_metric(points_per_unit=[1]), "metrics[0].points_per_unit"),
        (with_metric(team="median"), "metrics[0].team"),
        (with_metric(team=["sum"]), "metrics[0].team"),
        (with_metric(over="everybody"), "metrics[0].over"),
        (with_metric(label=None), "metrics[0].label"),
        (with_metric(unit=1), "metrics[0].unit"),
        (with_metric(weight=1), "metrics[0].weight"),
        (with_metric(cap=None), "metrics[0].cap"),
        (with_metric(cap=40), "metrics[0].cap"),
        (with_metric(cap={"points": 1}), "metrics[0].cap.per"),
        (with_metric(cap={"per": "day"}), "metrics[0].cap.points"),
        (with_metric(cap={"points": -0.001, "per": "day"}), "metrics[0].cap.points"),
        (with_metric(cap={"points": 1, "per": "year"}), "metrics[0].cap.per"),
        (with_metric(bonus=None), "metrics[0].bonus"),
        (with_metric(bonus={"at": 1, "points": 1}), "metrics[0].bonus"),
        (with_metric(bonus=[{"at": 1}]), "metrics[0].bonus[0].points"),
        (with_metric(bonus=[{"at": 1, "points": 1}, {"at": 1, "points": 1, "once": 1}]), "metrics[0].bonus[1].once"),
    ],
)
def test_unknown_keys_and_words_null_and_wrong_values_are_refused(document, path):
    assert refused(document) == [path]
    assert refused(json.dumps(document)) == [path]


@pytest.mark.parametrize("key", ["key", "points_per_unit", "team"])
def test_a_metric_needs_a_key_points_per_unit_and_a_way_to_add_up(key):
    document = with_metric()
    del document["metrics"][0][key]
    assert refused(document) == [f"metrics[0].{key}"]


def test_time_zone_and_metrics_are_needed():
    assert refused("{}") == ["time_zone", "metrics"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (LEAST.replace('"UTC"', '"UTC", "time_zone": "UTC"'), "time_zone"),
        (LEAST.replace('"sum"', '"sum", "team": "sum"'), "metrics[0].team"),
        (LEAST.replace("1,", "NaN,"), "metrics[0].points_per_unit"),
        (LEAST.replace("1,", "-Infinity,"), "metrics[0].points_per_unit"),
        (LEAST.replace('"k"', "NaN"), "metrics[0].key"),
        (LEAST.replace("1,", "+1,"), None),
        (LEAST.replace("1,", "1e100,"), "metrics[0].points_per_unit"),
        (LEAST.replace("1,", f"{'9' * 5000},"), "metrics[0].points_per_unit"),
        (LEAST + "{}", None),
        ("", None),
        ("[]", None),
        ("5", None),
        ("null", None),
        ("[" * 100_000, None),
    ],
)
def test_a_key_used_twice_and_what_is_no_json_are_refused(text, path):
    assert refused(text) == [path]


def test_all_problems_are_named_at_once():
    document = with_metric(cap={"points": -1, "per": "day"}, team="best") | {"week_start": "", "metric": []}
    assert refused(document) == ["metric", "week_start", "metrics[0].team", "metrics[0].cap.points"]
