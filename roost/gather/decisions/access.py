"""The only way to hold what a circle decides: as who sits in it. A wish to be seated anew: as who convened it."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roost.gather.circles.access import circle_for, visible_circles, visible_rounds
from roost.gather.decisions.engine.misses import Say
from roost.gather.decisions.models import Ending, Misses, Question, Reseating
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Person

__all__ = [
    "circle_for",
    "decided_in",
    "ending_of",
    "last_decided_in",
    "last_misses_in",
    "misses_for",
    "misses_in",
    "open_question_in",
    "question_for",
    "reseating_for",
    "visible_endings",
    "visible_misses",
    "visible_partings",
    "visible_questions",
    "visible_reseatings",
]


def visible_questions(person: Person) -> QuerySet[Question]:
    """Give what the circles are asked right now that somebody sits in."""
    return Question.objects.filter(circle__in=visible_circles(person).values("pk"), decided_at=None).order_by("pk")


def visible_endings(person: Person) -> QuerySet[Ending]:
    """Give the endings of circles that somebody sits in, the soonest first."""
    return Ending.objects.filter(circle__in=visible_circles(person).values("pk")).order_by("ends_on", "pk")


def question_for(person: Person, circle: int, number: int) -> Question:
    """Give what a circle is or was asked to who sits in it; raises NotFound for everybody else."""
    found = Question.objects.filter(circle=circle_for(person, circle), pk=number).first()
    if found is None:
        raise NotFound(_("There is no such question."))
    return found


def open_question_in(circle: int) -> Question | None:
    """Give what a circle is asked now, to who holds the circle already."""
    return Question.objects.filter(circle=circle, decided_at=None).first()


def decided_in(circle: int) -> QuerySet[Question]:
    """Give what a circle decided, the last first, to who holds the circle already."""
    return Question.objects.filter(circle=circle).exclude(decided_at=None).order_by("-decided_at", "-pk")


def last_decided_in(circle: int) -> Question | None:
    """Give what a circle decided last, to who holds the circle already."""
    return decided_in(circle).first()


def ending_of(circle: int) -> Ending | None:
    """Give when a circle ends, to who holds the circle already; None where it goes on."""
    return Ending.objects.filter(circle=circle).first()


def visible_misses(person: Person) -> QuerySet[Misses]:
    """Give whose misses circles are asked about now that somebody sits in, their own too."""
    sitting = Misses.objects.filter(circle__in=visible_circles(person).values("pk"), decided_at=None)
    return sitting.select_related("person").order_by("pk")


def visible_partings(person: Person) -> QuerySet[Misses]:
    """Give where others parted with somebody, who alone finds it, the newest first."""
    return Misses.objects.filter(person=person, outcome=Say.PART).order_by("-decided_at", "-pk")


def misses_for(person: Person, circle: int, number: int) -> Misses:
    """Give whose misses a circle is or was asked about, to one of the others; raises NotFound for everybody else."""
    asked = Misses.objects.filter(circle=circle_for(person, circle), pk=number)
    found = asked.exclude(person=person).first()
    if found is None:
        raise NotFound(_("There is no such question."))
    return found


def misses_in(circle: int) -> QuerySet[Misses]:
    """Give what a circle is and was asked about misses, to who holds the circle already."""
    return Misses.objects.filter(circle=circle)


def last_misses_in(circle: int) -> QuerySet[Misses]:
    """Give what a circle decided about misses, the last first, to who holds the circle already."""
    return misses_in(circle).exclude(decided_at=None).order_by("-decided_at", "-pk")


def visible_reseatings(person: Person) -> QuerySet[Reseating]:
    """Give the circles of somebody's own rounds that ended and asked to be seated anew, the newest first."""
    found = Reseating.objects.filter(round__in=visible_rounds(person).order_by().values("pk"))
    return found.select_related("round").order_by("-ended_at", "-pk")


def reseating_for(person: Person, number: int) -> Reseating:
    """Give a wish to be seated anew to who convened the circle; raises NotFound for everybody else."""
    found = visible_reseatings(person).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such circle."))
    return found
