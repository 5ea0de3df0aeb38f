"""Take back what came with a file, as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from django.utils.translation import gettext as _

from roost.ground.kit.errors import Forbidden
from roost.ground.people.models import Person
from roost.see.tracking.access import may_run
from roost.see.tracking.actions.aside import CHUNK
from roost.see.tracking.actions.delivering import Following, Submitted, by_rules_in_force, deliver
from roost.see.tracking.actions.readying import Checking, Ready
from roost.see.tracking.engine import parse_rules
from roost.see.tracking.models import WITHDRAWAL, Delivery, Entry, Program, Rule


def withdraw(delivery: Delivery, program: Program, *, by: Person, following: Following) -> Submitted:
    """Reverse every row that came with a file, and free its ids; also of scores that were taken back one by one.

    What the file itself took back stays so: to reverse a reversal only frees its id. Raises Forbidden for somebody
    who does not run the program, Conflict where the rules changed twice meanwhile; then nothing is written.
    """
    if not may_run(by, program):
        raise Forbidden(_("Files of scores are taken back by whoever runs the program."))

    def enter(rule: Rule) -> Submitted:
        rules = parse_rules(rule.document)
        checking = Checking(program, rules, (), exact=True)
        return deliver(
            program,
            rules,
            _reversals(delivery, checking),
            version=rule.version,
            problems=checking.problems,
            by=by,
            source=WITHDRAWAL,
            following=following,
            exact=True,
        )

    return by_rules_in_force(program, enter)


def _reversals(delivery: Delivery, checking: Checking) -> Iterator[Ready]:
    after = delivery.after
    # By id alone: asked for the program too, a database may go through all its entries by an index.
    inside = Entry.objects.filter(pk__lte=delivery.upto).order_by("pk").values_list("pk", "program_id", "key")
    while rows := list(inside.filter(pk__gt=after)[:CHUNK]):
        for _pk, program, key in rows:
            if program == delivery.program_id:
                digest = sha256(key.encode()).hexdigest()
                ready = checking.reversal(None, f"withdrawal:{digest}", key)
                if ready is not None:
                    yield ready
        after = rows[-1][0]
