"""What this room holds about people: who they are at work, where they were, and who may do what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.ground.kit.privacy import Erasure, Holding, hold
from roost.ground.people.models import (
    Affiliation,
    Companionship,
    PeopleUpload,
    Person,
    ReportingLine,
    RoleGrant,
    TeamMembership,
)

hold(
    Holding(
        model=Person,
        title=_("Your login"),
        purpose=_("To know that it is you, and to show your name to the people you work with."),
        columns={"id": Erasure.EMPTY},
        secret=frozenset({"password"}),
        emptied={"name": "", "email": None, "password": "!", "is_active": False},
    )
)
hold(
    Holding(
        model=Affiliation,
        title=_("Organisations you belong to"),
        purpose=_("To recognise you in files of people, under the number your organisation gave you."),
        columns={"person": Erasure.DELETE},
    )
)
hold(
    Holding(
        model=TeamMembership,
        title=_("Teams you are and were in"),
        purpose=_("To count what a team did for the team it was, also after people move."),
        columns={"person": Erasure.KEEP},
    )
)
hold(
    Holding(
        model=ReportingLine,
        title=_("Who reported to whom"),
        purpose=_("So that managers see the people who report to them, and nobody else's."),
        columns={"person": Erasure.DELETE, "manager": Erasure.DELETE},
        mentions=frozenset({"manager"}),
    )
)
hold(
    Holding(
        model=RoleGrant,
        title=_("Roles you hold"),
        purpose=_("To let you do what the role is for."),
        columns={"person": Erasure.DELETE},
    )
)
hold(
    Holding(
        model=Companionship,
        title=_("Companions you have, and people you accompany"),
        purpose=_(
            "So that the two of you find each other here. Once both agreed, or where an administrator asks you, the "
            "organisation sees who, as what and how far; never what you talk about."
        ),
        columns={"person": Erasure.DELETE, "companion": Erasure.DELETE, "asked_by": Erasure.UNLINK},
        mentions=frozenset({"asked_by"}),
    )
)
hold(
    Holding(
        model=PeopleUpload,
        title=_("Files of people you brought"),
        purpose=_("To show who changed people and when; the file itself goes when it is applied, or after a day."),
        columns={"uploaded_by": Erasure.KEEP},
        secret=frozenset({"content"}),
    )
)
