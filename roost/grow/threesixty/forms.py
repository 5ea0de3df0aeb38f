"""What people type for a 360: what it is for, whom it asks, and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from roost.ground.behaviours.reads import BEHAVIOURS, Theme
from roost.ground.instruments.engine import Instrument, Item
from roost.ground.kit import clock
from roost.ground.people.access import colleague_at, line_of
from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads import members_on
from roost.grow.threesixty.engine import Category
from roost.grow.threesixty.models import LONGEST_LINE, LONGEST_REMARK, Review
from roost.grow.threesixty.reads import NAMES, around, companions_of, items_of
from roost.grow.threesixty.reads.people import MOST_AT_A_TIME

UNSEEN = "-"
NOBODY = "nobody"


def find_colleague(words: str, *, by: Person, organisation: Organisation) -> Person:
    """Give who has that address, or is the only one of that name; raises ValidationError."""
    if "@" in words:
        found = [one for one in [colleague_at(by, organisation, words)] if one]
    else:
        found = list(members_on(organisation, clock.today(by.time_zone)).filter(name__iexact=words)[:2])
    if not found:
        raise forms.ValidationError(_("Nobody here is found by “%(words)s”."), params={"words": words})
    if len(found) > 1:
        raise forms.ValidationError(_("Several are called %(words)s: give the e-mail."), params={"words": words})
    return found[0]


class BeginForm(forms.Form):
    """What a 360 is for, what one wants others to experience, and who helps with it."""

    purpose = forms.ChoiceField(label=_("What is it for?"), choices=Review.Purpose.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What would you like to know, in your own words?"),
        required=False,
        max_length=LONGEST_LINE,
        help_text=_("Whom you ask reads it."),
    )
    intents = forms.MultipleChoiceField(
        label=_("What do you want people to experience with you?"),
        choices=[(one.key, one.name) for one in BEHAVIOURS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Four at most. You will read first how these land. Nobody else sees your choice."),
    )
    debriefer = forms.ChoiceField(label=_("Who reads it with you?"), widget=forms.RadioSelect)
    other = forms.CharField(label=_("Somebody else, by name or e-mail"), required=False, max_length=LONGEST_LINE)
    approver = forms.ChoiceField(label=_("Who looks over whom you ask?"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, by: Person, organisation: Organisation) -> None:
        """Offer who accompanies one, and the manager for looking over whom one asks."""
        super().__init__(data)
        self.by, self.organisation = by, organisation
        companions = companions_of(by, organisation)
        line = line_of(by, organisation)
        looking = {one.pk: one for one in [*companions, *([line.manager] if line else [])]}
        reading = [one for one in companions if line is None or one != line.manager]
        self.people = {str(one.pk): one for one in [*looking.values(), *reading]}
        told = [(str(one.pk), str(one)) for one in reading]
        self.fields["debriefer"].choices = [
            *told,
            ("other", _("A colleague whom I name")),
            (NOBODY, _("I read it alone")),
        ]
        self.fields["debriefer"].initial = told[0][0] if told else "other"
        told = [(str(one.pk), str(one)) for one in looking.values()]
        self.fields["approver"].choices = [*told, (NOBODY, _("Nobody: they are asked at once"))]
        self.fields["approver"].initial = NOBODY

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        told["reads"] = self.people.get(told.get("debriefer", ""))
        told["looks"] = self.people.get(told.get("approver", ""))
        if told.get("debriefer") == "other":
            words = told.get("other", "").strip()
            try:
                if not words:
                    raise forms.ValidationError(_("Name somebody whom you trust to read it with you."))
                told["reads"] = find_colleague(words, by=self.by, organisation=self.organisation)
            except forms.ValidationError as error:
                self.add_error("other", error)
        return told


class RatersForm(forms.Form):
    """Whom to ask: who works with one, from where they see one, and others by name."""

    others = forms.CharField(
        label=_("And who else, one a line"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("People who see you at work from elsewhere: customers inside, other teams. By name or e-mail."),
    )

    def __init__(self, data: Any = None, *, review: Review, organisation: Organisation) -> None:
        """Offer those around the person, each with how many ask them already; who is asked enough cannot be chosen."""
        raters = {one.person_id: one for one in review.raters.select_related("person")}
        self.review, self.organisation = review, organisation
        self.near = around(review.person, organisation, but=review.pk)
        chosen = [str(pk) for pk in raters] or [
            str(one.person.pk) for one in self.near if one.category is not Category.PEER and not one.is_busy
        ]
        near = {one.person.pk for one in self.near}
        others = "\n".join(str(one.person) for pk, one in raters.items() if pk not in near)
        super().__init__(data, initial={"others": others} | {category: chosen for category in NAMES})
        for category, name in NAMES.items():
            listed = [one for one in self.near if one.category is category and not one.is_busy]
            if listed:
                field = forms.MultipleChoiceField(
                    label=name,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                    choices=[(str(one.person.pk), _said(str(one.person), one.often)) for one in listed],
                )
                self.fields[str(category)] = field
        self.order_fields([*map(str, NAMES), "others"])

    @property
    def busy(self) -> list[str]:
        return [str(one.person) for one in self.near if one.is_busy]

    def clean_others(self) -> list[Person]:
        lines = self.cleaned_data["others"].replace(",", "\n").splitlines()
        by = self.review.person
        return [find_colleague(line.strip(), by=by, organisation=self.organisation) for line in lines if line.strip()]

    def raters(self) -> Mapping[Person, Category]:
        """Give who is chosen, each once; who is named and stands in the list is asked as what the list says."""
        near = {str(one.person.pk): one for one in self.near}
        chosen = {pk for category in NAMES for pk in self.cleaned_data.get(str(category), [])}
        found = {near[pk].person: near[pk].category for pk in chosen if pk in near}
        for one in self.cleaned_data["others"]:
            known = near.get(str(one.pk))
            found[one] = known.category if known else Category.OTHER
        return found


def _said(name: str, often: int) -> Any:
    if not often:
        return name
    return _("%(name)s · has %(often)d of at most %(most)d such requests") % {
        "name": name,
        "often": often,
        "most": MOST_AT_A_TIME,
    }


class SentencesForm(forms.Form):
    """The sentences about a theme, one's own words or those for others, and room for a remark."""

    def __init__(
        self,
        data: Any = None,
        *,
        instrument: Instrument,
        theme: Theme,
        points: Mapping[str, int | None],
        about: str = "",
        words: str = "",
    ) -> None:
        """Ask about oneself, or about somebody by name and with room for words."""
        self.items: Sequence[Item] = items_of(instrument, theme)
        given = {key: UNSEEN if point is None else str(point) for key, point in points.items()}
        super().__init__(data, initial=given | {"words": words})
        scale = instrument.scale
        steps = [
            (str(number), format_html('{}<span class="visually-hidden"> {}</span>', number, step))
            for number, step in enumerate(scale.steps, scale.least)
        ]
        for one in self.items:
            self.fields[one.key] = forms.ChoiceField(
                label=one.others if about else one.own,
                choices=[*steps, (UNSEEN, scale.unobserved if about else _("I cannot say"))],
                widget=forms.RadioSelect,
                help_text=scale.ends,
                required=False,
            )
        if about:
            self.fields["words"] = forms.CharField(
                label=_("Something you saw, and what it did"),
                required=False,
                max_length=LONGEST_REMARK,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def points(self) -> dict[str, int | None]:
        """Give the answers that are there."""
        told = {one.key: self.cleaned_data[one.key] for one in self.items}
        return {key: None if value == UNSEEN else int(value) for key, value in told.items() if value}
