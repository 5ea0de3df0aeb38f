"""First experiments to begin from, two for each behaviour: small, within the week, and such that others can notice."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Suggestion:
    """When <cue> I will <action> and expect <expectation>; made to be changed."""

    key: str
    behaviour: str
    cue: str | Promise
    action: str | Promise
    expectation: str | Promise


SUGGESTIONS = (
    Suggestion(
        "researching-1",
        "researching",
        _("I am about to propose something"),
        _("ask one person what would prove it wrong"),
        _("one point that I had not thought of"),
    ),
    Suggestion(
        "researching-2",
        "researching",
        _("somebody tells me how it has always been done"),
        _("ask how we would notice if that were no longer true"),
        _("a fact instead of a story"),
    ),
    Suggestion(
        "developing-insight-1",
        "developing-insight",
        _("the same kind of problem comes up a third time"),
        _("write down what the three have in common, and show it to one colleague"),
        _("that we mend the cause rather than the case"),
    ),
    Suggestion(
        "developing-insight-2",
        "developing-insight",
        _("a meeting drowns in details"),
        _("say in one sentence what I think it is really about"),
        _("that the talk goes on about that"),
    ),
    Suggestion(
        "deciding-1",
        "deciding",
        _("something has waited on my desk for a week"),
        _("decide it before I go home, and write two lines why"),
        _("that nobody is hurt by a decision at seventy per cent"),
    ),
    Suggestion(
        "deciding-2",
        "deciding",
        _("we begin to discuss something"),
        _("say first who decides, and by when"),
        _("a shorter discussion"),
    ),
    Suggestion(
        "conceptual-agility-1",
        "conceptual-agility",
        _("I notice that I defend an idea"),
        _("say aloud the best reason against it"),
        _("that somebody joins in and the idea gets better"),
    ),
    Suggestion(
        "conceptual-agility-2",
        "conceptual-agility",
        _("we are stuck"),
        _("ask how somebody from another trade would see this"),
        _("one option that was not on the table"),
    ),
    Suggestion(
        "earning-trust-1",
        "earning-trust",
        _("I see that I shall not keep a promise"),
        _("say so the same day, and offer a new date"),
        _("relief rather than annoyance"),
    ),
    Suggestion(
        "earning-trust-2",
        "earning-trust",
        _("I meet somebody from my team alone"),
        _("ask what I should know that nobody tells me, and only listen"),
        _("one thing that I did not know"),
    ),
    Suggestion(
        "compassion-1",
        "compassion",
        _("somebody is quieter than usual"),
        _("ask how they are, and wait for the second answer"),
        _("that they tell me what weighs on them"),
    ),
    Suggestion(
        "compassion-2",
        "compassion",
        _("a week was hard for all of us"),
        _("take one thing off the list, and say that I do"),
        _("that people work better on what is left"),
    ),
    Suggestion(
        "collaborating-1",
        "collaborating",
        _("my plan touches another team"),
        _("show it to them before it is finished, and ask what it costs them"),
        _("one change that helps both sides"),
    ),
    Suggestion(
        "collaborating-2",
        "collaborating",
        _("I hear that another team is in trouble"),
        _("offer two hours, unasked"),
        _("that they take them"),
    ),
    Suggestion(
        "building-capability-1",
        "building-capability",
        _("somebody asks me how to do something"),
        _("ask what they would try first"),
        _("that they find most of the answer themselves"),
    ),
    Suggestion(
        "building-capability-2",
        "building-capability",
        _("I am about to do something that I do well"),
        _("give it to somebody who would grow by it, and stay within reach"),
        _("that it is done differently from mine, and well enough"),
    ),
    Suggestion(
        "confidence-1",
        "confidence",
        _("I do not know how something will end"),
        _("say what I know, what I do not know, and when I shall tell more"),
        _("calmer questions"),
    ),
    Suggestion(
        "confidence-2",
        "confidence",
        _("my voice gets fast"),
        _("breathe out once before I answer"),
        _("that I say one sentence less, and it is the right one"),
    ),
    Suggestion(
        "communicating-with-impact-1",
        "communicating-with-impact",
        _("I have to explain something to many"),
        _("begin with the one sentence that they should repeat to others"),
        _("that two people can repeat it the next day"),
    ),
    Suggestion(
        "communicating-with-impact-2",
        "communicating-with-impact",
        _("I have finished explaining"),
        _("ask somebody to say what they will do now"),
        _("to hear what I did not make clear"),
    ),
    Suggestion(
        "enrolling-others-1",
        "enrolling-others",
        _("I want somebody to come along"),
        _("ask first what they would want from it"),
        _("a reason that is theirs and not mine"),
    ),
    Suggestion(
        "enrolling-others-2",
        "enrolling-others",
        _("somebody says no"),
        _("ask what would have to be different for a yes"),
        _("a condition that I can meet"),
    ),
    Suggestion(
        "proactive-1",
        "proactive",
        _("I catch myself waiting for somebody"),
        _("propose the next step in three lines, and say that I go ahead on Friday unless they object"),
        _("an answer before Friday"),
    ),
    Suggestion(
        "proactive-2",
        "proactive",
        _("I see something that is nobody's job"),
        _("do the first ten minutes of it, and tell others that I began"),
        _("that somebody takes the next ten"),
    ),
    Suggestion(
        "committing-to-outcomes-1",
        "committing-to-outcomes",
        _("a meeting is about to end"),
        _("ask who does what by when, and write it where all can see it"),
        _("that most of it is done by then"),
    ),
    Suggestion(
        "committing-to-outcomes-2",
        "committing-to-outcomes",
        _("I am asked for something"),
        _("say back what will be different when it is done, before I say yes"),
        _("that we meant two different things at least once"),
    ),
    Suggestion(
        "designing-from-the-future-1",
        "designing-from-the-future",
        _("we start something new"),
        _("describe in five lines the day on which it is done, and ask what had to happen just before"),
        _("a first step that nobody had on the list"),
    ),
    Suggestion(
        "designing-from-the-future-2",
        "designing-from-the-future",
        _("my week fills up by itself"),
        _("put the one hour that serves next year into it first"),
        _("that I keep it at least once"),
    ),
    Suggestion(
        "leading-change-1",
        "leading-change",
        _("people complain about something new"),
        _("ask what they lose by it, and write it down before I answer"),
        _("that the next question is about how, not whether"),
    ),
    Suggestion(
        "leading-change-2",
        "leading-change",
        _("something new works for the first time"),
        _("let those who made it work tell the others in five minutes"),
        _("that somebody asks how to do the same"),
    ),
    Suggestion(
        "driving-value-1",
        "driving-value",
        _("I am asked to a meeting"),
        _("ask what would be missing without me, and stay away if nothing is"),
        _("an hour back, and no harm done"),
    ),
    Suggestion(
        "driving-value-2",
        "driving-value",
        _("we write a report again"),
        _("ask those who get it what they did with the last one"),
        _("that one report ends"),
    ),
)
_BY_KEY = {suggestion.key: suggestion for suggestion in SUGGESTIONS}


def suggestion_named(key: str) -> Suggestion | None:
    """Find a suggestion by its key."""
    return _BY_KEY.get(key)


def suggestions_for(behaviour: str) -> tuple[Suggestion, ...]:
    """List the suggestions for a behaviour."""
    return tuple(suggestion for suggestion in SUGGESTIONS if suggestion.behaviour == behaviour)
