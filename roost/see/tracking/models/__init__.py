"""What tracking keeps."""

from roost.see.tracking.models.ledger import (
    AGAIN,
    LIMIT,
    LONGEST_ID,
    LONGEST_KEY,
    LONGEST_TIME,
    WITHDRAWAL,
    Cell,
    Closing,
    Draft,
    Entry,
    Metric,
)
from roost.see.tracking.models.programs import Aim, Enrolment, Offer, Program, Sharing, State, Step
from roost.see.tracking.models.rules import Outcome, Proposal, Remark, Rezoning, Rule, Vote
from roost.see.tracking.models.screens import Screen
from roost.see.tracking.models.underway import Delivery, Status, Underway

__all__ = [
    "AGAIN",
    "LIMIT",
    "LONGEST_ID",
    "LONGEST_KEY",
    "LONGEST_TIME",
    "WITHDRAWAL",
    "Aim",
    "Cell",
    "Closing",
    "Delivery",
    "Draft",
    "Enrolment",
    "Entry",
    "Metric",
    "Offer",
    "Outcome",
    "Program",
    "Proposal",
    "Remark",
    "Rezoning",
    "Rule",
    "Screen",
    "Sharing",
    "State",
    "Status",
    "Step",
    "Underway",
    "Vote",
]
