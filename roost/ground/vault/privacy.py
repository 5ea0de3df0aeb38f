"""What the vault holds about people. The texts are sealed: their page exports them, because nothing else can."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from roost.ground.kit.privacy import Erasure, Holding, hold
from roost.ground.vault.models import Device, EarlierKeyring, Epoch, HandedKey, Keyring, Membership, Note

hold(
    Holding(
        Keyring,
        _("Your keys"),
        _("So that your browser can open what others sealed for you. Without your passphrase they open nothing."),
        {"person": Erasure.DELETE},
        secret=frozenset({"sealed", "recovery"}),
    )
)
hold(
    Holding(
        EarlierKeyring,
        _("Keys that you replaced"),
        _("So that your browser can open what was written under them, should you find their passphrase or code."),
        {"person": Erasure.DELETE},
        secret=frozenset({"sealed", "recovery"}),
    )
)
hold(
    Holding(
        Device,
        _("Devices that open your keys"),
        _("So that one touch opens them. Roost keeps sealed keys and what you call the device, not its secret."),
        {"person": Erasure.DELETE},
        secret=frozenset({"sealed", "credential"}),
    )
)
hold(
    Holding(
        Membership,
        _("Groups that write for themselves"),
        _("So that Roost knows to whom it gives sealed notes."),
        {"person": Erasure.DELETE},
    )
)
hold(
    Holding(
        Note,
        _("Notes that only their readers can open"),
        _("Kept for your group. Roost cannot read them: download the text on the page of the notes."),
        {"author": Erasure.DELETE},
    )
)
hold(
    Holding(
        Epoch,
        _("Records of who reads"),
        _("So that browsers can check who let whom in. They hold numbers and public keys."),
        {"made_by": Erasure.KEEP},
        mentions=frozenset({"made_by"}),
    )
)
hold(
    Holding(
        HandedKey,
        _("Earlier keys that were shared with you"),
        _("So that your browser can open what was written before you came."),
        {"person": Erasure.DELETE, "by": Erasure.KEEP},
        mentions=frozenset({"by"}),
    )
)
