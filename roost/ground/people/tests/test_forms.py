"""What the forms about people say, and where."""

from __future__ import annotations

from roost.ground.people.forms import PasswordForm
from roost.ground.people.models import Person


def test_a_weak_password_is_told_where_it_was_chosen(member: Person) -> None:
    form = PasswordForm(member, {"new_password1": "short", "new_password2": "short"})
    assert list(form.errors) == ["new_password1"]
