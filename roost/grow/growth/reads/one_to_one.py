"""Questions for a one-to-one that a manager can ask aloud: three for each behaviour, and some that fit at any time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

QUESTIONS: Mapping[str, Sequence[str | Promise]] = {
    "researching": (
        _("What have you found out lately that you did not expect?"),
        _("Which of your plans would you most like somebody to find fault with?"),
        _("What do we all take for granted here that you would like to check?"),
    ),
    "developing-insight": (
        _("What has come up more than once lately, and what might be behind it?"),
        _("What do you see from where you stand that I cannot see from here?"),
        _("If you had to explain our last months in one sentence, what would it be?"),
    ),
    "deciding": (
        _("Which decision would you rather make now than later, and what keeps you from it?"),
        _("What did you decide lately without being sure, and how did you know that it was enough?"),
        _("What do you bring to me that you could decide yourself, and what would you need for it?"),
    ),
    "conceptual-agility": (
        _("What did you see differently half a year ago?"),
        _("Who sees this quite differently, and what might they be right about?"),
        _("If what we count on were no longer true, what would you do first?"),
    ),
    "earning-trust": (
        _("Is there anything you promised that has become hard to keep?"),
        _("What could I do so that you can rely on me more?"),
        _("Who has begun to trust you lately, and what do you think made the difference?"),
    ),
    "compassion": (
        _("Who around you carries more than they say, and who looks after you?"),
        _("What takes more of your strength than anybody sees?"),
        _("When did you last feel that somebody here noticed how you are?"),
    ),
    "collaborating": (
        _("With whom would you get furthest that you hardly work with yet?"),
        _("Where do we and another team stand in each other's way without meaning to?"),
        _("What would you offer somebody else, if it did not have to be agreed first?"),
    ),
    "building-capability": (
        _("What do you still do yourself that would stretch somebody else?"),
        _("Who has done something lately that they could not do in spring, and what helped?"),
        _("When you hand something over, what is hardest to let go of?"),
    ),
    "confidence": (
        _("What is quite open at the moment, and what helps you to live with that?"),
        _("When did you last say something that you nearly kept to yourself?"),
        _("What do you know how to do by now that you do not yet believe of yourself?"),
    ),
    "communicating-with-impact": (
        _("What is the one sentence that you would like people to remember?"),
        _("When did others last understand something else than you meant?"),
        _("Which conversation are you preparing, and may I be the first listener?"),
    ),
    "enrolling-others": (
        _("Who is not with us yet, and what is their good reason?"),
        _("When did people last do more than they had to for something of yours?"),
        _("What would have to be in it for those whom you want to win?"),
    ),
    "proactive": (
        _("What do you see coming that nobody has asked about?"),
        _("What would you begin tomorrow, if you did not have to ask me?"),
        _("Where do you wait for something, and for whom?"),
    ),
    "committing-to-outcomes": (
        _("What will be different by the end of the month, and how would we both see it?"),
        _("Which of your promises is the least clear, to you or to others?"),
        _("What should we agree more exactly, you and I?"),
    ),
    "designing-from-the-future": (
        _("Suppose it has gone well in a year: what would a visitor notice first?"),
        _("What do we do today only because we did it yesterday?"),
        _("Which hour of your week serves next year, and how can we guard it?"),
    ),
    "leading-change": (
        _("What do people lose by what we are changing?"),
        _("Where are we in the messy middle, and what would help us to stay in it a little longer?"),
        _("What already works in the new way that nobody talks about?"),
    ),
    "driving-value": (
        _("What could we stop without anybody missing it?"),
        _("Which of my wishes costs you more than it is worth?"),
        _("What would you do with one free day a week, and what stands where that day should be?"),
    ),
}
AT_ANY_TIME: Sequence[str | Promise] = (
    _("What would make the next two weeks easier for you?"),
    _("What are you proud of that I may not have seen?"),
    _("What should I know that nobody has told me?"),
    _("What do you want to learn next, and where could you try it here?"),
    _("If you could change one thing in how we work together, what would it be?"),
    _("What gave you energy lately, and what took it?"),
    _("What do I do that helps you, and what should I leave?"),
    _("Which question do you hope I do not ask?"),
)


def question_for_week(behaviours: Sequence[str], week: int, further: int = 0) -> tuple[str, str | Promise]:
    """Give the behaviour that a question is about, "" for none, and the question; another one each week.

    `week` is any number that grows by one from week to week, `further` how many were passed over.
    """
    pool = [(one, asked) for one in behaviours for asked in QUESTIONS.get(one, ())]
    pool = pool or [("", asked) for asked in AT_ANY_TIME]
    return pool[(week + further) % len(pool)]
