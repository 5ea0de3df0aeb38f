"""What a host may set, one typed field each, read from ROOST_* in the environment; docs/settings.md explains them."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

# A star stands for what goes before a name of two parts or more; a port makes it one server, as one's own may be.
HOST = re.compile(r"(\*\.[a-z0-9-]+\.[a-z0-9.-]*[a-z0-9]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?)")


def _listed(given: str) -> tuple[str, ...]:
    return tuple(host for host in given.lower().replace(" ", "").split(",") if host)


class Environment(BaseSettings):
    """Hold every setting of an installation; a wrong value stops the start with the name of the variable."""

    model_config = SettingsConfigDict(env_prefix="ROOST_", extra="ignore")

    data_dir: Path = Field(Path("roost-data"), description="Folder for the database, secrets and collected files.")
    database_url: str = Field("", description="postgresql://user:password@host:5432/name; empty means SQLite.")
    secret_key: str = Field("", description="Signs sessions and links; made and kept in the data folder when empty.")
    answers_key: str = Field(
        "", description="Opens answers that people gave in confidence; made and kept in the data folder when empty."
    )
    public_url: str = Field("http://localhost:8000", description="The address people use, with scheme and port.")
    allowed_hosts: str = Field("", description="Further host names that may be used, separated by commas.")
    behind_proxy: bool = Field(
        False, description="Trust X-Forwarded-Proto and X-Forwarded-For, set by a proxy that ends TLS."
    )
    email_url: str = Field(
        "", description="smtp://user:password@host:587; empty keeps mail as files in the data folder."
    )
    email_from: str = Field("roost@localhost", description="Sender of every message.")
    log_file: Path | None = Field(None, description="A file to which the log is written as well.")
    time_zone: str = Field("UTC", description="Zone of dates that belong to nobody in particular.")
    calendar_hosts: str = Field(
        "calendar.google.com, outlook.office365.com, outlook.live.com, outlook.office.com, *.icloud.com",
        description="Hosts of which people may follow calendars, separated by commas; empty switches it off.",
    )
    debug: bool = Field(False, description="Show error details; for developers, never on a network.")

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, given: str) -> str:
        address = urlsplit(given)
        if address.scheme not in {"http", "https"} or not address.hostname:
            raise ValueError("write the whole address, such as https://roost.example.org")
        return given

    @field_validator("email_url")
    @classmethod
    def _is_a_mail_server(cls, given: str) -> str:
        if given and (urlsplit(given).scheme not in {"smtp", "smtps"} or not urlsplit(given).hostname):
            raise ValueError("write it as smtp://user:password@host:587")
        return given

    @field_validator("calendar_hosts")
    @classmethod
    def _are_hosts(cls, given: str) -> str:
        for host in _listed(given):
            if not HOST.fullmatch(host):
                raise ValueError(f"{host!r} is no host: write calendar.example.org, *.example.org or localhost:8123")
        return given

    def calendar_hosts_listed(self) -> tuple[str, ...]:
        """List the hosts of which people may follow calendars."""
        return _listed(self.calendar_hosts)

    def secret(self) -> str:
        """Give the secret key, making one on the first start."""
        return self.secret_key or self._kept("secret_key")

    def key_of_answers(self) -> str:
        """Give the key that opens answers given in confidence, making one on the first start."""
        return self.answers_key or self._kept("answers_key")

    def _kept(self, name: str) -> str:
        kept = self.data_dir / name
        if not kept.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_urlsafe(50))
        return kept.read_text().strip()
