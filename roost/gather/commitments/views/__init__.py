"""What the cards of commitments send."""

from roost.gather.commitments.views.promising import promise, settle

__all__ = ["promise", "settle"]
