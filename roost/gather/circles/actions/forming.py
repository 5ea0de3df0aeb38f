"""Let the worker look for circles while the convener watches, and may stop it."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from roost.gather.circles.actions.locking import hold_open, hold_round, keep
from roost.gather.circles.actions.verbs import FORMED, tell
from roost.gather.circles.engine.forming.budget import Budget
from roost.gather.circles.engine.forming.form import Formed, form
from roost.gather.circles.engine.forming.search import usual_iterations
from roost.gather.circles.engine.forming.stating import Ask
from roost.gather.circles.engine.report import Report, report_on
from roost.gather.circles.engine.sizes import CannotSeat
from roost.gather.circles.models import Forming, Round, Seat
from roost.gather.circles.reads.asking import ask_for, numbered
from roost.gather.circles.reads.documents import rules_in
from roost.gather.circles.reads.plans import seats_in
from roost.ground.kit import clock
from roost.ground.kit.errors import InputError, in_language
from roost.ground.kit.schedule import enqueue
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Person

SECONDS_BETWEEN_TELLING = 0.5
MOST_VALUES = 60
LOST_AFTER = timedelta(hours=6)
TASK = "roost.gather.circles.tasks.form_circles"


class _Stopped(Exception):
    """Say within a search that nobody wants its circles any more."""


@dataclass
class _Watch:
    """Carry how far a search is from its thread to the one that may write it down, and the wish to stop back."""

    share: float = 0.0
    values: list[float] = field(default_factory=list)
    wanted: bool = True
    enough: bool = False
    is_early: bool = False

    def has_enough(self) -> bool:
        """Say whether the best so far will do; a search that hears so ends before its time."""
        self.is_early = self.is_early or self.enough
        return self.enough

    def progress(self, share: float, value: float) -> None:
        if not self.wanted:
            raise _Stopped
        if self.enough:
            return  # The search says that all is over, though it was cut short.
        if not share:
            return  # Seats are being found that keep the rules; there is no value yet.
        self.share = share
        # What is given up at the end so that circles do not fall apart is no step back.
        best = max([value, *self.values[-1:]])
        self.values = [*self.values[:1], *self.values[1:][-MOST_VALUES + 2 :], round(best, 6)]


@transaction.atomic
def ask_to_form(round: Round, *, by: Person, version: int) -> Forming:
    """Let the worker look for circles that keep the wishes and the locks; the one under way where there is one.

    Raises Conflict where the round changed since `version` or is published.
    """
    round = hold_round(round, by)
    underway = Forming.objects.filter(round=round, finished_at=None).first()
    if underway is not None:
        return underway
    hold_open(round, by, version)
    Forming.objects.filter(round=round).delete()
    forming = Forming.objects.create(
        organisation_id=round.organisation_id,
        round=round,
        asked_by=by,
        asked_at=clock.now(),
        version=round.version,
    )
    enqueue(TASK, forming=forming.pk)
    return forming


@transaction.atomic
def stop_forming(forming: Forming, *, by: Person) -> bool:
    """Give a search up; the plan there was stays. Say whether it was under way."""
    hold_round(forming.round, by)
    return _change(forming, status=Forming.Status.STOPPED, finished_at=clock.now())


@transaction.atomic
def take_best(forming: Forming, *, by: Person) -> bool:
    """End a search with the best plan it has, or with the first that keeps the rules. Say whether it was under way."""
    hold_round(forming.round, by)
    return _change(forming, enough=True)


def form_circles(number: int, *, iterations: int | None = None) -> None:
    """Look for circles and keep them as the round's plan; done again after a worker was lost, it does no harm.

    `iterations` bounds the search; as many as do a good job within some seconds where it is not given.
    """
    with everywhere():
        forming = Forming.objects.select_related("round", "asked_by").filter(pk=number, finished_at=None).first()
    if forming is None:
        return
    with touching(forming.organisation_id):
        _change(forming, status=Forming.Status.RUNNING)
        watch = _Watch(enough=forming.enough)
        try:
            seats = _drawn(forming, seats_in(forming.round))
            asked = numbered(ask_for(forming.round, seats))
            with ThreadPoolExecutor(1) as pool:
                found = pool.submit(_look, asked.ask, iterations or usual_iterations(len(seats)), watch)
                _tell_meanwhile(found, forming, watch)
                formed, report = found.result()
            _keep_plan(forming, seats, asked.names_of(formed.circles), report, is_early=watch.is_early)
        except _Stopped:
            return
        except CannotSeat as error:
            reason = in_language(error.reason, gettext)
            _refuse(forming, reason, conflict=[*error.rules], is_proved=error.is_proved)
        except InputError as error:
            _refuse(forming, " ".join(in_language(one.message, gettext) for one in error.problems))


def _drawn(forming: Forming, seats: list[Seat]) -> list[Seat]:
    """Give seats in an order drawn by lot where nothing is mixed: all plans are as good, and lists have an order."""
    rules = rules_in(forming.round)
    if not rules.mix and not rules.alike:
        Random(forming.pk).shuffle(seats)
    return seats


def forget_formings() -> None:
    """Give up searches whose worker was lost."""
    with everywhere():
        for lost in Forming.objects.filter(finished_at=None, asked_at__lt=clock.now() - LOST_AFTER):
            _refuse(lost, _("This could not be finished. Try it again."))


def give_up_forming(number: int) -> None:
    """Say that something went wrong on Roost's side; the round stays as it was."""
    with everywhere():
        for forming in Forming.objects.filter(pk=number):
            _refuse(forming, _("Something went wrong here. Nothing is lost; try it again."))


def _look(ask: Ask, iterations: int, watch: _Watch) -> tuple[Formed, Report]:
    """Search and report, in a thread of its own that touches no database."""
    formed = form(ask, Budget(iterations=iterations, enough=watch.has_enough), watch.progress)
    if not watch.wanted:
        raise _Stopped
    return formed, report_on(ask, formed)


def _tell_meanwhile(found: Future[Any], forming: Forming, watch: _Watch) -> None:
    """Write down how far a search is until it ends, twice a second at most; let it end early where it was stopped."""
    while True:
        try:
            found.exception(timeout=SECONDS_BETWEEN_TELLING)
        except TimeoutError:
            watch.wanted = watch.wanted and _change(forming, share=watch.share, values=watch.values)
            watch.enough = watch.enough or Forming.objects.filter(pk=forming.pk, enough=True).exists()
        else:
            return


@transaction.atomic
def _keep_plan(forming: Forming, seats: list[Seat], numbers: dict[str, int], report: Report, *, is_early: bool) -> None:
    """Seat everybody, unless the search was stopped or the round changed meanwhile."""
    round = hold_round(forming.round, None)
    if round.version != forming.version or not round.is_open:
        _refuse(forming, _("The round was changed meanwhile. Form the circles again."))
        return
    if not _change(forming, status=Forming.Status.DONE, share=1.0, finished_at=clock.now()):
        return
    for seat, explained in zip(seats, report.seats, strict=True):
        seat.number = numbers[explained.circle]
        seat.why = [in_language(one, gettext) for one in explained.why]
    Seat.objects.bulk_update(seats, ["number", "why"], batch_size=500)
    remarks = [in_language(one, gettext) for one in report.remarks]
    round.state, round.before_move = Round.State.FORMED, {}
    round.measured |= {"random_median": report.score.random_median, "remarks": remarks, "is_early": is_early}
    keep(round, "state", "before_move", "measured")
    tell(FORMED, round, forming.asked_by, quantity=report.score.circles)


def _change(forming: Forming, **values: Any) -> bool:
    """Write something down, unless the search is over; say whether it was under way."""
    return Forming.objects.filter(pk=forming.pk, finished_at=None).update(**values) == 1


def _refuse(forming: Forming, words: str, **told: Any) -> None:
    _change(forming, status=Forming.Status.REFUSED, finished_at=clock.now(), message=words, **told)
