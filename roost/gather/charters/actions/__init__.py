"""What people of a circle do with its charter."""

from roost.gather.charters.actions.proposing import propose_charter, withdraw_charter
from roost.gather.charters.actions.signing import settle_all_charters, settle_charter, sign_charter
from roost.gather.charters.actions.verbs import AGREED

__all__ = [
    "AGREED",
    "propose_charter",
    "settle_all_charters",
    "settle_charter",
    "sign_charter",
    "withdraw_charter",
]
