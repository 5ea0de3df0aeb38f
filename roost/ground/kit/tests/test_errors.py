"""What engines say in English can be said in another language at the door."""

from __future__ import annotations

import json

from roost.ground.kit.errors import Problem, Words, in_language

GERMAN = {
    "The same %(field)s stands in row %(row)s already.": "Zeile %(row)s hat schon diese %(field)s.",
    "employee id": "Personalnummer",
}
TWICE = Words("The same %(field)s stands in row %(row)s already.", field=Words("employee id"), row=3)


def german(template: str) -> str:
    return GERMAN.get(template, template)


def test_words_are_their_own_english() -> None:
    assert TWICE == "The same employee id stands in row 3 already."
    assert str(Problem(TWICE, row=4)) == "row 4: The same employee id stands in row 3 already."


def test_words_and_the_words_inside_them_are_said_in_another_language() -> None:
    assert in_language(TWICE, german) == "Zeile 3 hat schon diese Personalnummer."


def test_other_texts_and_the_values_that_people_wrote_stay_as_they_are() -> None:
    assert in_language("employee id", german) == "employee id"
    assert in_language(Words("%(value)s is no date.", value="100 %(row)s"), german) == "100 %(row)s is no date."
    assert in_language(Words("At most 100 % fit."), german) == "At most 100 % fit."


def test_problems_with_words_are_answered_as_json() -> None:
    assert json.loads(json.dumps(Problem(TWICE, row=4).as_dict()))["message"] == str(TWICE)
