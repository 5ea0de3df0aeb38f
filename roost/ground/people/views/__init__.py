"""Pages about people: looking them up, bringing them in from a file, letting them in."""

from roost.ground.people.views.importing import done, drop, export, preview, sample, upload
from roost.ground.people.views.persons import add, bring_back, change, leave, link, people, person, roles
from roost.ground.people.views.welcome import choose, welcome

__all__ = [
    "add",
    "bring_back",
    "change",
    "choose",
    "done",
    "drop",
    "export",
    "leave",
    "link",
    "people",
    "person",
    "preview",
    "roles",
    "sample",
    "upload",
    "welcome",
]
