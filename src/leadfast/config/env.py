"""What the environment says, read once: where the database is, and how we are reached."""

import os
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from leadfast.foundation.errors import Refusal
from leadfast.foundation.postgres import keys, places, roles
from leadfast.foundation.postgres.cluster import PORT


class DatabaseUrlUnreadable(Refusal):
    """DATABASE_URL cannot be read. It looks like postgresql://user:password@host:5432/database."""


def flag(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    return value in ("1", "true", "yes", "on") if value else default


def words(name: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


@dataclass(frozen=True)
class Databases:
    """Django's connection settings for the three roles."""

    embedded: bool
    default: dict[str, Any]
    owner: dict[str, Any]
    sweep: dict[str, Any]


def databases(home: places.Places, secret: str) -> Databases:
    """The embedded database, or the one DATABASE_URL names, under each of the three roles."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        ours: dict[str, Any] = {
            "HOST": str(home.sockets),
            "PORT": str(PORT),
            "NAME": roles.DATABASE,
            "OPTIONS": {},
        }
        return Databases(
            embedded=True,
            default=_as(ours, roles.APP, secret),
            owner=_as(ours, roles.OWNER, secret),
            sweep=_as(ours, roles.SWEEP, secret),
        )
    base = from_url(url)
    app, sweep = os.environ.get("DATABASE_URL_APP"), os.environ.get("DATABASE_URL_SWEEP")
    owner = dict(base)
    if owner["USER"] != roles.OWNER:
        # Whoever migrates acts as the owner role, so that tables belong to it whatever the login is.
        owner["OPTIONS"] = dict(base["OPTIONS"], options=f"-c role={roles.OWNER}")
    return Databases(
        embedded=False,
        default=from_url(app) if app else _as(base, roles.APP, secret),
        owner=owner,
        sweep=from_url(sweep) if sweep else _as(base, roles.SWEEP, secret),
    )


def from_url(url: str) -> dict[str, Any]:
    """Django's settings for one PostgreSQL URL."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise DatabaseUrlUnreadable from error
    query: dict[str, str] = dict(parse_qsl(parts.query))
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgres", "postgresql") or not name:
        raise DatabaseUrlUnreadable
    return {
        "NAME": name,
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        # A socket's directory is given as ?host=/path, as libpq does.
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(port or query.pop("port", "") or ""),
        "OPTIONS": query,
    }


def _as(base: dict[str, Any], role: str, secret: str) -> dict[str, Any]:
    return {**base, "USER": role, "PASSWORD": keys.password(role, secret), "OPTIONS": dict(base["OPTIONS"])}
