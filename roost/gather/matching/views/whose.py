"""Which organisation a page is about."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext as _

from roost.gather.matching.forms import organisation_from
from roost.ground.kit.errors import InputError
from roost.ground.people.access import organisation_for
from roost.ground.people.models import Organisation, Person


def organisation_of(request: HttpRequest, otherwise: Callable[[Person], Organisation]) -> Organisation:
    """Give the organisation that a form or a link was made for, whatever came up elsewhere meanwhile.

    Where a link names none, `otherwise` says which. Raises InputError for a form that names none, NotFound for one
    that the person does not belong to.
    """
    is_form = request.method == "POST"
    number = organisation_from(request.POST if is_form else request.GET)
    if is_form and number is None:
        raise InputError(_("This did not come as the page sends it. Load the page again."))
    return otherwise(request.user) if number is None else organisation_for(request.user, number)
