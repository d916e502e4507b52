"""Crawls for the tests, each in a process of its own: a reactor starts once in each.

Plans come on stdin, results go to stdout, both pickled. The libraries are loaded once; every plan
is carried out by a fork of the process that has them, as it was before any reactor.
"""

from __future__ import annotations

import os
import pickle
import resource
import socket
import sys
from collections.abc import Callable
from typing import Any

from crawler import Delivery, Ports, collect
from news.report import SourceReport


def main() -> None:
    while plan := sys.stdin.buffer.readline():
        child = os.fork()
        if not child:
            carry_out(bytes.fromhex(plan.decode()))
            sys.stderr.flush()
            os._exit(0)
        os.waitpid(child, 0)


def carry_out(plan: bytes) -> None:
    sources, options, visits, broken, now, names = pickle.loads(plan)  # noqa: S301 - our parent's
    if names:
        socket.getaddrinfo = known_names(names)
    deliveries: list[Delivery] = []
    deliver = refuse if broken else keep_in(deliveries)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    error = ""
    reports: tuple[SourceReport, ...] = ()
    try:
        reports = collect(
            sources, options, Ports(deliver=deliver, now=lambda: now, recall=visits.get)
        )
    except OSError as failure:
        error = str(failure)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    result = pickle.dumps((reports, tuple(deliveries), error, peak))
    sys.stdout.buffer.write(result.hex().encode() + b"\n")
    sys.stdout.buffer.flush()


def known_names(names: dict[str, tuple[str, ...]]) -> Any:  # noqa: ANN401 - a function of the library
    """A resolver's answers for some names; all others are looked up."""
    look_up = socket.getaddrinfo

    def answer(host: Any, port: Any, *more: Any, **named: Any) -> list[Any]:  # noqa: ANN401 - as there
        name = host.decode() if isinstance(host, bytes) else host
        found = names.get(name, (host,))
        return [line for address in found for line in look_up(address, port, *more, **named)]

    return answer


def refuse(_delivery: Delivery) -> str:
    raise OSError("no space left on device")


def keep_in(deliveries: list[Delivery]) -> Callable[[Delivery], str]:
    known: set[str] = set()

    def keep(delivery: Delivery) -> str:
        deliveries.append(delivery)
        if delivery.article is None:
            return ""
        outcome = "unchanged" if delivery.article.id in known else "new"
        known.add(delivery.article.id)
        return outcome

    return keep


if __name__ == "__main__":
    main()
