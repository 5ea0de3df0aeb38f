"""Live the simulated year through the actions that people use, so that a demo holds nothing that could not be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.db import transaction
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roost.doors.demo import engine
from roost.doors.demo.access import person_of_part
from roost.doors.demo.actions.accompanying import let_walk_together
from roost.doors.demo.actions.adopting import let_a_program_be_adopted
from roost.doors.demo.actions.coming_across import let_ask
from roost.doors.demo.actions.counting import let_count_for_themselves
from roost.doors.demo.actions.growing import (
    WEEKS_OF_OTHERS,
    let_others_be_counted,
    let_others_close_a_cycle,
    live_first_cycle,
)
from roost.doors.demo.actions.leading import let_managers_expect
from roost.doors.demo.actions.listening import let_teams_be_heard
from roost.doors.demo.actions.looking_at_oneself import let_look_at_themselves
from roost.doors.demo.actions.meeting import let_meet
from roost.doors.demo.actions.planning import let_add_calendar
from roost.doors.demo.actions.reading import let_people_read
from roost.doors.demo.actions.reminding import let_be_reminded
from roost.doors.demo.actions.seeing_around import let_see_around
from roost.doors.demo.models import Demo
from roost.doors.demo.reads import current_demo
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict
from roost.ground.kit.schedule import enqueue
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.actions import apply_import, create_organisation, grant_role, move_to_team
from roost.ground.people.engine import write_sheet
from roost.ground.people.models import Affiliation, Organisation, Person, Role, TeamMembership, running
from roost.ground.people.reads import members_on, today_here
from roost.ground.release.engine import last_quarter_over
from roost.grow.growth.actions import publish_barriers, publish_numbers
from roost.grow.growth.reads.numbers import end_of
from roost.see.tracking.access import visible_programs
from roost.see.tracking.actions import (
    Score,
    close_period,
    draft_bulletins,
    join_program,
    launch_program,
    open_screen,
    reverse_score,
    submit_score,
    submit_scores,
)
from roost.see.tracking.engine import Window, parse_window
from roost.see.tracking.reads import Reader

SOURCE = "demo"
ZONE = ZoneInfo(engine.ZONE)
DAYS_ONE_BY_ONE = 7
SCREEN_AFTER = timedelta(weeks=6)
SECONDS_A_TURN = 30
FOREWORDS = (
    gettext_lazy("Our first bulletin. Thank you to everybody who tried it before anybody asked."),
    gettext_lazy("More of you came along this month, and customers say they notice."),
    gettext_lazy("What helped most was not the number of visits but going together. Try it with somebody new."),
)

Tell = Callable[[int, str], None]
"""Hears how much is done, in per cent, and what is being lived."""


@transaction.atomic
def seed_demo(*, seed: int, sellers: int = engine.FULL_SIZE, tell: Tell = lambda percent, words: None) -> Demo:
    """Fill an empty database with the year that ends today, and mark it as a demo; all of it or nothing.

    Raises Conflict where people are already.
    """
    if Person.objects.exists():
        raise Conflict(
            _("People are in this database, so the demo leaves it alone. Set ROOST_DATA_DIR to an empty folder.")
        )
    moment = clock.now()
    tell(0, _("drawing people, teams and a year of work"))
    world = engine.simulate(seed, moment.astimezone(ZONE).date(), sellers=sellers)
    with clock.at(_morning(world.company.start)):
        organisation = create_organisation(engine.NAME, by=None)
    with touching(organisation.pk):
        _Year(world, organisation, moment, seed).live(tell)
    tell(100, _("done"))
    # The worker forms circles once the house is open.
    enqueue("roost.doors.demo.tasks.gather_circles")
    return Demo.objects.create(seed=seed, as_of=world.company.as_of, sellers=sellers, created_at=moment)


@transaction.atomic
def start_afresh(*, seed: int, sellers: int = engine.FULL_SIZE, tell: Tell = lambda percent, words: None) -> Demo:
    """Empty a database that the demo made and fill it again; raises Conflict for any other, and leaves it as it is."""
    if current_demo() is None:
        raise Conflict(_("The demo did not make this database, so it throws nothing away."))
    call_command("flush", interactive=False, verbosity=0)
    return seed_demo(seed=seed, sellers=sellers, tell=tell)


def enter_live_score() -> bool:
    """Let somebody of the company enter a score now, once a turn; False where there is no demo."""
    demo = current_demo()
    if demo is None:
        return False
    moment = clock.now()
    turn = int(moment.timestamp()) // SECONDS_A_TURN
    with everywhere():
        organisation = Organisation.objects.get(name=engine.NAME)
    with touching(organisation.pk):
        founder = person_of_part("founder")
        program = visible_programs(founder).filter(founder=founder).earliest("launched_at")
        today = moment.astimezone(ZONE).date()
        here = TeamMembership.objects.filter(running(today), organisation=organisation).order_by("person")
        drawn = engine.live_score(demo.seed, turn, list(here.values_list("person", flat=True)))
        occurred = moment.astimezone(ZONE).isoformat(timespec="minutes")
        score = Score(drawn.person, drawn.metric, drawn.value, occurred, key=f"live/{turn}")
        submit_score(program, by=Person.objects.get(pk=drawn.person), score=score, source=SOURCE)
    return True


class _Year:
    """The year as it enters: files of people and batches of scores at their time, the last days one by one."""

    def __init__(self, world: engine.World, organisation: Organisation, moment: datetime, seed: int) -> None:
        self.world, self.organisation, self.moment, self.seed = world, organisation, moment, seed
        self.entered = [entry for entry in world.entries if entry.recorded_at <= moment]
        self.people: dict[int, Person] = {}
        # What tracking's actions gave and take; its models are its own.
        self.programs: dict[str, Any] = {}
        self.joined: set[tuple[str, int]] = set()

    def live(self, tell: Tell) -> None:
        days = self.world.company.as_of - timedelta(days=DAYS_ONE_BY_ONE - 1)
        lately = datetime.combine(days, time(), ZONE)
        weeks = self.world.truth.weeks
        batches: dict[int, list[engine.Entry]] = defaultdict(list)
        for entry in self.entered:
            if entry.recorded_at < lately:
                batches[(entry.recorded_at.astimezone(ZONE).date() - weeks[0]).days // 7].append(entry)
        changes = engine.days_of_change(self.world.company)
        for number, monday in enumerate(weeks):
            tell(5 + 55 * number // len(weeks), format_date(max(monday, self.world.company.start), "F Y"))
            after = monday + timedelta(weeks=1)
            for day in changes:
                if monday <= day < after:
                    self.change_people(day)
            for program in self.world.programs:
                if monday <= program.started_on < after:
                    self.launch(program)
            if monday <= self.closing < after:
                self.close_a_month()
            if batches[number]:
                self.enter_together(batches[number])
        one_by_one = [entry for entry in self.entered if entry.recorded_at >= lately]
        for number, entry in enumerate(one_by_one):
            tell(60 + 40 * number // len(one_by_one), _("the last days, score by score"))
            self.enter(entry)
        self.grow()

    def grow(self) -> None:
        """Let the new director look back on a first cycle, and enough of the others be counted; then count them."""
        leader, watcher, member = (self.named(name) for name in (engine.LEADER, engine.FOUNDER, engine.MEMBER))
        live_first_cycle(self.organisation, leader, watched_by=watcher, now=self.moment)
        let_walk_together(self.organisation, leader, watcher, now=self.moment)
        let_add_calendar(leader, now=self.moment)
        let_be_reminded(self.organisation, leader, member, now=self.moment)
        let_people_read(self.organisation, self.named, now=self.moment)
        members = members_on(self.organisation, self.world.company.as_of)
        others = [one for one in members.order_by("pk") if one.name not in engine.CAST]
        over = end_of(last_quarter_over(self.world.company.as_of))
        growers = engine.draw_growers(self.seed, self.world.company, over.date() - timedelta(weeks=WEEKS_OF_OTHERS))
        let_others_close_a_cycle(self.organisation, growers, self.people, by=over)
        let_others_be_counted(self.organisation, others, by=over, seed=self.seed, now=self.moment)
        let_managers_expect(self.organisation, leader, member, now=self.moment)
        let_meet(self.organisation, self.named, others, now=self.moment)
        let_ask(self.organisation, member, leader, now=self.moment)
        let_see_around(self.organisation, member, leader, watcher, now=self.moment, seed=self.seed)
        let_look_at_themselves(member, leader, now=self.moment, seed=self.seed)
        let_count_for_themselves(self.organisation, member, leader, now=self.moment, seed=self.seed)
        let_a_program_be_adopted(
            self.organisation,
            founder=self.named(engine.LISTENER),
            sponsors=[self.named(engine.MANAGING_DIRECTOR), leader],
            administrator=self.named(engine.ADMINISTRATOR),
            now=self.moment,
            seed=self.seed,
        )
        let_teams_be_heard(self.organisation, member, leader, now=self.moment, seed=self.seed)
        with clock.at(self.moment):
            publish_numbers(self.organisation, today_here())
            publish_barriers(self.organisation, today_here())
            draft_bulletins()

    def named(self, name: str) -> Person:
        """Give the person of the cast of that name."""
        return self.people[self.world.company.named(name).number]

    @property
    def closing(self) -> date:
        """Give the day on which the founder closes a month: the third of the newest that is well under way."""
        well_under_way = self.world.company.as_of - timedelta(days=2 * DAYS_ONE_BY_ONE)
        return well_under_way.replace(day=3)

    def close_a_month(self) -> None:
        """Publish the bulletins of three months, so that scores which came in later show what that means."""
        program = self.programs.get(engine.EARLY)
        if program is None:
            return
        ends = [self.closing.replace(day=1) - timedelta(days=1)]
        for _number in range(2):
            ends.insert(0, ends[0].replace(day=1) - timedelta(days=1))
        reader = Reader(program)
        windows = [parse_window(f"{end:%Y-%m}", reader.rules) for end in ends]
        with clock.at(_morning(self.closing)):
            for window, foreword in zip(windows, FOREWORDS, strict=True):
                if reader.has_entries(window):
                    close_period(program, by=program.founder, window=window, foreword=str(foreword))
                    if window is windows[0]:
                        self.enter_late(program, reader, window)

    def enter_late(self, program: Any, reader: Reader, window: Window) -> None:
        """Enter what somebody forgot, so that the next bulletin corrects the one before."""
        late, metric = self.named(engine.LEADER), reader.rules.metrics[0].key
        score = Score(late.pk, metric, "2", f"{window.starts}", key="demo:late")
        submit_score(program, by=program.founder, score=score)

    def change_people(self, day: date) -> None:
        """Bring in the file of a day, as human resources would."""
        company = self.world.company
        with clock.at(_morning(day)):
            content = write_sheet(engine.people_rows(company, day), engine.PEOPLE_COLUMNS)
            administrator = self.people.get(company.named(engine.ADMINISTRATOR).number)
            apply_import(self.organisation, content=content, by=administrator, effective_on=day)
            self.know_people()
            for person in engine.left_their_team(company, day):
                who = self.people[person.number]
                move_to_team(who, organisation=self.organisation, team=None, by=administrator, on=day)
            if administrator is None:
                administrator = self.people[company.named(engine.ADMINISTRATOR).number]
                grant_role(administrator, organisation=self.organisation, role=Role.ADMINISTRATOR, by=None)

    def know_people(self) -> None:
        numbers = {person.employee_id: person.number for person in self.world.company.people}
        for one in Affiliation.objects.filter(organisation=self.organisation).select_related("person"):
            self.people[numbers[str(one.employee_id)]] = one.person

    def launch(self, started: engine.StartedProgram) -> None:
        founder = self.people[started.founder]
        with clock.at(_morning(started.started_on)):
            program = launch_program(
                founder,
                organisation=self.organisation,
                document=started.document,
                purpose=started.purpose,
                behaviours=started.behaviours,
                is_for_all=started.key == engine.EARLY,
            )
        self.programs[started.key] = program
        if started.key == engine.EARLY:
            with clock.at(_morning(started.started_on) + SCREEN_AFTER):
                open_screen(program, by=founder, name=_("Chicago, beside the coffee"))

    def enter_together(self, batch: list[engine.Entry]) -> None:
        """Enter a week's scores at once, by whoever runs the program, as a file would bring them."""
        for entry in batch:
            self.let_join(entry)
        for started in self.world.programs:
            scores = [self.score(entry) for entry in batch if entry.program == started.key]
            if scores:
                with clock.at(batch[-1].recorded_at):
                    founder = self.people[started.founder]
                    submit_scores(self.programs[started.key], by=founder, scores=scores, source=SOURCE)

    def enter(self, entry: engine.Entry) -> None:
        """Enter one score, or take one back, as its person does."""
        program, person = self.programs[entry.program], self.people[entry.person]
        self.let_join(entry)
        with clock.at(entry.recorded_at):
            if entry.reverses:
                reverse_score(program, by=person, key=entry.reverses, source=SOURCE)
            else:
                submit_score(program, by=person, score=self.score(entry), source=SOURCE)

    def let_join(self, entry: engine.Entry) -> None:
        """Let somebody take part from the day of their first score, where not everybody does."""
        program, person = self.programs[entry.program], self.people[entry.person]
        if program.is_for_all or entry.reverses or (entry.program, entry.person) in self.joined:
            return
        self.joined.add((entry.program, entry.person))
        with clock.at(_morning(date.fromisoformat(entry.occurred[:10]))):
            join_program(program, by=person)

    def score(self, entry: engine.Entry) -> Score:
        person = self.people[entry.person].pk
        return Score(person, entry.metric, entry.value, entry.occurred, key=entry.key, reverses=entry.reverses)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(7, 30), ZONE)
