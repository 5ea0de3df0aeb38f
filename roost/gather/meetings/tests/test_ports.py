"""Further places that rooms above give to every circle."""

from __future__ import annotations

import pytest

from roost.gather.meetings.ports import Kept, KeptPlace


def test_places_with_a_title_stand_beside_topics_and_are_open_where_these_are() -> None:
    kept = Kept()
    kept.fill(KeptPlace("rules"))
    kept.fill(KeptPlace("wishes", "What we wish", "One each."))
    assert list(kept.places_of(7)) == ["circle:7:rules", "circle:7:wishes"]
    assert [name for name, _place in kept.beside(7)] == ["circle:7:wishes"]
    assert kept.open_in(7, beside=False) == {"circle:7:rules": True}
    assert kept.open_in(7, beside=True) == {"circle:7:rules": True, "circle:7:wishes": True}


def test_a_place_is_named_once() -> None:
    kept = Kept()
    kept.fill(KeptPlace("rules"))
    with pytest.raises(ValueError, match="rules already"):
        kept.fill(KeptPlace("rules"))
