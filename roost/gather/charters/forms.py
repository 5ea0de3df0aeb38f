"""A charter's choices, each inside its sentence, and what goes with a signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms

from roost.gather.charters.engine.choices import Choices, read_choices, to_document
from roost.gather.charters.reads import ASKED, LABELS, sentences


@dataclass(frozen=True)
class AskedPiece:
    """A piece of a sentence: words, or the field of a choice."""

    text: str
    field: forms.BoundField | None


class CharterForm(forms.Form):
    """What is proposed. `words` and `digest` come from the page's script; own words themselves never come here."""

    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    words = forms.UUIDField(required=False, widget=forms.HiddenInput)
    digest = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: object = None, *, begin: Choices, after: int, words: UUID | None) -> None:
        told = to_document(begin) | {"after": after, "words": words}
        super().__init__(data, initial=told)  # type: ignore[arg-type]
        self._begin = begin
        for name, offered in LABELS.items():
            widget = forms.Select(attrs={"aria-label": ASKED[name]})
            self.fields[name] = forms.ChoiceField(label=str(ASKED[name]), choices=list(offered.items()), widget=widget)

    def again(self, *, after: int, words: UUID | None) -> CharterForm:
        """Give what was chosen once more, with these own words, after a version that others proposed meanwhile."""
        told = {name: self[name].data for name in LABELS} | {"after": after, "words": words or ""}
        form = CharterForm(told, begin=self._begin, after=after, words=words)
        form.is_valid()
        return form

    @property
    def asked(self) -> Sequence[Sequence[AskedPiece]]:
        """Give the sentences with the fields inside them."""
        return [
            [AskedPiece(piece.text, self[piece.name] if piece.name else None) for piece in one.pieces]
            for one in sentences(self._begin)
        ]

    @property
    def choices(self) -> Choices:
        """Give what was chosen, of a valid form."""
        return read_choices(self.cleaned_data)


class SignForm(forms.Form):
    """A signature's digest of the own words, empty for who has not read them."""

    digest = forms.CharField(required=False, max_length=64)
