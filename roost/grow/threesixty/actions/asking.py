"""Ask raters by a link each, and remind them, at most twice."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from django.db import transaction

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.reads import members_on, today_here
from roost.ground.release.actions import issue_ticket, open_box
from roost.ground.release.reads import tickets_unused
from roost.grow.threesixty.actions.mailing import MOST_REMINDERS, ask_by_mail
from roost.grow.threesixty.actions.verbs import ASKED, tell
from roost.grow.threesixty.models import Rater, Review
from roost.grow.threesixty.reads.naming import box_of

OPEN_FOR = timedelta(days=14)
REMIND_AFTER = (timedelta(days=5), timedelta(days=10))


def ask_raters(review: Review) -> None:
    """Begin to take answers and send the links, within the caller's transaction."""
    now = clock.now()
    review.asked_at, review.closes_at = now, now + OPEN_FOR
    review.save(update_fields=["asked_at", "closes_at"])
    open_box(review.organisation_id, what=box_of(review), closes_at=review.closes_at)
    for rater in review.raters.select_related("person", "review__person").order_by("pk"):
        ticket, secret = issue_ticket(review.organisation_id, what=box_of(review), category=rater.category)
        rater.ticket = ticket
        rater.save(update_fields=["ticket"])
        rater.review = review
        ask_by_mail(rater, secret=secret)
    tell(ASKED, review, by=review.person_id)


def remind() -> None:
    """Remind who has not answered after five and ten days, with the same link."""
    now = clock.now()
    with everywhere():
        asked = Rater.objects.filter(is_asked=True, ticket__isnull=False, review__closes_at__gt=now)
        asked = asked.filter(reminders__lt=MOST_REMINDERS, review__closed_at=None)
        found = list(asked.select_related("review"))
        due = [one for one in found if one.review.asked_at and one.review.asked_at + REMIND_AFTER[one.reminders] <= now]
        unused = tickets_unused([one.ticket for one in due if one.ticket is not None])
    for one in due:
        if one.ticket in unused:
            _remind(one)


def _remind(rater: Rater) -> None:
    # Who answers, declines or is let go this very moment is not reminded, and nobody is twice.
    with touching(rater.organisation_id), suppress(Conflict), transaction.atomic():
        held = Rater.objects.select_for_update(of=("self",)).select_related("person", "review__person")
        still = members_on(rater.organisation_id, today_here())
        found = held.filter(pk=rater.pk, is_asked=True, reminders=rater.reminders, person__in=still).first()
        if found is not None:
            found.reminders += 1
            found.save(update_fields=["reminders"])
            ask_by_mail(found)
