"""What somebody finds who takes an instrument about themselves."""

from roost.grow.assessments.reads.cards import grow_card
from roost.grow.assessments.reads.pages import PageOfSentences, first_open, overview_page, sentences_page
from roost.grow.assessments.reads.results import result_page

__all__ = ["PageOfSentences", "first_open", "grow_card", "overview_page", "result_page", "sentences_page"]
