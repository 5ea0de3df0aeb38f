"""Who works where since when: four divisions, their teams, and a year of joining, leaving, moving and following on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random

from roost.doors.demo.engine.names import address, names
from roost.doors.demo.engine.workdays import monday_of

NAME = "Harbour & Field"
DOMAIN = "harbourandfield.example"
ZONE = "America/Chicago"

FOUNDER, MEMBER, LEADER, LISTENER = "Noor Haddad", "Lena Marchetti", "Jonas Albrecht", "Rosa Villalobos"
MANAGING_DIRECTOR, ADMINISTRATOR, LEARNING_DIRECTOR = "Ingrid Halvorsen", "Meera Chandran", "Samuel Okoro"
CAST = frozenset({FOUNDER, MEMBER, LEADER, LISTENER, MANAGING_DIRECTOR, ADMINISTRATOR, LEARNING_DIRECTOR})
LEADS, SELLS = "Team leader", "Sales representative"

# City, and sellers in a company of 230. The two Portlands are two teams, as they are two cities.
DIVISIONS: Mapping[str, tuple[tuple[str, int], ...]] = {
    "Mid-West": (
        ("Chicago", 13),
        ("Cleveland", 14),
        ("Detroit", 11),
        ("Columbus", 9),
    ),
    "North-East": (
        ("Boston", 16),
        ("Hartford", 12),
        ("Albany", 11),
        ("Portland", 10),
        ("Providence", 9),
    ),
    "South": (
        ("Atlanta", 18),
        ("Nashville", 13),
        ("Charlotte", 14),
        ("Memphis", 10),
        ("Birmingham", 9),
    ),
    "West": (
        ("Denver", 15),
        ("Seattle", 14),
        ("Phoenix", 12),
        ("Sacramento", 11),
        ("Portland", 9),
    ),
}
FULL_SIZE = 230
NEW_DIRECTORS = {"North-East": 0.2, "South": 0.4, "West": 0.6, "Mid-West": 0.91}
"""Division and the share of the year after which it gets a new director; the South's comes from outside.

The Mid-West's is the leader who may be walked in as: a little more than a month into the role on the last day.
"""


@dataclass(frozen=True, order=True)
class Team:
    """A division's team, named after its city."""

    division: str
    name: str

    def __str__(self) -> str:
        return f"{self.division}/{self.name}"


@dataclass(frozen=True)
class Post:
    """What somebody was for a while: half-open dates, `manager` the number of a person."""

    title: str
    team: Team | None
    manager: int | None
    starts_on: date
    ends_on: date | None = None

    def holds(self, day: date) -> bool:
        """Say whether the post was held on a day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True)
class Employee:
    """A person and their posts, the oldest first; `number` counts everybody from 0."""

    number: int
    name: str
    posts: tuple[Post, ...]

    @property
    def employee_id(self) -> str:
        return f"HF{1000 + self.number}"

    @property
    def email(self) -> str:
        return email_of(self.name)

    @property
    def starts_on(self) -> date:
        return self.posts[0].starts_on

    @property
    def ends_on(self) -> date | None:
        return self.posts[-1].ends_on

    def post_on(self, day: date) -> Post | None:
        """Give what the person was on a day, or None before joining and after leaving."""
        return next((post for post in self.posts if post.holds(day)), None)


@dataclass(frozen=True)
class Company:
    """Everybody who worked here from `start` to `as_of`, both days included."""

    start: date
    as_of: date
    teams: tuple[Team, ...]
    people: tuple[Employee, ...]

    def named(self, name: str) -> Employee:
        """Give the person of that name; raises StopIteration for none."""
        return next(person for person in self.people if person.name == name)

    def staff_on(self, day: date) -> Iterator[tuple[Employee, Post]]:
        """Give who was employed on a day, as what."""
        for person in self.people:
            post = person.post_on(day)
            if post is not None:
                yield person, post


def email_of(name: str) -> str:
    """Give the address of somebody of that name."""
    return f"{address(name)}@{DOMAIN}"


def year_before(as_of: date) -> date:
    """Give the first day of the simulated year: the first of the same month a year earlier."""
    return date(as_of.year - 1, as_of.month, 1)


def build_company(seed: int, as_of: date, sellers: int) -> Company:
    """Draw the company; on `as_of` it has exactly `sellers` sales representatives, besides those who lead."""
    return _Year(seed, as_of, sellers).lived()


class _Year:
    """The company while its year passes, Monday by Monday."""

    def __init__(self, seed: int, as_of: date, sellers: int) -> None:
        self.rng = Random(f"{seed}/company")
        self.names = names(self.rng, CAST)
        self.start, self.as_of, self.sellers = year_before(as_of), as_of, sellers
        self.people: list[str] = []
        self.posts: list[list[Post]] = []
        self.leaders: dict[Team, int] = {}
        self.directors: dict[str, int] = {}
        self.away: set[int] = set()
        self.plan: dict[date, list[Callable[[date], None]]] = defaultdict(list)

    def lived(self) -> Company:
        self.found()
        self.schedule()
        for monday in self.mondays:
            for happens in self.plan[monday]:
                happens(monday)
        people = [
            Employee(number, name, tuple(posts))
            for number, (name, posts) in enumerate(zip(self.people, self.posts, strict=True))
        ]
        return Company(self.start, self.as_of, tuple(sorted(self.leaders)), tuple(people))

    # The first day.

    def found(self) -> None:
        head = self.hire(MANAGING_DIRECTOR, Post("Managing director", None, None, self.hired()))
        for name, title in ((ADMINISTRATOR, "People administrator"), (LEARNING_DIRECTOR, "Learning director")):
            self.hire(name, Post(title, None, head, self.hired()))
        for division in DIVISIONS:
            post = Post(f"Director {division}", None, head, self.hired())
            self.directors[division] = self.hire(next(self.names), post)
        for team, size in _teams(self.sellers):
            cast = {"Chicago": [LEADER, FOUNDER, MEMBER], "Denver": ["", LISTENER]}.get(team.name, [])
            called = [name or next(self.names) for name in cast]
            called += [next(self.names) for _ in range(size + 1 - len(called))]
            director = self.directors[team.division]
            leader = self.hire(called[0], Post(LEADS, team, director, self.hired()))
            self.leaders[team] = leader
            for name in called[1:]:
                self.hire(name, Post(SELLS, team, leader, self.hired()))

    def hired(self) -> date:
        """Draw when somebody came who was here before the year began."""
        return monday_of(self.start - timedelta(days=60 + int(self.rng.expovariate(1 / 1700)) % 9000))

    def hire(self, name: str, post: Post) -> int:
        self.people.append(name)
        self.posts.append([post])
        return len(self.people) - 1

    # What will happen, and when. Newcomers follow four weeks after whom they replace; the year ends at full strength.

    def schedule(self) -> None:
        first = monday_of(self.start) + timedelta(weeks=3)
        count = (monday_of(self.as_of) - first).days // 7
        self.mondays = [first + timedelta(weeks=number) for number in range(count)]
        for division, share in NEW_DIRECTORS.items():
            self.plan[self.mondays[int(share * count)]].append(partial(self.change_director, division))
        for happens, number, room in (
            (self.leave, max(2, round(0.08 * self.sellers)), 5),
            (self.move_on, max(2, round(0.06 * self.sellers)), 1),
            (self.lend, 2, 8),
        ):
            for _ in range(number):
                self.plan[self.mondays[self.rng.randrange(count - room)]].append(happens)

    def later(self, monday: date, weeks: int, happens: Callable[[date], None]) -> None:
        self.plan[monday + timedelta(weeks=weeks)].append(happens)

    # What happens.

    def leave(self, monday: date) -> None:
        person, team = self.somebody()
        self.close(person, monday)
        self.later(monday, 4, partial(self.join, team))

    def join(self, team: Team, monday: date) -> None:
        self.hire(next(self.names), Post(SELLS, team, self.leaders[team], monday))

    def move_on(self, monday: date) -> None:
        person, home = self.somebody()
        self.move(person, self.another(home), monday)

    def lend(self, monday: date) -> None:
        person, home = self.somebody()
        self.away.add(person)
        self.move(person, self.another(home), monday)
        self.later(monday, 6, partial(self.give_back, person, home))

    def give_back(self, person: int, home: Team, monday: date) -> None:
        self.away.discard(person)
        self.move(person, home, monday)

    def change_director(self, division: str, monday: date) -> None:
        head = self.now(self.directors[division]).manager
        self.close(self.directors[division], monday)
        title = f"Director {division}"
        if division == "South":
            chosen = self.hire(next(self.names), Post(title, None, head, monday))
        else:
            # The last of its teams' leaders follows, but whoever is of the cast before anybody else.
            teams = [team for team in self.leaders if team.division == division]
            team = max(teams, key=lambda one: (self.people[self.leaders[one]] in CAST, one))
            chosen = self.leaders[team]
            self.change(chosen, Post(title, None, head, monday))
            self.follow_on(team, monday)
        self.directors[division] = chosen
        for team, leader in self.leaders.items():
            if team.division == division:
                self.change(leader, Post(LEADS, team, chosen, monday))

    def follow_on(self, team: Team, monday: date) -> None:
        """Let the longest-serving seller lead the team."""
        sellers = [person for person in self.members(team) if self.settled(person)]
        chosen = min(sellers, key=lambda person: self.posts[person][0].starts_on)
        self.leaders[team] = chosen
        self.change(chosen, Post(LEADS, team, self.directors[team.division], monday))
        for person in self.members(team):
            if person != chosen:
                self.change(person, Post(SELLS, team, chosen, monday))
        self.later(monday, 4, partial(self.join, team))

    def move(self, person: int, team: Team, monday: date) -> None:
        self.change(person, Post(SELLS, team, self.leaders[team], monday))

    # Looking and changing.

    def now(self, person: int) -> Post:
        return self.posts[person][-1]

    def members(self, team: Team) -> list[int]:
        return [
            person
            for person, posts in enumerate(self.posts)
            if posts[-1].team == team and posts[-1].ends_on is None and self.leaders[team] != person
        ]

    def settled(self, person: int) -> bool:
        return (
            self.people[person] not in CAST and person not in self.away and self.posts[person][0].starts_on < self.start
        )

    def somebody(self) -> tuple[int, Team]:
        """Draw a seller who may leave or move: none of the cast, nobody on loan, nobody who came this year."""
        settled: list[tuple[int, Team]] = []
        for team in sorted(self.leaders):
            members = self.members(team)
            if len(members) > 2:
                settled += [(person, team) for person in members if self.settled(person)]
        return self.rng.choice(settled)

    def another(self, home: Team) -> Team:
        """Draw another team, of the same division two times out of three."""
        others = [team for team in sorted(self.leaders) if team != home]
        near = [team for team in others if team.division == home.division]
        return self.rng.choice(near if near and self.rng.random() < 0.67 else others)

    def change(self, person: int, post: Post) -> None:
        """Let a new post follow the present one, or replace it when that began on the same day."""
        self.close(person, post.starts_on)
        self.posts[person].append(post)

    def close(self, person: int, day: date) -> None:
        last = self.posts[person].pop()
        if last.starts_on < day:
            self.posts[person].append(Post(last.title, last.team, last.manager, last.starts_on, day))


def _teams(sellers: int) -> list[tuple[Team, int]]:
    """Share sellers out over the teams; a small company has fewer teams, but every division."""
    chosen = [
        (Team(division, city), size)
        for division, cities in DIVISIONS.items()
        for city, size in cities[: max(1, round(len(cities) * sellers / FULL_SIZE))]
    ]
    weight = sum(size for _, size in chosen)
    shared, result = 0, []
    for number, (team, _) in enumerate(chosen, start=1):
        upto = sellers * sum(size for _, size in chosen[:number]) // weight
        result.append((team, upto - shared))
        shared = upto
    return result
