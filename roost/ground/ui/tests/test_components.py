"""What components become in HTML, said literally where it carries meaning for screen readers, scripts or safety."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from roost.ground.ui.frame import Link


def shown(markup: str, **context: Any) -> str:
    """Render a piece of a page, with single spaces and none beside tags."""
    request = RequestFactory().get("/board/?window=month&page=2")
    text = Template(CottonCompiler().process(markup)).render(RequestContext(request, {"request": request, **context}))
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ?(<[^<>]*?) ?(/?>) ?", r"\1\2", text).strip()


class Question(forms.Form):
    topic = forms.CharField(label="Your topic", help_text="Half a page.")
    share = forms.ChoiceField(label="Who may read it?", choices=[("me", "Only me")], widget=forms.RadioSelect)
    remind = forms.BooleanField(label="Remind me", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


@pytest.fixture
def form() -> Question:
    return Question({"version": "1"})


def test_a_button_is_a_button() -> None:
    assert shown('<c-button kind="go" name="answer" value="yes">I did it</c-button>') == (
        '<button class="btn btn-go" type="submit" name="answer" value="yes"><span>I did it</span></button>'
    )


def test_a_button_with_an_address_is_a_link() -> None:
    assert shown('<c-button href="/board/">See it</c-button>') == (
        '<a class="btn" href="/board/"><span>See it</span></a>'
    )


def test_an_icon_is_silent_unless_it_is_named() -> None:
    assert 'aria-hidden="true"' in shown('<c-icon name="sun" />')
    assert 'role="img" aria-label="Light"' in shown('<c-icon name="sun" label="Light" />')


def test_what_people_wrote_cannot_break_out() -> None:
    nasty = '"><script>alert(1)</script>'
    markup = (
        '<c-card :title="x"><c-person :name="x" :line="x" /></c-card><c-button aria-label="{{ x }}">{{ x }}</c-button>'
    )
    markup += '<c-stat :label="x" :value="x" /><c-copy-field id="a" :label="x" :value="x" /><c-page-head :title="x" />'
    assert "<script>" not in shown(markup, x=nasty)


def test_a_component_does_not_pick_up_words_of_the_page() -> None:
    page = {"title": "Board", "icon": "sun", "lead": "Lead", "class": "loud", "href": "/", "kind": "go", "label": "No"}
    assert shown("<c-card>Words</c-card>", **page) == '<section class="card">Words</section>'
    assert shown("<c-button>Send</c-button>", **page) == '<button class="btn" type="submit"><span>Send</span></button>'


def test_a_field_ties_label_help_error_and_control_together(form: Question) -> None:
    field = shown('<c-field :field="form.topic" />', form=form)
    assert '<label for="id_topic">Your topic</label>' in field
    assert '<p class="field-help" id="id_topic_helptext">Half a page.</p>' in field
    assert 'id="id_topic_error"' in field
    assert "This still needs an answer." in field
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_topic_helptext id_topic_error"' in field


def test_a_group_of_choices_is_a_fieldset_with_a_legend(form: Question) -> None:
    field = shown('<c-field :field="form.share" />', form=form)
    assert field.startswith('<fieldset class="field field-choices" aria-describedby="id_share_error">')
    assert "<legend>Who may read it?</legend>" in field
    assert field.endswith("</fieldset>")


def test_a_tick_stands_before_its_label(form: Question) -> None:
    field = shown('<c-field :field="form.remind" />', form=form)
    assert field.index("checkbox") < field.index("Remind me")


def test_a_hidden_field_is_only_itself(form: Question) -> None:
    assert shown('<c-field :field="form.version" />', form=form) == (
        '<input type="hidden" name="version" value="1" id="id_version">'
    )


def test_errors_are_summed_up_with_a_way_to_each(form: Question) -> None:
    summary = shown('<c-form-errors :form="form" />', form=form)
    assert 'role="alert"' in summary
    assert "2 answers need another look." in summary
    assert '<a href="#id_topic">Your topic</a>: This still needs an answer.' in summary


def test_a_form_without_errors_has_no_summary() -> None:
    assert shown('<c-form-errors :form="form" />', form=Question()) == ""


def test_the_first_card_says_so() -> None:
    card = shown('<c-card first title="Try it"><c-slot name="actions">go</c-slot></c-card>')
    assert card == (
        '<section class="card card-first"><h2 class="card-title">Try it</h2><div class="row actions">go</div></section>'
    )


def test_a_page_starts_with_its_one_heading() -> None:
    head = shown(
        '<c-page-head title="Mid-West" eyebrow="March" lead="So far."><c-slot name="above">up</c-slot></c-page-head>'
    )
    assert head == (
        '<header class="page-head">up<div class="page-words"><p class="eyebrow">March</p><h1>Mid-West</h1>'
        '<p class="lead">So far.</p></div></header>'
    )


def test_a_bar_is_drawn_without_inline_styles_in_every_language() -> None:
    for language in ("en", "de"):
        with translation.override(language):
            assert '<rect class="bar-part" width="83.333%" height="100%"/>' in shown('<c-bar :value="5" :of="6" />')
    assert 'role="img" aria-label="Five of six"' in shown('<c-bar :value="5" :of="6" label="Five of six" />')


def test_a_split_draws_from_both_ends_and_pale_what_may_be_either() -> None:
    drawn = shown('<c-split :left="(0.2, 0.3)" :right="(0.4, 0.5)" label="Some of both" />')
    assert 'class="split" role="img" aria-label="Some of both"' in drawn
    for side, ends in (("left", ("30%", "20%")), ("right", ("50%", "40%"))):
        assert f'<rect class="split-{side} split-may" width="{ends[0]}"' in drawn
        assert f'<rect class="split-{side}" width="{ends[1]}"' in drawn


def test_an_interval_says_what_it_draws() -> None:
    drawn = shown(
        '<c-interval :value="3.6" :low="2.4" :high="4.8" :least="1" :most="6" unsure label="Too uncertain" />'
    )
    assert 'class="interval interval-unsure" role="img" aria-label="Too uncertain"' in drawn
    assert '<rect class="interval-range" x="28%" width="48%"' in drawn
    assert "interval-mark" not in drawn


def test_a_sparkline_says_what_it_draws() -> None:
    drawn = shown('<c-sparkline :values="weeks" label="From 1 to 2" />', weeks=[1, None, 2])
    assert 'aria-label="From 1 to 2" viewBox="0 0 120 32"' in drawn
    assert drawn.count("<polyline") == 2


def test_a_table_can_be_scrolled_by_keyboard_and_has_a_name() -> None:
    table = shown('<c-table label="Teams" stacked><tbody></tbody></c-table>')
    assert table.startswith('<div class="table-scroll" role="region" aria-label="Teams" tabindex="0">')
    assert '<table class="table-stacked"><caption class="visually-hidden">Teams</caption><tbody>' in table


def test_a_table_may_become_two_lines_a_row() -> None:
    assert '<table class="table-stacked table-brief">' in shown('<c-table label="People" stacked="brief"></c-table>')
    assert '<table class="table-stacked">' in shown('<c-table label="People" :stacked="True"></c-table>')


def test_a_menu_says_what_is_chosen() -> None:
    menu = shown('<c-menu label="Division" :words="chosen"></c-menu>', chosen="Mid-West & North")
    assert '<summary class="btn" aria-label="Division: Mid-West &amp; North"><span>Mid-West &amp; North</span>' in menu
    assert 'aria-label="More"' in shown('<c-menu label="More"></c-menu>')


def test_a_menu_whose_button_has_words_needs_no_other_label() -> None:
    menu = shown('<c-menu words="Run this program"></c-menu>')
    assert "aria-label" not in menu
    assert "<span>Run this program</span>" in menu


def test_an_avatar_speaks_only_when_alone() -> None:
    assert shown('<c-avatar name="Mei Sun" />') == '<span class="avatar" aria-hidden="true">MS</span>'
    assert 'role="img" aria-label="Mei Sun"' in shown('<c-avatar name="Mei Sun" alone />')


def test_a_stepper_says_where_one_stands() -> None:
    steps = shown('<c-stepper :steps="steps" :current="2" label="Import" />', steps=["Upload", "Check", "Apply"])
    assert re.findall(r'<li class="(\w*)"', steps) == ["done", "now", ""]
    assert steps.count('aria-current="step"') == 1
    assert "(done)" in steps


def test_tabs_are_links_that_htmx_may_upgrade() -> None:
    items = [Link("Week", "?window=week"), Link("Month", "?window=month", current=True)]
    tabs = shown('<c-tabs label="Window" :items="items" target="#board" />', items=items)
    assert '<a href="?window=month" aria-current="page" hx-get="?window=month" hx-target="#board"' in tabs
    assert "hx-get" not in shown('<c-tabs label="Window" :items="items" />', items=items)


def test_pages_of_a_list_keep_the_rest_of_the_address() -> None:
    pages = shown('<c-pagination :page="page" />', page=Paginator(range(90), 30).page(2))
    assert 'rel="prev" href="?window=month&amp;page=1"' in pages
    assert "Page 2 of 3" in pages
    assert 'rel="next" href="?window=month&amp;page=3"' in pages


def test_a_list_on_one_page_has_no_steps() -> None:
    assert shown('<c-pagination :page="page" />', page=Paginator(range(9), 30).page(1)) == ""


def test_progress_that_nobody_can_measure_has_no_value() -> None:
    assert '<progress aria-label="Reading"></progress>' in shown('<c-progress label="Reading" />')
    assert 'value="7" max="10"' in shown('<c-progress label="Reading" :value="7" :of="10" />')


def test_progress_asks_again_and_offers_a_link_without_scripts() -> None:
    box = shown('<c-progress label="Reading" url="/import/1/progress/" />')
    assert 'hx-get="/import/1/progress/" hx-trigger="every 2s" hx-swap="outerHTML"' in box
    assert "<noscript>" in box


def test_a_dialog_is_named_by_its_title() -> None:
    dialog = shown('<c-dialog id="leave" title="Leave?">Words</c-dialog>')
    assert dialog.startswith('<dialog class="dialog" id="leave" aria-labelledby="leave-title">')
    assert '<h2 id="leave-title">Leave?</h2>' in dialog


def test_a_button_that_needs_scripts_is_hidden_without_them() -> None:
    assert '<button class="btn" type="button" hidden' in shown('<c-copy-field id="a" label="Link" value="x" />')
    assert "data-dismiss hidden" in shown("<c-toast>Done.</c-toast>")
