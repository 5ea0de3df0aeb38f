"""What lists say, what is wished for, how good a plan is, and what members find."""

from roost.gather.circles.reads.asking import roster_from, rules_for, unseen_in
from roost.gather.circles.reads.columns import Column, Wish, columns_of, guess, measure, wish_of
from roost.gather.circles.reads.documents import plan_file, roster_file, rules_file, rules_text
from roost.gather.circles.reads.enrolling import (
    AnswersPage,
    LotPage,
    answers_page,
    enrolment_of,
    lot_file,
    lot_page,
    my_lot,
)
from roost.gather.circles.reads.gathering import (
    GatherPage,
    MyCircle,
    SharedCircle,
    gather_page,
    my_circle,
    my_circles,
    shared_circle,
    shared_circles,
    today_card,
)
from roost.gather.circles.reads.joining import PeoplePage, people_page
from roost.gather.circles.reads.lists import MOST_BYTES, Listed, PeopleList, list_of_file, list_of_names
from roost.gather.circles.reads.noting import list_notes
from roost.gather.circles.reads.offering import OfferPage, offer_page
from roost.gather.circles.reads.plans import (
    PlanPage,
    PublishedPage,
    called_apart,
    have_met,
    how_many_circles,
    names_by_code,
    people_of,
    plan_page,
    published_page,
    seats_in,
    sizes_in,
)
from roost.gather.circles.reads.recognising import new_in_roost, recognise_anew
from roost.gather.circles.reads.searching import FormingPage, forming_page, newest_forming
from roost.gather.circles.reads.seats import Convened, begins_at, convened_circles, seated_since
from roost.gather.circles.reads.sentences import Sentence, sentences
from roost.gather.circles.reads.tables import MOST_PEOPLE
from roost.gather.circles.reads.teams import list_of_teams, teams_today
from roost.gather.circles.reads.weighing import MovePage, move_page

__all__ = [
    "MOST_BYTES",
    "MOST_PEOPLE",
    "AnswersPage",
    "Column",
    "Convened",
    "FormingPage",
    "GatherPage",
    "Listed",
    "LotPage",
    "MovePage",
    "MyCircle",
    "OfferPage",
    "PeopleList",
    "PeoplePage",
    "PlanPage",
    "PublishedPage",
    "Sentence",
    "SharedCircle",
    "Wish",
    "answers_page",
    "begins_at",
    "called_apart",
    "columns_of",
    "convened_circles",
    "enrolment_of",
    "forming_page",
    "gather_page",
    "guess",
    "have_met",
    "how_many_circles",
    "list_notes",
    "list_of_file",
    "list_of_names",
    "list_of_teams",
    "lot_file",
    "lot_page",
    "measure",
    "move_page",
    "my_circle",
    "my_circles",
    "my_lot",
    "names_by_code",
    "new_in_roost",
    "newest_forming",
    "offer_page",
    "people_of",
    "people_page",
    "plan_file",
    "plan_page",
    "published_page",
    "recognise_anew",
    "roster_file",
    "roster_from",
    "rules_file",
    "rules_for",
    "rules_text",
    "seated_since",
    "seats_in",
    "sentences",
    "shared_circle",
    "shared_circles",
    "sizes_in",
    "teams_today",
    "today_card",
    "unseen_in",
    "wish_of",
]
