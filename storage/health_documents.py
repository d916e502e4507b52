"""What reports hold, as the documents that columns of JSON keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from news.report import Circuit, Fault, LanguageReport, SourceState
from storage.documents import Document


def from_faults(faults: Iterable[Fault]) -> list[Document]:
    """Faults as documents, in their order."""
    return [{**asdict(fault), "state": fault.state.value} for fault in faults]


def to_faults(documents: Iterable[Document]) -> tuple[Fault, ...]:
    """The faults of documents, in their order."""
    return tuple(Fault(**{**each, "state": SourceState(each["state"])}) for each in documents)


def from_circuit(circuit: Circuit) -> Document:
    """A circuit as a document."""
    until = circuit.until.isoformat() if circuit.until else None
    return {"strikes": circuit.strikes, "rests": circuit.rests, "until": until}


def to_circuit(document: Document) -> Circuit:
    """The circuit of a document; closed where there is none."""
    until = document.get("until")
    return Circuit(
        document.get("strikes", 0.0),
        document.get("rests", 0),
        datetime.fromisoformat(until) if until else None,
    )


def from_languages(reports: Iterable[LanguageReport]) -> list[Document]:
    """Reports of languages as documents, in their order."""
    return [
        {**asdict(each), "state": each.state.value, "since": each.since.isoformat()}
        for each in reports
    ]


def to_languages(documents: Iterable[Document]) -> tuple[LanguageReport, ...]:
    """The reports of languages in documents, in their order."""
    return tuple(
        LanguageReport(
            **{
                **each,
                "state": SourceState(each["state"]),
                "since": datetime.fromisoformat(each["since"]),
            }
        )
        for each in documents
    )
