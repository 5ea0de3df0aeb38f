"""Pages of matching."""

from roost.gather.matching.views.apart import apart, end_apart
from roost.gather.matching.views.checking import check
from roost.gather.matching.views.peers import answer, peers, renew, stop, wish

__all__ = ["answer", "apart", "check", "end_apart", "peers", "renew", "stop", "wish"]
