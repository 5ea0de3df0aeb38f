"""Let the founder of the sample company form circles: two rounds that people sit in, one of them drawn by lot with a
waiting list, one in the making, and one that people are asked for. A circle of the first meets.

It comes after everything else and in the worker, because the first search on a machine compiles what it needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from roost.doors.demo import engine
from roost.doors.demo.access import person_of_part
from roost.doors.demo.actions.agreeing import let_circles_agree
from roost.doors.demo.actions.conferring import let_circle_meet
from roost.doors.demo.actions.confiding import let_one_tell
from roost.doors.demo.actions.deciding import let_circle_end, let_circle_say_what_misses_mean, let_pair_decide
from roost.doors.demo.actions.keeping_time import let_circles_plan
from roost.doors.demo.actions.looking import let_circle_look, let_others_meet
from roost.doors.demo.actions.promising import let_circle_promise
from roost.doors.demo.engine.circles import Listed, draw_answers, draw_list, seed_of_lot
from roost.doors.demo.reads import current_demo
from roost.gather.circles.access import asked_in, seat_of, visible_memberships
from roost.gather.circles.actions import (
    Offer,
    answer_invitation,
    ask_to_form,
    choose_rules,
    close_answers,
    close_round,
    form_circles,
    found_circle,
    invite_people,
    lock_seat,
    name_circle,
    publish_round,
    start_round,
)
from roost.gather.circles.engine.rules import Apart, AtMost, Measure, Roles, Rules, Sizes
from roost.gather.circles.engine.sizes import choose_sizes
from roost.gather.circles.reads import enrolment_of, list_of_file, my_circles, people_of, seats_in
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Affiliation, Organisation, Person, ReportingLine, running
from roost.ground.people.reads import team_names_on, today_here

ITERATIONS = 400
FIRST, SECOND = timedelta(weeks=20), timedelta(days=3)
HOURS = timedelta(hours=5)
# Whom the sample company knows of and who has no login.
GUESTS = ("Amina Okafor-Ruiz", "Lev Strand-Meyer", "Rosa Valenti-Krug")
ASKED, PROMISED = timedelta(days=9), timedelta(days=60)
SIZES = Sizes(6, 8)
RULES = Rules(
    mix=(Measure("background"), Measure("works from", weight=0.5), Measure("years here", "rank")),
    apart=Apart("direct"),
    roles=Roles("moderator"),
)


def gather_circles() -> None:
    """Form the sample company's circles, where there is one; again after a worker was lost, it goes on from there."""
    demo = current_demo()
    if demo is None:
        return
    with everywhere():
        organisation = Organisation.objects.get(name=engine.NAME)
    with touching(organisation.pk):
        _Rounds(organisation, person_of_part("founder"), demo.seed, demo.created_at).live()


class _Rounds:
    """Rounds that one person convenes: published, drawn by lot, in the making, and one that people are asked for."""

    def __init__(self, organisation: Organisation, convener: Person, seed: int, now: datetime) -> None:
        self.organisation, self.convener, self.seed, self.now = organisation, convener, seed, now

    def live(self) -> None:
        with clock.at(self.now - FIRST):
            first = self.publish(self.form(_("Circles for new colleagues"), many=32, key="1" * 32))
        with clock.at(self.now - FIRST + timedelta(weeks=4)):
            close_round(first, by=self.convener)
        with clock.at(self.now - SECOND):
            second = self.publish(self.form(_("Across the teams"), many=56, key="2" * 32, by_lot=True))
        with clock.at(self.now - HOURS):
            last = self.form(_("The next circles"), many=71, key="3" * 32, after=second)
            if not seats_in(last)[0].locked:
                lock_seat(seat_of(last, seats_in(last)[0].pk), by=self.convener, locked=True, version=last.version)
        with clock.at(self.now - HOURS):
            self.ask(_("Leading without a title"))
        self.pair()
        self.name()
        self.decide()
        let_circles_agree(person_of_part("member"), now=self.now)
        let_circles_plan(person_of_part("member"), now=self.now)
        let_circle_meet(person_of_part("member"), seed=self.seed, now=self.now)
        let_circle_say_what_misses_mean(person_of_part("member"), now=self.now)
        let_circle_promise(person_of_part("member"), now=self.now)
        let_others_meet(self.convener, person_of_part("member"), seed=self.seed, now=self.now)
        let_circle_look(person_of_part("member"), seed=self.seed, now=self.now)
        let_one_tell(person_of_part("member"), now=self.now)

    # Rounds are circles' own, so what its actions gave is handed back to them as it is.

    def start(
        self, title: str, *, many: int, key: str, names: Sequence[str], guests: Sequence[str] = (), after: Any = None
    ) -> Any:
        """Begin a round of people by chance, those of certain names among them, and guests without a login."""
        people = self.people()
        always = [engine.email_of(name) for name in names]
        content = draw_list(self.seed, people, many=min(many, len(people)), always=always, guests=guests)
        return start_round(
            self.organisation,
            by=self.convener,
            title=title,
            sizes=SIZES,
            people=list_of_file(content, file="people.csv", organisation=self.organisation),
            key=key,
            after=after,
        )

    def form(self, title: str, *, many: int, key: str, after: Any = None, by_lot: bool = False) -> Any:
        names = [engine.FOUNDER, engine.MEMBER, *([engine.LEADER] if by_lot else ())]
        round = self.start(title, many=many, key=key, names=names, after=after)
        is_asked = enrolment_of(round) is not None
        if by_lot and (round.state == "inviting" or (round.state == "draft" and not is_asked)):
            round = self.draw(round)
        if round.state != "draft":
            return round
        for rules in self.rules_for(seats_in(round)):
            round = choose_rules(round, by=self.convener, rules=rules, sizes=SIZES, version=round.version)
            form_circles(ask_to_form(round, by=self.convener, version=round.version).pk, iterations=ITERATIONS)
            round.refresh_from_db()
            if round.state == "formed":
                break
        return round

    def rules_for(self, seats: Sequence[Any]) -> Iterator[Rules]:
        """Give rules, ever fewer: which of them can be kept depends on who was drawn, and the last always can."""
        teams = Counter(team for seat in seats if (team := str(seat.cells["team"])))
        of_a_team = -(-max(teams.values()) // len(choose_sizes(len(seats), SIZES)))
        yield replace(RULES, apart=Apart("direct", (AtMost("team", of_a_team),)))
        yield RULES
        yield replace(RULES, apart=Apart("none"), roles=None)

    def draw(self, round: Any) -> Any:
        """Ask everybody whether they want a seat, and draw lots."""
        seats = {seat.label: seat for seat in people_of(round)}
        answers = draw_answers(self.seed, list(seats), willing=[engine.FOUNDER, engine.MEMBER, engine.LEADER])
        willing = [(seat.code, str(seat.cells["works from"])) for name, seat in seats.items() if answers[name] == "yes"]
        # A circle fewer than all who want a seat would make.
        places = SIZES.most * (len(willing) // SIZES.most - 1)
        code = {name: seats[name].code for name in (engine.FOUNDER, engine.MEMBER, engine.LEADER)}
        seed = seed_of_lot(
            willing, places, drawn=[code[engine.FOUNDER], code[engine.MEMBER]], waits=[code[engine.LEADER]]
        )
        today = clock.now().date()
        offer = Offer(
            closes_on=today - timedelta(days=2),
            promised_on=today + PROMISED,
            places=places,
            strata=("works from",),
            words=_("Six to eight of us, from different corners, two hours a month, half a year."),
            seed=seed,
        )
        if round.state == "draft":
            with clock.at(clock.now() - ASKED):
                invite_people(round, by=self.convener, version=round.version, offer=offer)
        with clock.at(clock.now() - timedelta(days=4)):
            self.answer(round, answers)
        round.refresh_from_db()
        return close_answers(round, by=self.convener, version=round.version)

    def ask(self, title: str) -> None:
        """Ask some people, of whom not all have answered."""
        names = [engine.FOUNDER, engine.MEMBER, engine.LEADER]
        round = self.start(title, many=24, key="4" * 32, names=names, guests=GUESTS)
        if round.state != "draft":
            return
        today = clock.now().date()
        offer = Offer(
            closes_on=today + ASKED,
            promised_on=today + PROMISED,
            places=12,
            words=_("For everybody who gets things moving without being anybody's boss. We begin next month."),
        )
        invite_people(round, by=self.convener, version=round.version, offer=offer)
        others = [one.seat.label for one in asked_in(round) if one.seat.label not in names]
        self.answer(round, draw_answers(self.seed, others[::2], willing=[]))

    def pair(self) -> None:
        """Let the member and the founder have a circle of two, which can grow."""
        member = person_of_part("member")
        if all(one.member.circle.round_id is not None for one in my_circles(member)):
            people = [member, self.convener]
            with clock.at(self.now - FIRST / 2):
                found_circle(self.organisation, people=people, by=member)

    def decide(self) -> None:
        """Let the pair be asked how it goes on, and a circle of the leader's come to its end."""
        let_pair_decide(person_of_part("member"), self.convener, now=self.now)
        known = Person.objects.filter(email__in=[one.email for one in self.people() if one.email])
        others = list(known.exclude(name__in=engine.CAST).order_by("pk")[:4])
        let_circle_end(self.organisation, person_of_part("leader"), others, now=self.now)

    def name(self) -> None:
        """Let the member's circle of the second round have a name of its own."""
        mine = visible_memberships(person_of_part("member")).exclude(circle__round=None).first()
        if mine is not None and not mine.circle.own_name:
            name_circle(mine, by=mine.person, name=_("The Night Owls"), before="")

    def answer(self, round: Any, answers: Mapping[str, str]) -> None:
        """Let people say what they say, each by themselves."""
        for one in asked_in(round):
            person = one.person
            if person is not None and one.seat.label in answers:
                answer_invitation(one, by=person, answer=answers[one.seat.label])

    def publish(self, round: Any) -> Any:
        return publish_round(round, by=self.convener, version=round.version) if round.is_open else round

    def people(self) -> list[Listed]:
        """List everybody with a team, and who leads for the first time, as human resources would today."""
        today = today_here()
        belonging = Affiliation.objects.filter(running(today), organisation=self.organisation)
        here = list(belonging.select_related("person").order_by("person"))
        numbers = {one.person_id: str(one.employee_id) for one in here}
        teams = team_names_on(self.organisation, numbers, today)
        lines = ReportingLine.objects.filter(running(today), organisation=self.organisation)
        above = dict(lines.values_list("person", "manager"))
        return [
            Listed(
                numbers[one.person_id],
                str(one),
                one.person.email or "",
                teams.get(one.person_id, ""),
                numbers.get(above.get(one.person_id, 0), ""),
            )
            for one in here
            if one.person_id in teams or str(one) == engine.LEADER
        ]
