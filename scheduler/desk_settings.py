"""Settings of the review desk: where it listens, and where browsers find it."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from scheduler.section import Section


def is_loopback(host: str) -> bool:
    """Whether a host is this machine as only itself can reach it."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _origin(text: str) -> str:
    if not text:
        return text
    parts = urlsplit(text.rstrip("/").lower())
    if f"{parts.scheme}://{parts.netloc}" != text.rstrip("/").lower() or not parts.hostname:
        raise ValueError(f"{text!r} is no address of a desk; write it as https://desk.example")
    if "@" in parts.netloc or parts.scheme not in {"http", "https"}:
        raise ValueError(f"{text!r} is no address of a desk; write it as https://desk.example")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError(f"{text!r} would send passwords in clear; use https")
    usual = ":443" if parts.scheme == "https" else ":80"
    return f"{parts.scheme}://{parts.netloc.removesuffix(usual)}"


def _proxy(text: str) -> str:
    try:
        return str(ip_network(text))
    except ValueError as error:
        raise ValueError(f"{text!r} is no address or network; write it as 10.0.0.2") from error


class DeskSettings(Section):
    """Where the review desk listens, and who may come from where."""

    host: str = "127.0.0.1"
    port: int = Field(default=8787, ge=0, le=65535)
    public_url: Annotated[str, AfterValidator(_origin)] = ""
    """Where browsers find the desk, as `https://desk.example`; empty on this machine alone."""
    trusted_proxies: tuple[Annotated[str, AfterValidator(_proxy)], ...] = ()
    """Addresses or networks of proxies whose `X-Forwarded-For` names the client."""
    idle_hours: float = Field(default=12, gt=0)
    """A session that is unused for this long ends."""
    session_days: float = Field(default=7, gt=0)
    """A session ends after this long, however much it is used."""
