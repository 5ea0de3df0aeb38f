"""Which answer speaks for which behaviour, and how loudly: judgement, open to be read and changed.

The strengths are the authors' own, from what the literature on transitions and energy at work describes; none of them
is estimated from data. That is why every ranking shows its reasons and stands beside the person's own. They are
balanced so that who answers at random is pointed to each behaviour about as often; a test bounds the spread.
"""

from __future__ import annotations

from collections.abc import Mapping

WEIGHTS: Mapping[str, int] = {
    "expected": 3,
    "barriers": 3,
    "manager": 3,
    "transition": 2,
    "drains": 2,
    "energy": 2,
    "feeds": 1,
    "strengths": 1,
}
"""How much each question counts; a strength is multiplied by it."""

SPEAKS_FOR: Mapping[str, Mapping[str, Mapping[str, int]]] = {
    "transition": {
        "first-team": {"building-capability": 3, "earning-trust": 2, "communicating-with-impact": 1},
        "former-peers": {"earning-trust": 3, "confidence": 2, "compassion": 1},
        "leading-leaders": {"designing-from-the-future": 3, "building-capability": 2, "developing-insight": 1},
        "new-organisation": {"researching": 3, "earning-trust": 2, "collaborating": 1},
        "new-field": {"conceptual-agility": 3, "researching": 2, "confidence": 1},
        "in-trouble": {"leading-change": 3, "deciding": 2, "driving-value": 1},
        "no-title": {"enrolling-others": 3, "proactive": 2, "collaborating": 1},
        "steady": {},
    },
    "expected": {
        "results": {"committing-to-outcomes": 3, "proactive": 1},
        "direction": {"designing-from-the-future": 3, "developing-insight": 2},
        "calm": {"compassion": 3, "confidence": 2},
        "change": {"leading-change": 3, "enrolling-others": 2},
        "across": {"collaborating": 3, "earning-trust": 2},
        "people": {"building-capability": 3, "compassion": 1},
        "decisions": {"deciding": 3, "researching": 2},
        "less": {"driving-value": 3, "developing-insight": 2},
        "ideas": {"conceptual-agility": 3, "researching": 1},
        "voice": {"communicating-with-impact": 3, "confidence": 2},
    },
    # By the answer "body: 1" and so on: what is nearly empty speaks twice as loudly as what is low.
    "energy": {
        "body-1": {"driving-value": 2},
        "body-2": {"driving-value": 1},
        "mind-1": {"developing-insight": 2, "deciding": 2},
        "mind-2": {"developing-insight": 1, "deciding": 1},
        "emotions-1": {"compassion": 2, "confidence": 2},
        "emotions-2": {"compassion": 1, "confidence": 1},
        "spirit-1": {"designing-from-the-future": 2, "enrolling-others": 2},
        "spirit-2": {"designing-from-the-future": 1, "enrolling-others": 1},
    },
    "drains": {
        "doing-it-all": {"building-capability": 3},
        "interruptions": {"proactive": 2, "building-capability": 1},
        "meetings": {"committing-to-outcomes": 2, "driving-value": 1},
        "saying-yes": {"driving-value": 2, "deciding": 1},
        "unspoken-conflict": {"earning-trust": 2, "confidence": 1},
        "being-watched": {"communicating-with-impact": 2, "confidence": 1},
        "unclear": {"researching": 2, "leading-change": 1},
        "politics": {"enrolling-others": 2, "collaborating": 1},
        "waiting": {"proactive": 3, "collaborating": 1},
        "details": {"developing-insight": 2, "designing-from-the-future": 1},
    },
    "barriers": {
        "no-time": {"proactive": 2, "communicating-with-impact": 1},
        "late-decisions": {"proactive": 2, "designing-from-the-future": 1},
        "what-counts": {"researching": 2, "developing-insight": 1},
        "different-good": {"committing-to-outcomes": 2, "conceptual-agility": 2},
        "brought-everything": {"building-capability": 2, "deciding": 1},
        "half-done": {"committing-to-outcomes": 2, "communicating-with-impact": 1},
        "no-bad-news": {"earning-trust": 2, "compassion": 2},
        "still-a-peer": {"confidence": 2, "compassion": 1},
        "held-up": {"collaborating": 2, "researching": 1},
        "empty-meetings": {"deciding": 2, "driving-value": 2},
        "quiet-resistance": {"leading-change": 2, "enrolling-others": 1},
        "not-in-the-room": {"enrolling-others": 2, "collaborating": 1},
    },
    "feeds": {
        "quiet": {"researching": 1, "developing-insight": 1},
        "helping": {"building-capability": 1, "compassion": 1},
        "company": {"enrolling-others": 1, "collaborating": 1},
        "ideas": {"conceptual-agility": 1, "designing-from-the-future": 1},
        "finishing": {"committing-to-outcomes": 1, "driving-value": 1},
        "learning": {"researching": 1, "conceptual-agility": 1},
        "order": {"deciding": 1, "developing-insight": 1},
        "being-seen": {"communicating-with-impact": 1, "confidence": 1},
        "starting": {"proactive": 1, "leading-change": 1},
        "moving": {},
    },
}
"""By question and answer: for which behaviours it speaks. A strength of the person's speaks against its behaviour."""

STRENGTH = -2
"""What a strength that the person has already counts for the behaviour of the same name."""

MANAGER = 2
"""What the person's line manager asks for by name counts for it: less than what the person says is expected most."""
