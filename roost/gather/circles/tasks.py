"""What the worker does for this room."""

from __future__ import annotations

from django_tasks import task

from roost.gather.circles import actions
from roost.gather.circles.actions import growing, mailing
from roost.ground.kit.schedule import every


@task()
def form_circles(forming: int) -> None:
    """Look for circles while the convener watches; the search runs without Python's lock."""
    try:
        actions.form_circles(forming)
    except Exception:
        actions.give_up_forming(forming)
        raise


@every(minutes=60)
@task()
def forget_lost_formings() -> None:
    """Give up searches that will never end."""
    actions.forget_formings()


@every(minutes=24 * 60)
@task()
def forget_old_rounds() -> None:
    """Close rounds and delete lists when their time is over."""
    actions.forget_rounds()


@task()
def send_invitations(enrolment: int) -> None:
    """Ask people by mail whether they want a seat."""
    mailing.send_invitations(enrolment)


@task()
def tell_longer(enrolment: int) -> None:
    """Tell who has not answered that the last day is a later one."""
    mailing.tell_longer(enrolment)


@every(minutes=6 * 60)
@task()
def remind_invited() -> None:
    """Remind who has not answered shortly before the end."""
    mailing.remind_invited()


@every(minutes=60)
@task()
def start_circles() -> None:
    """Record who sits in circles on the day they begin."""
    actions.start_circles()


@every(minutes=24 * 60)
@task()
def forget_proposals() -> None:
    """Forget who was proposed for circles, once that is decided or over."""
    growing.forget_proposals()


@every(minutes=24 * 60)
@task()
def let_leavers_go() -> None:
    """Free the seats of who has left the organisation."""
    actions.let_leavers_go()
