"""What tests of rounds share: twelve people on a list, two of them with a login, and circles formed at once."""

from __future__ import annotations

from roost.gather.circles.actions import ask_to_form, choose_rules, form_circles
from roost.gather.circles.engine.rules import Rules, Sizes
from roost.gather.circles.models import Round

ROWS = [
    ("Mara Member", "mara.member@example.org", "Sales", "", "2"),
    ("Noor Founder", "noor.founder@example.org", "Care", "1", "9"),
    ("Abe", "", "Sales", "1", "4"),
    ("Bea", "", "Care", "1", "1"),
    ("Cem", "", "Build", "1", "7"),
    ("Dot", "", "Build", "1", "3"),
    ("Eli", "", "Sales", "", "8"),
    ("Fay", "", "Care", "", "5"),
    ("Gus", "", "Build", "", "2"),
    ("Hal", "", "Sales", "", "6"),
    ("Ida", "", "Care", "", "4"),
    ("Jon", "", "Build", "", "1"),
]
CSV = "id,name,email,function,manager,years\n" + "".join(
    f"{number},{','.join(row)}\n" for number, row in enumerate(ROWS, start=1)
)
FEW = 200


def formed(round: Round, rules: Rules | None = None) -> Round:
    """Form a round's circles at once, as the worker would."""
    by = round.convener
    assert by is not None
    if rules is not None:
        sizes = Sizes(round.least, round.most)
        round = choose_rules(round, by=by, rules=rules, sizes=sizes, version=round.version)
    forming = ask_to_form(round, by=by, version=round.version)
    form_circles(forming.pk, iterations=FEW)
    round.refresh_from_db()
    return round
