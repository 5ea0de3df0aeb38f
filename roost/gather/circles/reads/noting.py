"""Say what was made of a round's list: what was left out or recognised, and what is used without being shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roost.gather.circles.models import Round, Seat
from roost.gather.circles.reads.asking import past_of_round, unseen_in


@dataclass(frozen=True)
class ListNotes:
    """What the convener should know of a list; `by_name` are people recognised by their name alone.

    It is not whole any more once somebody who stood on it was erased.
    """

    remarks: Sequence[str]
    by_name: Sequence[str]
    unseen: Sequence[str]
    sat_before: int | None
    is_whole: bool

    @property
    def words_of_unseen(self) -> str:
        """Say what is used and never shown."""
        if len(self.unseen) > 1:
            return _("Managers and time zones are known to Roost and used without being shown.")
        if "manager" in self.unseen:
            return _("Managers are known to Roost and used without being shown.")
        return _("Time zones are known to Roost and used without being shown.") if self.unseen else ""

    @property
    def words_of_before(self) -> str:
        """Say how many sat in the circles of the earlier round; empty where there was none."""
        if self.sat_before is None:
            return ""
        if not self.sat_before:
            return _("Nobody on this list was found in the circles of the round before.")
        words = ngettext(
            "%s of them sat in the circles of the round before.",
            "%s of them sat in the circles of the round before.",
            self.sat_before,
        )
        return words % self.sat_before


def list_notes(round: Round, seats: Sequence[Seat]) -> ListNotes:
    """Give what a convener should know of a list. One query, and two where there was a round before."""
    listed = Seat.objects.filter(round=round).aggregate(many=Count("pk"), last=Max("place"))
    places = set(round.measured.get("by_name", ()))
    past = past_of_round(round, seats) if round.after_id is not None else None
    return ListNotes(
        remarks=[str(one) for one in round.measured.get("of_list", ())],
        by_name=[seat.label for seat in seats if seat.place in places],
        unseen=unseen_in(round, seats),
        is_whole=listed["many"] == (listed["last"] or 0) + 1,
        sat_before=None if past is None else sum(len(met) for met in past.rounds.values()),
    )
