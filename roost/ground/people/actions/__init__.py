"""The only place where people, teams, reporting lines and roles change."""

from roost.ground.people.actions.belonging import (
    add_person,
    end_affiliation,
    move_to_team,
    resume_affiliation,
    revise_person,
)
from roost.ground.people.actions.companions import (
    agree_to_companionship,
    ask_for_companion,
    end_companionship,
    part_who_left,
    part_whose_day_came,
)
from roost.ground.people.actions.imports import (
    apply_import,
    apply_plan,
    apply_upload,
    drop_upload,
    forget_uploads,
    hold_upload,
)
from roost.ground.people.actions.organisations import create_organisation, grant_role, revoke_role
from roost.ground.people.actions.preferences import choose_time_zone
from roost.ground.people.actions.signing_in import choose_password, make_sign_in_link
from roost.ground.people.actions.verbs import (
    ACCOMPANIED,
    CHANGED,
    FOUNDED,
    IMPORTED,
    INVITED,
    JOINED,
    LEFT,
    MOVED,
    PARTED,
    REPORTED,
    ROLE_GRANTED,
    ROLE_REVOKED,
    WELCOMED,
)

__all__ = [
    "ACCOMPANIED",
    "CHANGED",
    "FOUNDED",
    "IMPORTED",
    "INVITED",
    "JOINED",
    "LEFT",
    "MOVED",
    "PARTED",
    "REPORTED",
    "ROLE_GRANTED",
    "ROLE_REVOKED",
    "WELCOMED",
    "add_person",
    "agree_to_companionship",
    "apply_import",
    "apply_plan",
    "apply_upload",
    "ask_for_companion",
    "choose_password",
    "choose_time_zone",
    "create_organisation",
    "drop_upload",
    "end_affiliation",
    "end_companionship",
    "forget_uploads",
    "grant_role",
    "hold_upload",
    "make_sign_in_link",
    "move_to_team",
    "part_who_left",
    "part_whose_day_came",
    "resume_affiliation",
    "revise_person",
    "revoke_role",
]
