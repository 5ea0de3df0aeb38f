"""What people type about what they read."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roost.ground.behaviours.reads import BEHAVIOURS
from roost.ground.kit.errors import RoostError
from roost.grow.library.actions import MOST_BEHAVIOURS, Upload, Words
from roost.grow.library.models import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    LONGEST_TRIED,
    LONGEST_URL,
    LONGEST_WHY,
    Item,
    Kind,
    Tried,
)

ACCEPTED = ".pdf,.docx,.odt,.pptx,.txt,.md"


def new_key() -> str:
    """Give a key for a form, by which it counts once however often it is sent."""
    return uuid.uuid4().hex


def with_new_key(sent: QueryDict) -> QueryDict:
    """Give what was sent with another key, so that it counts as another when it is sent again."""
    again = sent.copy()
    again["key"] = new_key()
    return again


def with_version(sent: QueryDict, version: int) -> QueryDict:
    """Give what was sent as if it was made from this version, so that sent again it replaces what is kept now."""
    again = sent.copy()
    again["version"] = str(version)
    return again


class RefusableForm(forms.Form):
    """A form whose answers an action may still refuse."""

    def refuse(self, error: RoostError) -> None:
        """Put what an action found wrong beside the fields."""
        for problem in getattr(error, "problems", ()):
            self.add_error(problem.column if problem.column in self.fields else None, problem.message)


class ItemForm(RefusableForm):
    """What somebody says of an item; which fields there are depends on its kind."""

    url = forms.URLField(label=_("Address"), max_length=LONGEST_URL, assume_scheme="https")
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word, OpenDocument, PowerPoint or text, at most 20 MB"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    title = forms.CharField(label=_("What is it called?"), max_length=LONGEST_TITLE)
    why = forms.CharField(
        label=_("Why is it worth it?"),
        help_text=_("One or two sentences, for a colleague who has ten minutes"),
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 2, "class": "line"}),
    )
    text = forms.CharField(
        label=_("What do you want to share?"),
        help_text=_("Markdown: # before a heading, * around what matters, [words](https://…) for a link"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    minutes = forms.IntegerField(label=_("How many minutes does it take?"), min_value=1, max_value=600)
    behaviours = forms.MultipleChoiceField(
        label=_("What does it help with?"),
        help_text=_("One to three"),
        choices=[(one.key, one.name) for one in BEHAVIOURS],
        widget=forms.CheckboxSelectMultiple,
    )
    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, files: Any = None, *, kind: Kind, item: Item | None = None) -> None:
        super().__init__(data, files, initial=_initial(item))
        asked = {Kind.LINK: "url", Kind.VIDEO: "url", Kind.NOTE: "text", Kind.DOCUMENT: "file"}[kind]
        unasked = {"url", "text", "file"} - {asked}
        if item is not None:
            # The file of a document stays; another file is another item.
            unasked |= {"key", "file"}
        for name in unasked:
            del self.fields[name]

    def clean_behaviours(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["behaviours"]
        if len(chosen) > MOST_BEHAVIOURS:
            raise forms.ValidationError(gettext("Choose three at most: what it helps with most."))
        return chosen

    def words(self) -> Words:
        """Give what somebody said."""
        told = self.cleaned_data
        plain = {name: told.get(name, "") for name in ("title", "why", "url", "text")}
        return Words(minutes=told["minutes"], behaviours=told["behaviours"], **plain)

    def told(self) -> dict[str, Any]:
        """Give words, key and file as `add_item` takes them."""
        file = self.cleaned_data.get("file")
        upload = Upload(file.name, file.chunks()) if file else None
        return {"words": self.words(), "key": self.cleaned_data["key"], "upload": upload}


def _initial(item: Item | None) -> dict[str, Any]:
    if item is None:
        return {"key": new_key()}
    names = ("title", "why", "minutes", "behaviours", "url", "text", "version")
    return {name: getattr(item, name) for name in names}


class TriedForm(RefusableForm):
    """What somebody tried, in a line, and who may read it. The hidden version says what the form was made from."""

    words = forms.CharField(
        label=_("What did you try, and what came of it?"),
        max_length=LONGEST_TRIED,
        widget=forms.Textarea(attrs={"rows": 1, "class": "line"}),
    )
    shared = forms.TypedChoiceField(
        label=_("Who reads it?"),
        choices=[("no", _("Only I")), ("yes", _("Colleagues, with my name"))],
        initial="no",
        coerce=lambda told: told == "yes",
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, mine: Tried | None) -> TriedForm:
        """Give the form with what the person said before."""
        if mine is None:
            return cls(initial={"version": 0})
        shared = "yes" if mine.is_shared else "no"
        return cls(initial={"words": mine.words, "shared": shared, "version": mine.version})

    def told(self) -> dict[str, Any]:
        """Give words, readers and version as `say_tried` takes them."""
        told = self.cleaned_data
        return {"words": told["words"], "is_shared": told["shared"], "version": told["version"] or 0}


class RemoveForm(RefusableForm):
    """Why an administrator takes something out."""

    why = forms.CharField(
        label=_("Why?"),
        help_text=_("Who added it reads this, and nobody else."),
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 2, "class": "line"}),
    )
