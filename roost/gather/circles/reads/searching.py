"""How a search for circles fares, or what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from roost.gather.circles.models import Forming, Round
from roost.gather.circles.reads.asking import ask_for, unseen_in
from roost.gather.circles.reads.plans import names_by_code, seats_in
from roost.gather.circles.reads.sentences import Sentence, conflict_in_words


@dataclass(frozen=True)
class FormingPage:
    """How a search fares, or what became of it."""

    round: Round
    forming: Forming
    per_cent: int
    values: Sequence[float]
    better: str
    reason: str
    conflict: Sequence[Sentence]

    @property
    def stage(self) -> str:
        """Say what is being done."""
        if self.forming.status == Forming.Status.WAITING:
            return _("Waiting for its turn")
        if self.forming.enough:
            return _("Taking the best circles so far") if self.values else _("Taking the first that keep the rules")
        return (
            _("Exchanging people, again and again")
            if self.values
            else _("Seating everybody so that the rules are kept")
        )


def forming_page(round: Round, forming: Forming) -> FormingPage:
    """Say how a search fares. One query where it was refused, none otherwise."""
    values = [float(one) for one in forming.values]
    first, last = (values[0], values[-1]) if values else (0.0, 0.0)
    better = _per_cent(last / first - 1) if first > 0 and last > first * 1.00005 else ""
    conflict: list[Sentence] = []
    told = {"pairs", "locks"}
    if forming.status == Forming.Status.REFUSED and forming.conflict:
        seats = seats_in(round)
        rules = ask_for(round, seats).rules
        conflict = conflict_in_words(forming.conflict, rules, names_by_code(seats))
        told |= {"managers", "hours"} if unseen_in(round, seats) else set()
    # A reason that is about certain people calls them by the list's ids, and the rules say the same by name.
    reason = "" if {one.anchor for one in conflict} & told else forming.message
    per_cent = int(min(max(forming.share, 0.0), 1.0) * 100)
    return FormingPage(round, forming, per_cent, values, better, reason, conflict)


def _per_cent(share: float) -> str:
    """Write a share in per cent, with two digits that count where it is small."""
    return f"{share * 100:.{2 if share < 0.01 else 1 if share < 0.1 else 0}f}"


def newest_forming(round: Round) -> Forming | None:
    """Give the newest search for a round's circles, None where there was none. One query."""
    return Forming.objects.filter(round=round).order_by("-pk").first()
