"""Wishes, chosen in sentences: a line for each column, and what holds for people and circles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.engine.rules import Apart, AtMost, Columns, Hours, Past, Roles, Rules, Sizes, Together
from roost.gather.circles.reads.columns import Column, Wish, columns_of, measure, wish_of
from roost.gather.circles.reads.managing import as_text, managers_in_words
from roost.gather.circles.reads.noting import ListNotes
from roost.gather.circles.reads.plans import told_apart

WISHES = {
    Wish.ASIDE: _("leave aside"),
    Wish.MIX: _("mix"),
    Wish.ALIKE: _("keep close"),
    Wish.SAME: _("the same in a circle"),
    Wish.AT_MOST: _("at most one of each"),
    Wish.NOT_ALONE: _("nobody alone"),
    Wish.MANAGER: _("is their manager"),
}
WEIGHTS = (("0.5", _("a little")), ("1", _("normally")), ("2", _("much")))
SLACK = 0.005
EMPTY_PAIRS = 2
MOST_PAIRS = 40


@dataclass(frozen=True)
class ColumnLine:
    """A column of the list beside what is wished for it; nothing is asked of one that is empty."""

    column: Column
    told: str
    how: BoundField | None
    weight: BoundField | None


@dataclass(frozen=True)
class PairLine:
    """Two people who are to sit apart or together."""

    kind: BoundField
    one: BoundField
    other: BoundField

    @property
    def fields(self) -> tuple[BoundField, ...]:
        """Give them as they are read: the one, how, the other."""
        return self.one, self.kind, self.other


class RulesForm(forms.Form):
    """All wishes of a round, made from its `version`.

    `names` calls people by their ids; `notes` say what is used unseen, and how many sat in circles before.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    least = forms.IntegerField(label=_("People in a circle, from"), min_value=2, max_value=50)
    most = forms.IntegerField(label=_("to"), min_value=2, max_value=50)

    def __init__(
        self,
        data: Any = None,
        *,
        roster: Roster,
        names: Mapping[str, str],
        rules: Rules,
        sizes: Sizes,
        version: int,
        today: date,
        notes: ListNotes,
    ) -> None:
        super().__init__(data, initial={"version": version, "least": sizes.least, "most": sizes.most})
        self.roster, self.rules, self.today, self.notes = roster, rules, today, notes
        self.columns = columns_of(roster, notes.unseen)
        self.people = told_apart(names)
        for place, column in enumerate(self.columns):
            if column.wishes:
                self._add_column(place, column)
        self._add_circles()
        self._add_pairs()

    def _add_column(self, place: int, column: Column) -> None:
        wish, weight = wish_of(self.rules, column.name)
        self.fields[f"how-{place}"] = forms.ChoiceField(
            label=gettext("What to do with “%s”") % column.name,
            choices=[(one.value, WISHES[one]) for one in column.wishes],
            initial=wish.value,
        )
        nearest = min(WEIGHTS, key=lambda one: abs(float(one[0]) - weight))[0]
        self.fields[f"weight-{place}"] = forms.ChoiceField(
            label=gettext("How much “%s” counts") % column.name, choices=WEIGHTS, initial=nearest, required=False
        )

    def _add_circles(self) -> None:
        rules = self.rules
        if "manager" in self.notes.unseen or any(self.roster.columns.get("manager", ())):
            self.fields["managers"] = forms.ChoiceField(
                label=_("People and who they report to"),
                help_text=self._managers() if "manager" in self.notes.unseen else "",
                choices=[
                    ("direct", _("never sit with their own manager")),
                    ("chain", _("never sit with anybody above them")),
                    ("none", _("may sit together")),
                ],
                initial=rules.apart.managers,
                widget=forms.RadioSelect,
            )
        if "timezone" in self.roster.columns:
            self.fields["hours"] = forms.FloatField(
                label=_("Hours of the working day that all of a circle share"),
                help_text=_(
                    "In quarters of an hour, as 2.5. Everybody works from 9 to 17 where they live. Leave it empty if "
                    "it does not matter."
                ),
                min_value=0.5,
                max_value=8,
                required=False,
                initial=rules.hours.overlap / 60 if rules.hours else None,
                widget=forms.NumberInput(attrs={"step": "0.25"}),
            )
        flags = [column.name for column in self.columns if column.is_flag]
        if flags:
            self.fields["role"] = forms.ChoiceField(
                label=_("Each circle needs somebody with"),
                choices=[("", _("nobody in particular")), *((one, one) for one in flags)],
                initial=rules.roles.column if rules.roles else "",
                required=False,
            )
        if self.notes.sat_before:
            never = "never" if rules.past.never_within else "rather" if rules.past.weight else "may"
            self.fields["past"] = forms.ChoiceField(
                label=_("Who sat together last time"),
                help_text=self.notes.words_of_before,
                choices=[
                    ("rather", _("rather meets others this time")),
                    ("never", _("never meets again this time")),
                    ("may", _("may meet again")),
                ],
                initial=never,
                widget=forms.RadioSelect,
            )
        if self.columns:
            self.fields["halves"] = forms.BooleanField(
                label=_("Give up at most 0.5 % of the mix so that no circle falls into two halves"),
                help_text=_(
                    "Where all the engineers of a circle are also its newcomers, it may split in two. A tiny bit less "
                    "mixed on paper, it talks as one."
                ),
                required=False,
                initial=bool(rules.diversity_slack),
            )

    def _add_pairs(self) -> None:
        known = [("apart", *pair) for pair in self.rules.apart.pairs]
        known += [("together", *pair) for pair in self.rules.together.pairs]
        sent = sum(name.startswith("pair-kind-") for name in self.data) if self.is_bound else 0
        self.pair_count = min(max(len(known) + EMPTY_PAIRS, sent), MOST_PAIRS)
        for place in range(self.pair_count):
            kind, one, other = known[place] if place < len(known) else ("apart", "", "")
            self.fields[f"pair-kind-{place}"] = forms.ChoiceField(
                label=gettext("Pair %s: how") % (place + 1),
                choices=[("apart", _("sit apart")), ("together", _("sit together"))],
                initial=kind,
                required=False,
            )
            for name, code in (("one", one), ("other", other)):
                label = gettext("Pair %s: first person") if name == "one" else gettext("Pair %s: second person")
                self.fields[f"pair-{name}-{place}"] = forms.CharField(
                    label=label % (place + 1),
                    required=False,
                    initial=self.people.get(code, ""),
                    widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
                )

    def _managers(self) -> str:
        return managers_in_words(self.roster, is_whole=self.notes.is_whole)

    def lines(self) -> Iterator[ColumnLine]:
        """Give a line for each column."""
        for place, column in enumerate(self.columns):
            if not column.wishes:
                yield ColumnLine(column, gettext("empty"), None, None)
                continue
            told = self._managers() if column.name == "manager" else _about(column, len(self.roster))
            yield ColumnLine(column, told, self[f"how-{place}"], self[f"weight-{place}"])

    def pairs(self) -> Iterator[PairLine]:
        """Give a line for each pair, and some for more."""
        for place in range(self.pair_count):
            yield PairLine(self[f"pair-kind-{place}"], self[f"pair-one-{place}"], self[f"pair-other-{place}"])

    def circles(self) -> Iterator[BoundField]:
        """Give what holds for circles as far as the list can answer to it."""
        yield from (self[name] for name in ("managers", "hours", "role", "past", "halves") if name in self.fields)

    def names_offered(self) -> Sequence[str]:
        """Give everybody by a name that is theirs alone."""
        return sorted(self.people.values())

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("least") and told.get("most") and told["least"] > told["most"]:
            self.add_error("most", gettext("The larger number comes second."))
        if told.get("hours") and told["hours"] * 4 % 1:
            self.add_error("hours", gettext("Use quarters of an hour: 1.5 or 1.75."))
        if sum(told.get(f"how-{place}") == Wish.MANAGER for place in range(len(self.columns))) > 1:
            self.add_error(None, gettext("One column at most can say who somebody's manager is."))
        codes = {name.lower(): code for code, name in self.people.items()}
        self.told_pairs: list[tuple[str, tuple[str, str]]] = []
        for place in range(self.pair_count):
            typed = [str(told.get(f"pair-{name}-{place}") or "").strip() for name in ("one", "other")]
            if not any(typed):
                continue
            found = [codes.get(one.lower(), "") for one in typed]
            for name, one, code in zip(("one", "other"), typed, found, strict=True):
                if not code:
                    words = gettext("Nobody on the list is called “%s”.") % one if one else gettext("Who else?")
                    self.add_error(f"pair-{name}-{place}", words)
            if all(found) and found[0] == found[1]:
                self.add_error(f"pair-other-{place}", gettext("Choose somebody else here."))
            elif all(found):
                kind = str(told.get(f"pair-kind-{place}") or "apart")
                if any(set(pair) == set(found) and other != kind for other, pair in self.told_pairs):
                    self.add_error(f"pair-one-{place}", gettext("These two cannot sit both together and apart."))
                self.told_pairs.append((kind, (found[0], found[1])))
        return told

    @property
    def sizes(self) -> Sizes:
        """Give how large circles are to be."""
        return Sizes(self.cleaned_data["least"], self.cleaned_data["most"])

    def wishes(self) -> Rules:
        """Give what was chosen as the engine's rules."""
        told = self.cleaned_data
        chosen: dict[Wish, list[tuple[Column, float]]] = {wish: [] for wish in Wish}
        for place, column in enumerate(self.columns):
            wish = self._wish_at(place)
            if column.name == "manager" and wish is not Wish.MANAGER:
                column = replace(column, name=as_text(self.roster.columns))
            chosen[wish].append((column, float(told.get(f"weight-{place}") or 1)))
        # Whoever names their managers wants them apart; there was nothing to be asked before.
        otherwise = "direct" if any(column.known for column, _weight in chosen[Wish.MANAGER]) else "none"
        is_known = self.managers_named() or "manager" in self.notes.unseen
        hours, past = told.get("hours"), told.get("past")
        return replace(
            Rules(),
            mix=tuple(measure(column, weight) for column, weight in chosen[Wish.MIX]),
            alike=tuple(measure(column, weight) for column, weight in chosen[Wish.ALIKE]),
            apart=Apart(
                managers=told.get("managers", otherwise) if is_known else "none",
                at_most=tuple(AtMost(column.name, 1) for column, _weight in chosen[Wish.AT_MOST]),
                pairs=self._pairs("apart"),
            ),
            together=Together(self._pairs("together")),
            hours=Hours(self.today, round(hours * 60)) if hours else None,
            same=Columns(tuple(column.name for column, _weight in chosen[Wish.SAME])),
            not_alone=Columns(tuple(column.name for column, _weight in chosen[Wish.NOT_ALONE])),
            roles=Roles(told["role"]) if told.get("role") else None,
            past=Past(weight=0.0 if past == "may" else 1.0, never_within=1 if past == "never" else 0),
            diversity_slack=SLACK if told.get("halves") else 0.0,
        )

    def managers_named(self) -> str:
        """Give the column that is to name who leads whom; empty for none."""
        chosen = [one for place, one in enumerate(self.columns) if self._wish_at(place) is Wish.MANAGER]
        return max(chosen, key=lambda one: one.known).name if chosen else ""

    def _wish_at(self, place: int) -> Wish:
        """Give what was chosen for a column; an empty one stays what it is called."""
        of_empty = Wish.MANAGER if self.columns[place].name == "manager" else Wish.ASIDE
        return Wish(self.cleaned_data.get(f"how-{place}", of_empty))

    def _pairs(self, kind: str) -> tuple[tuple[str, str], ...]:
        found = {frozenset(pair): pair for said, pair in self.told_pairs if said == kind}
        return tuple(found.values())


def _about(column: Column, people: int) -> str:
    if column.is_number:
        told = gettext("numbers")
    elif column.is_flag:
        told = gettext("yes or no")
    else:
        told = ngettext("%s value", "%s values", column.values) % column.values
    # Who is not ticked in a column of yes and no is a no.
    unknown = 0 if column.is_flag else people - column.known
    return f"{told}, {gettext('%s unknown') % unknown}" if unknown else told
