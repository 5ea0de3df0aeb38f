"""Which addresses of feeds may be read: those of hosts that who runs Roost listed, and no private ones behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from roost.ground.calendars.models import LONGEST_ADDRESS
from roost.ground.kit.errors import InputError

PORTS = {"https": 443, "http": 80}
HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
ONCE_OF_VERSION_4 = IPv6Network("::/96")
PRINTABLE = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True)
class FeedAddress:
    """An address that may be read. `is_listed_with_port` says that it was listed so, as one's own server would be."""

    scheme: str
    host: str
    port: int
    path: str
    is_listed_with_port: bool

    def __str__(self) -> str:
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}{self.path}"


def feed_hosts() -> tuple[str, ...]:
    """List the hosts of which feeds may be read, as they were set."""
    return tuple(settings.CALENDAR_HOSTS)


def feed_address(typed: str) -> FeedAddress:
    """Give the address that somebody typed, `webcal` being another word for `https`.

    Raises InputError for one that is no address, is not secret under way, or is of a host that is not listed.
    """
    typed = typed.strip()
    if len(typed) > LONGEST_ADDRESS or not PRINTABLE.fullmatch(typed):
        raise InputError(_not_an_address())
    try:
        parts = urlsplit(typed)
        port, host = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError:
        raise InputError(_not_an_address()) from None
    scheme = "https" if parts.scheme in {"webcal", "webcals"} else parts.scheme
    if scheme not in PORTS or not HOST.fullmatch(host):
        raise InputError(_not_an_address())
    if parts.username is not None or parts.password is not None:
        raise InputError(
            _("There is a name or a password in this address. Copy the calendar’s secret address instead.")
        )
    port = port or PORTS[scheme]
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if f"{host}:{port}" in feed_hosts():
        return FeedAddress(scheme, host, port, path, is_listed_with_port=True)
    if not any(_is_of(host, listed) for listed in feed_hosts()):
        raise InputError(_not_listed())
    if scheme != "https" or port != PORTS["https"]:
        raise InputError(_("This address would not be read in secret. Copy the one that begins with https://."))
    return FeedAddress(scheme, host, port, path, is_listed_with_port=False)


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the open internet: no private network, no machine of one's own."""
    ip: IPv4Address | IPv6Address | None = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or _behind_nat64(ip)
        if inside is not None:
            return is_public(str(inside))
        # Networks that were once private, and addresses that were once those of version 4, lead who knows where.
        if ip.is_site_local or ip in ONCE_OF_VERSION_4:
            return False
    return bool(ip and ip.is_global and not ip.is_multicast)


def _behind_nat64(ip: IPv6Address) -> IPv4Address | None:
    return IPv4Address(ip.packed[-4:]) if ip.packed.startswith(b"\x00\x64\xff\x9b") else None


def _is_of(host: str, listed: str) -> bool:
    return host.endswith(listed[1:]) if listed.startswith("*.") else host == listed


def _not_an_address() -> str:
    return _("This is not the address of a calendar. It begins with https:// or webcal://.")


def _not_listed() -> str:
    if not feed_hosts():
        return _("Feeds are switched off here. Add a file instead.")
    return _("Calendars of this host are not read here. An administrator of Roost can list it; a file works anywhere.")
