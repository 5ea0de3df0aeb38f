"""How a meeting moves: a state and an event give the next state. No clock, no chance, no rows."""

from __future__ import annotations

from dataclasses import replace

from roost.gather.meetings.engine.events import (
    EXTENSIONS,
    Back,
    Bring,
    Choose,
    Come,
    Done,
    Event,
    Extend,
    Gone,
    GoOn,
    Later,
    NextStep,
    NextTurn,
    Pause,
    TakeBack,
    TakeOver,
)
from roost.gather.meetings.engine.planning import FEWEST, plan_meeting
from roost.gather.meetings.engine.protocols import Kind, Protocol
from roost.gather.meetings.engine.state import State
from roost.ground.kit.errors import Conflict
from roost.ground.kit.errors import Words as _

# The presenter alone speaks.
TOLD = (Kind.PRESENT, Kind.PLAY_BACK)
# People may come and bring topics while somebody else presses; everything else happens in an order.
IN_ORDER = (Done, NextTurn, Later, NextStep, Back, Extend, Pause, GoOn, Choose)


def next_state(protocol: Protocol, state: State, event: Event, *, at: int) -> State:
    """Give where a meeting stands after an event at a moment; raises Conflict for what cannot happen now."""
    new = _next(protocol, state, event, at)
    if state.left is not None and new.deadline is not None and not isinstance(event, GoOn):
        # Who moves on while time stands still has not said that it goes on.
        new = replace(new, deadline=None, left=new.seconds_left(at))
    is_given = (new.step, new.turn) != (state.step, state.turn)
    move = state.move + (isinstance(event, IN_ORDER) or is_given)
    return replace(new, move=move, given=move if is_given else state.given)


def is_meant(state: State, event: Event, move: int | None) -> bool:
    """Say whether a press made at a `move` means this moment; who speaks ends their turn also once time was changed."""
    if isinstance(event, Done):
        return move is not None and state.given <= move <= state.move
    return move == state.move or not isinstance(event, IN_ORDER)


def _next(protocol: Protocol, state: State, event: Event, at: int) -> State:
    kind = protocol.steps[state.step].kind
    match event:
        case Come(person):
            return state if person in state.people else _welcome(protocol, state, person, at)
        case Gone(person):
            return _without(protocol, state, person, at) if person in state.people else state
        case TakeOver(person):
            return replace(state, moderator=person)
        case Done(person):
            _insist(state.turn == person, _("It is not your turn any more."))
            # Whoever moves on by themselves leaves nothing for the moderator to take back.
            return _follow(replace(state, before=None), at)
        case NextTurn():
            _insist(state.turn is not None, _("Everybody had a turn."))
            return _follow(_kept(state, at), at)
        case Later():
            _insist(state.turn is not None and bool(state.waiting), _("Nobody else waits for a turn."))
            return _put_last(_kept(state, at), at)
        case NextStep():
            return _step_on(protocol, state, at)
        case Back():
            _insist(state.before is not None, _("There is nothing to take back."))
            return _restored(protocol, state, at)
        case Extend(minutes):
            _insist(minutes in EXTENSIONS and state.seconds_left(at) is not None, _("Nothing is timed now."))
            return _extended(replace(state, before=None), minutes * 60, at)
        case Pause():
            _insist(state.deadline is not None, _("Time stands still already."))
            return replace(state, before=None, deadline=None, left=state.seconds_left(at))
        case GoOn():
            _insist(state.left is not None, _("Time is not paused."))
            return replace(state, before=None, deadline=at + (state.left or 0), left=None)
        case Bring(person):
            _insist(kind is Kind.CHOOSE, _("Topics are brought when one is chosen."))
            return state if person in state.bringers else replace(state, bringers=(*state.bringers, person))
        case TakeBack(person):
            _insist(kind is Kind.CHOOSE, _("Topics are brought when one is chosen."))
            return _without_topic(state, person)
        case Choose(person):
            _insist(kind is Kind.CHOOSE and person in state.bringers, _("They bring no topic."))
            return replace(_kept(state, at), presenter=person, away=None)


def next_step(protocol: Protocol, state: State) -> int:
    """Give the step that follows; what is about a topic is left out where nobody was chosen."""
    following = state.step + 1
    while state.presenter is None and protocol.steps[following].kind.is_of_topic:
        following += 1
    return following


def seconds_to_go(protocol: Protocol, state: State, at: int) -> int:
    """Give the seconds that the meeting still takes as it is planned; before it begins, those of the whole plan."""
    seconds = state.seconds or plan_meeting(protocol, people=len(state.people), minutes=state.minutes).seconds
    here = state.seconds_left(at) or 0
    here += len(state.waiting) * seconds[state.step]
    following = range(state.step + 1, len(protocol.steps)) if state.seconds else range(len(protocol.steps))
    for number in following:
        kind = protocol.steps[number].kind
        if not kind.is_of_topic or state.presenter is not None or state.step <= _last_choice(protocol):
            turns = len(state.people) - (kind is Kind.SHARE) if kind.is_in_turn else 1
            here += max(turns, 0) * seconds[number]
    return here


def _last_choice(protocol: Protocol) -> int:
    return max((place for place, one in enumerate(protocol.steps) if one.kind is Kind.CHOOSE), default=-1)


def _step_on(protocol: Protocol, state: State, at: int) -> State:
    if state.step == 0:
        _insist(len(state.people) >= FEWEST, _("A meeting needs two people at least. Wait for one more."))
        plan = plan_meeting(protocol, people=len(state.people), minutes=state.minutes)
        state = replace(state, seconds=plan.seconds)
    _insist(state.step + 1 < len(protocol.steps), _("This is the last step. End the meeting when you are done."))
    # The opening is not gone back to: the promise was made, and the minutes are counted.
    kept = _kept(state, at) if state.step else state
    return _enter(protocol, kept, next_step(protocol, state), at)


def _enter(protocol: Protocol, state: State, step: int, at: int) -> State:
    kind = protocol.steps[step].kind
    if kind is Kind.CHOOSE:
        state = replace(state, presenter=None, bringers=())
    if not kind.is_of_topic:
        state = replace(state, away=None)
    state = replace(state, step=step, turn=None, waiting=_speakers(protocol, state, step), had=(), left=None)
    if state.waiting:
        return _give(state, at)
    return replace(state, deadline=None if kind.is_in_turn else at + state.seconds[step])


def _speakers(protocol: Protocol, state: State, step: int) -> tuple[int, ...]:
    """Give who speaks in turn in a step; each round begins with another, so that nobody is always first."""
    kind = protocol.steps[step].kind
    if kind in TOLD and state.presenter is not None:
        return (state.presenter,)
    if not kind.is_in_turn or not state.people:
        return ()
    first = sum(one.kind.is_in_turn for one in protocol.steps[:step]) % len(state.people)
    order = state.people[first:] + state.people[:first]
    return tuple(one for one in order if kind is not Kind.SHARE or one != state.presenter)


def _give(state: State, at: int) -> State:
    """Let the first who waits speak."""
    first, *others = state.waiting
    return replace(state, turn=first, waiting=tuple(others), deadline=at + state.seconds[state.step], left=None)


def _follow(state: State, at: int) -> State:
    """End a turn; the next who waits speaks, or nobody is left to."""
    had = (*state.had, state.turn) if state.turn is not None else state.had
    state = replace(state, turn=None, had=had, deadline=None, left=None)
    return _give(state, at) if state.waiting else state


def _put_last(state: State, at: int) -> State:
    if state.turn is None:
        return state
    return _give(replace(state, waiting=(*state.waiting, state.turn), turn=None), at)


def _extended(state: State, seconds: int, at: int) -> State:
    if state.deadline is None:
        return replace(state, left=(state.left or 0) + seconds)
    # Whoever is over already is given time from now on.
    return replace(state, deadline=max(state.deadline, at) + seconds)


def _kept(state: State, at: int) -> State:
    """Remember where a meeting stands before the moderator moves it."""
    return replace(state, before=replace(state, before=None, deadline=None, left=state.seconds_left(at)))


def _restored(protocol: Protocol, state: State, at: int) -> State:
    """Go back to before the last move, with who is here now."""
    before = state.before
    if before is None:
        return state
    here, kind = set(state.people), protocol.steps[before.step].kind
    presenter = before.presenter if before.presenter is not None else before.away
    known = {
        *before.people,
        *before.had,
        *before.waiting,
        before.turn,
        presenter if kind is Kind.SHARE else None,
    }
    alone = (presenter,) if kind in TOLD and presenter in here else ()
    late = tuple(one for one in (state.people if kind.is_in_turn else alone) if one is not None and one not in known)
    # Who brought a topic since it was chosen still does.
    bringers = state.bringers if before.step == state.step else before.bringers
    new = replace(
        before,
        moderator=state.moderator,
        people=state.people,
        waiting=tuple(one for one in before.waiting if one in here) + late,
        bringers=tuple(one for one in bringers if one in here),
        presenter=presenter if presenter in here else None,
        away=presenter if presenter not in here else None,
        deadline=at + before.left if before.left is not None else None,
        left=None,
    )
    if new.turn is not None and new.turn not in here:
        return _follow(replace(new, turn=None), at)
    return _give(new, at) if new.turn is None and new.waiting else new


def _welcome(protocol: Protocol, state: State, person: int, at: int) -> State:
    """Let somebody in; whoever is late speaks at the end of the round, once, and who presented presents again."""
    state = replace(state, people=(*state.people, person))
    if person == state.away:
        state = replace(state, presenter=person, away=None)
    kind, presents = protocol.steps[state.step].kind, person == state.presenter
    has_turn = (kind.is_in_turn and not (kind is Kind.SHARE and presents)) or (kind in TOLD and presents)
    if not has_turn or person in state.had:
        return state
    state = replace(state, waiting=(*state.waiting, person))
    return state if state.turn is not None else _give(state, at)


def _without(protocol: Protocol, state: State, person: int, at: int) -> State:
    """Let somebody go, with what they brought; whose turn it was has had it, but a presenter goes on when back."""
    presents = state.presenter == person and protocol.steps[state.step].kind.is_of_topic
    state = replace(
        _without_topic(state, person),
        away=person if presents else state.away,
        people=tuple(one for one in state.people if one != person),
        waiting=tuple(one for one in state.waiting if one != person),
        moderator=None if state.moderator == person else state.moderator,
    )
    if state.turn != person:
        return state
    return replace(state, turn=None, deadline=None) if presents else _follow(state, at)


def _without_topic(state: State, person: int) -> State:
    return replace(
        state,
        bringers=tuple(one for one in state.bringers if one != person),
        presenter=None if state.presenter == person else state.presenter,
    )


def _insist(holds: bool, words: str) -> None:
    if not holds:
        raise Conflict(words)
