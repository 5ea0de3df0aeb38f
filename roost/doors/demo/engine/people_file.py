"""What human resources would send: the people whose post changed on a day, as rows of a file."""

from __future__ import annotations

from datetime import date

from roost.doors.demo.engine.company import Company, Employee, Post

COLUMNS = ("Employee ID", "Name", "Email", "Title", "Team", "Division", "Manager ID", "Start Date", "End Date")


def days_of_change(company: Company) -> list[date]:
    """Give the days on which the company sends a file: the first day of the year, and whenever something changed."""
    starts = {post.starts_on for person in company.people for post in person.posts}
    ends = {person.ends_on for person in company.people if person.ends_on}
    return [company.start, *sorted(day for day in starts | ends if day > company.start)]


def people_rows(company: Company, day: date) -> list[tuple[str, ...]]:
    """Give the rows of a day's file, in the order of `COLUMNS`: everybody on the first day, later what changed."""
    rows = []
    for person in company.people:
        post = person.post_on(day)
        if post is not None and (day == company.start or post.starts_on == day):
            rows.append(_row(company, person, post, ends_on=""))
        elif person.ends_on == day:
            rows.append(_row(company, person, person.posts[-1], ends_on=day.isoformat()))
    return rows


def left_their_team(company: Company, day: date) -> list[Employee]:
    """Give who stays but is in no team from this day on, which a blank cell cannot say."""
    found = []
    for person in company.people:
        for before, after in zip(person.posts, person.posts[1:], strict=False):
            if after.starts_on == day and before.team is not None and after.team is None:
                found.append(person)
    return found


def _row(company: Company, person: Employee, post: Post, *, ends_on: str) -> tuple[str, ...]:
    return (
        person.employee_id,
        person.name,
        person.email,
        post.title,
        post.team.name if post.team else "",
        post.team.division if post.team else "",
        company.people[post.manager].employee_id if post.manager is not None else "",
        person.starts_on.isoformat(),
        ends_on,
    )
