"""Pages of charters."""

from roost.gather.charters.views.proposing import propose
from roost.gather.charters.views.signing import charter, sign, version, withdraw

__all__ = ["charter", "propose", "sign", "version", "withdraw"]
