"""Who belongs where, what files of people are compared with, and what the pages about people show."""

from roost.ground.people.access import holds_role, organisations_of
from roost.ground.people.reads.belonging import (
    Standing,
    accompanied_since,
    administrators_of,
    employee_ids,
    members_on,
    names_in,
    people_around,
    reports_of,
    standing_of,
    team_names_on,
    team_on,
    today_here,
)
from roost.ground.people.reads.calling import Called, colleagues_called
from roost.ground.people.reads.importing import Preview, export_people, plan_file, preview_of, snapshot, upload_plan
from roost.ground.people.reads.pages import (
    PeopleList,
    PersonPage,
    belongs_elsewhere,
    entry_of,
    find_people,
    latest_imports,
    list_people,
    person_page,
    waiting_upload,
)

__all__ = [
    "Called",
    "PeopleList",
    "PersonPage",
    "Preview",
    "Standing",
    "accompanied_since",
    "administrators_of",
    "belongs_elsewhere",
    "colleagues_called",
    "employee_ids",
    "entry_of",
    "export_people",
    "find_people",
    "holds_role",
    "latest_imports",
    "list_people",
    "members_on",
    "names_in",
    "organisations_of",
    "people_around",
    "person_page",
    "plan_file",
    "preview_of",
    "reports_of",
    "snapshot",
    "standing_of",
    "team_names_on",
    "team_on",
    "today_here",
    "upload_plan",
    "waiting_upload",
]
