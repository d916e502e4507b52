"""Why a request came to nothing: one typed state and one line for each way to fail."""

from __future__ import annotations

from collections.abc import Container
from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from news.report import SourceState


class Refusal(IgnoreRequest):
    """A request that we ourselves do not make, or whose answer we do not take."""

    def __init__(self, state: SourceState, detail: str) -> None:
        super().__init__(detail)
        self.state = state
        self.detail = detail


def diagnose(
    error: BaseException, url: str, refused_hosts: Container[str]
) -> tuple[SourceState, str]:
    """State and one line for an error of the download.

    Args:
        error: what was raised.
        url: what was asked.
        refused_hosts: hosts whose names led to private addresses only.
    """
    host = urlsplit(url).hostname or url
    if isinstance(error, Refusal):
        return error.state, error.detail
    if isinstance(error, CannotResolveHostError) and host in refused_hosts:
        return SourceState.FORBIDDEN_ADDRESS, f"{host} leads to a private or local address"
    if isinstance(error, IgnoreRequest):
        return _ignored(error)
    for kind, state, line in _CAUSES:
        if isinstance(error, kind):
            return state, line.format(host=host)
    return SourceState.UNREACHABLE, f"{host}: {type(error).__name__}"


_CAUSES: tuple[tuple[type[Exception], SourceState, str], ...] = (
    (DownloadTimeoutError, SourceState.TIMEOUT, "{host} did not finish its answer in time"),
    (DownloadCancelledError, SourceState.TOO_LARGE, "the answer is larger than allowed"),
    (CannotResolveHostError, SourceState.UNREACHABLE, "the name {host} is unknown"),
    (DownloadConnectionRefusedError, SourceState.UNREACHABLE, "{host} refuses connections"),
    (UnsupportedURLSchemeError, SourceState.FORBIDDEN_ADDRESS, "only http and https are asked"),
    (ResponseDataLossError, SourceState.UNREACHABLE, "{host} broke off its answer"),
    (
        DownloadFailedError,
        SourceState.UNREACHABLE,
        "the connection to {host} broke off, or its certificate is not valid",
    ),
)


def _ignored(error: IgnoreRequest) -> tuple[SourceState, str]:
    # Scrapy has no types for these two: the one has a cause, the other only its words.
    if isinstance(error.__cause__, ValueError):
        return SourceState.TOO_LARGE, "the answer is larger than allowed when decompressed"
    if "redirections" in str(error):
        return SourceState.HTTP_ERROR, "redirected more than five times"
    return SourceState.UNREACHABLE, str(error)[:200]
