"""What people say about whom they want to meet."""

from roost.gather.matching.forms.apart import ApartForm
from roost.gather.matching.forms.checking import SelfCheckForm
from roost.gather.matching.forms.hidden import organisation_from
from roost.gather.matching.forms.talking import MetForm, RestForm, RhythmForm
from roost.gather.matching.forms.wishing import WishForm

__all__ = ["ApartForm", "MetForm", "RestForm", "RhythmForm", "SelfCheckForm", "WishForm", "organisation_from"]
