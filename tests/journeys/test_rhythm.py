"""Three in three time zones find a time from their phones, plan a term, change who does what, and call a date off."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import WalkIn
from tests.journeys.house import House
from tests.journeys.test_growth import PHONE
from tests.journeys.test_meetings import CIRCLE
from tests.journeys.writers import Keeper

PARTS = ("member", "leader", "founder")
MOVE = "person = person_of_part({part!r}); person.time_zone = {zone!r}; person.save()"
ZONES = {"member": "Europe/Berlin", "leader": "America/New_York", "founder": "Europe/Lisbon"}
ZONE_OF = "print(person_of_part({part!r}).time_zone)"
# Ten minutes later, everybody's calendar is told, and their mails wait to go out.
LATER = """
from datetime import timedelta
from roost.gather.rhythm.actions import keep_calendars
from roost.ground.notify.models import Outbox
with clock.at(clock.now() + timedelta(minutes={minutes})):
    keep_calendars()
def written(one):
    lines = one.calendar.splitlines()
    return " ".join(line for line in lines if line.startswith(("METHOD:", "SEQUENCE:")))
waiting = Outbox.objects.filter(person=person_of_part("founder").pk, key__startswith="rhythm.meeting:", sent_at=None)
print(sorted(written(one) for one in waiting if one.calendar))
"""


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{name}")).first.click()


def test_three_find_a_time_and_share_out_who_does_what(walk_in: WalkIn, house: House, keeper: Keeper) -> None:
    before = {part: keeper(ZONE_OF.format(part=part)) for part in PARTS}
    for part, zone in ZONES.items():
        keeper(MOVE.format(part=part, zone=zone))
    try:
        plan_together(walk_in, house.run(CIRCLE), keeper)
    finally:
        for part, zone in before.items():
            keeper(MOVE.format(part=part, zone=zone))


def plan_together(walk_in: WalkIn, circle: str, keeper: Keeper) -> None:
    term = f"/gather/circles/{circle}/rhythm/"
    pages = {part: walk_in(part, **PHONE) for part in PARTS}
    for page in pages.values():
        page.goto(term)
        page.get_by_role("link", name="Say when you can").first.click()
        press(page, "Tick office hours")
        press(page, "Keep, and find a time")
    phone = pages["founder"]
    phone.goto(f"{term}times/")
    first = phone.get_by_role("listitem").filter(has_text="All 3 can.").first
    expect(first).to_be_visible()
    # By everybody's clock, an hour and a half from then on is within office hours.
    clocks = re.findall(r"\d\d:\d\d", first.inner_text())
    assert len(set(clocks)) == 3
    assert "09:00" <= min(clocks) <= max(clocks) <= "15:30"
    phone.get_by_label("How many meetings?").select_option("4")
    press(phone, "Look again")
    first.get_by_role("button", name="Meet at this time").click()
    expect(phone.get_by_role("heading", name="All dates to come")).to_be_visible()
    dates = phone.get_by_role("rowheader").get_by_role("link")
    expect(dates).to_have_count(4)
    assert keeper(LATER.format(minutes=11)).count("METHOD:REQUEST") == 4

    # Each of three has a role in each meeting; somebody takes over what another would have done.
    other = pages["leader"]
    other.goto(term)
    dates = other.get_by_role("rowheader").get_by_role("link")
    dates.first.click()
    taken = other.get_by_role("button", name=re.compile("^I do it")).first
    role = str(taken.get_attribute("aria-label"))
    taken.click()
    expect(other.get_by_role("button", name=role)).to_have_count(0)

    phone.goto(term)
    dates = phone.get_by_role("rowheader").get_by_role("link")
    dates.last.click()
    phone.get_by_text("Drop it").click()
    press(phone, "Drop this date")
    expect(phone.get_by_role("rowheader")).to_have_count(3)
    # Nobody had been told of it yet, so nobody is told that it is called off.
    assert keeper(LATER.format(minutes=30)).count("METHOD:REQUEST") == 3
