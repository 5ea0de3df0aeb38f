"""The vocabulary is settled: keys are public and never change."""

from __future__ import annotations

from roost.ground.behaviours.reads import BEHAVIOURS, THEMES, behaviour_named, behaviours_of, choices_by_theme

KEYS = {
    "thinking": ["researching", "developing-insight", "deciding", "conceptual-agility"],
    "developing": ["earning-trust", "compassion", "collaborating", "building-capability"],
    "inspiring": ["confidence", "communicating-with-impact", "enrolling-others"],
    "delivering": [
        "proactive",
        "committing-to-outcomes",
        "designing-from-the-future",
        "leading-change",
        "driving-value",
    ],
}


def test_four_themes_hold_sixteen_behaviours() -> None:
    assert {theme.key: [one.key for one in behaviours_of(theme)] for theme in THEMES} == KEYS
    assert len(BEHAVIOURS) == 16


def test_a_behaviour_is_found_by_its_key_alone() -> None:
    collaborating = behaviour_named("collaborating")
    assert collaborating is not None
    assert str(collaborating.meaning) == "steps forward, unasked, for a result that neither side could reach alone"
    assert behaviour_named("") is None
    assert behaviour_named("winning") is None


def test_a_form_offers_each_behaviour_under_the_name_of_its_theme() -> None:
    offered = [(str(theme), [key for key, _name in chosen]) for theme, chosen in choices_by_theme()]
    assert offered == [(str(theme.name), KEYS[theme.key]) for theme in THEMES]
    assert dict(choices_by_theme()[0][1])["deciding"] == "Deciding"
