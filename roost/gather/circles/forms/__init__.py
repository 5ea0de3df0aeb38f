"""What a convener types and chooses."""

from roost.gather.circles.forms.growing import ProposeForm
from roost.gather.circles.forms.hidden import day_from, notes_from, version_from
from roost.gather.circles.forms.inviting import OfferForm
from roost.gather.circles.forms.joining import PeopleForm
from roost.gather.circles.forms.naming import NameForm
from roost.gather.circles.forms.starting import NewRoundForm
from roost.gather.circles.forms.wishing import RulesForm

__all__ = [
    "NameForm",
    "NewRoundForm",
    "OfferForm",
    "PeopleForm",
    "ProposeForm",
    "RulesForm",
    "day_from",
    "notes_from",
    "version_from",
]
