"""`make bench-backfill`: pages sieved a second against fastwarc's bare iteration, in one run.

Both go over the same archives: the pages of the sample press, one in fifty, among forty times as
many of no interest, English and Spanish; and the same with a third of them Japanese, which the
sieve has to look at twice. Bare iteration unpacks everything and parses the heads of records;
reading the bodies too is told beside it, and so are the stages behind the sieve, one by one.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawler import Saved, Sieve, Sifted, extract, read_web_archive
from demo import SamplePress
from knowledge import Knowledge, load
from news.errors import ExtractionError
from nlp import Reader, ReaderOptions, names_of_sides
from scheduler.backfill.outlets import Outlets
from tests.warcs import Record, hits, write_warc

NOW = datetime(2022, 5, 20, 6, tzinfo=UTC)
PAGES = 2000
ONE_IN = 50
ROUNDS = 5
ENGLISH = (
    "the mayor opened market and farmers came with their carts of hay while children sang in front "
    "of an old bridge that nobody had repaired since winter because money was short again this year"
)
SPANISH = (
    "el alcalde inauguró la feria y los niños aplaudieron con vecinos que llegaron desde pueblos "
    "más lejanos para ver también cómo músicos tocaban después del mediodía bajo árboles señoriales"
)
JAPANESE = (
    "観客は一万人を超え花火が夜空を彩った屋台の列は川岸まで続いた子供たちは金魚をすくい笑った"
)


def main() -> None:
    """Print rates and their ratios, paired by round."""
    base = load()
    began = time.process_time()
    sieve = Sieve(names_of_sides(base))
    say(f"the sieve is made in {time.process_time() - began:.1f} s")
    with tempfile.TemporaryDirectory() as folder:
        plain = write_warc(Path(folder, "plain.warc.gz"), mixed(utf8_pages))
        other = write_warc(Path(folder, "other.warc.gz"), mixed(other_pages))
        for name, path in (("UTF-8", plain), ("half in other writings", other)):
            compare(name, path, sieve)
        stages(plain, sieve, base)


def mixed(others: Callable[[int], Record]) -> Iterator[Record]:
    """Pages of which one in so many is on the subject."""
    known = hits(SamplePress.load())
    for number in range(PAGES):
        if number % ONE_IN:
            yield others(number)
        else:
            yield known[number // ONE_IN % len(known)]


def utf8_pages(number: int) -> Record:
    """English pages of no interest, every other one Spanish, with accents."""
    words = (SPANISH if number % 2 else ENGLISH).split()
    return Record(f"http://s{number % 300:03}.example/{number}", page(number, words, " "))


def other_pages(number: int) -> Record:
    """The same, every third one Japanese, in UTF-8 or in Shift_JIS."""
    found = utf8_pages(number)
    if number % 3:
        return found
    text = page(number, list(JAPANESE), "")
    if number % 2:
        return Record(found.url, text)
    return Record(found.url, text.decode().encode("cp932"), "text/html; charset=Shift_JIS")


def page(number: int, words: list[str], joint: str) -> bytes:
    """A page as large, and about as hard to compress, as pages of newspapers are."""
    lot = random.Random(number)  # noqa: S311 - a lot that can be drawn again

    def say_something(count: int) -> str:
        return joint.join(lot.choices(words, k=count))

    links = "".join(
        f'<li class="item c{lot.randrange(100)}"><a href="/{lot.randrange(10**8)}.html" '
        f'data-track="teaser"><span>{say_something(6)}</span></a></li>\n'
        for _ in range(150)
    )
    text = "".join(f"<p>{say_something(60)}.</p>\n" for _ in range(12))
    values = ",".join(f'"k{at}":{lot.randrange(10**6)}' for at in range(400))
    style = "".join(f".c{at}{{margin:{lot.randrange(40)}px;color:#333}}\n" for at in range(150))
    return (
        f"<html><head><title>{say_something(6)}</title><style>{style}</style></head><body>"
        f"<ul>{links}</ul><article><h1>{say_something(7)}</h1>{text}</article>"
        f"<script>var state = {{{values}}};</script></body></html>"
    ).encode()


def bare(path: Path) -> int:
    """What iterating alone takes."""
    with path.open("rb") as stream:
        return sum(1 for _ in ArchiveIterator(stream, record_types=WarcRecordType.response))


def bodies(path: Path) -> int:
    """What reading every body takes."""
    with path.open("rb") as stream:
        records = ArchiveIterator(stream, record_types=WarcRecordType.response)
        return sum(bool(record.reader.read()) for record in records)


def sieved(path: Path, sieve: Sieve) -> Sifted:
    """The pages that the sieve lets through."""
    sifted = Sifted()
    for _ in read_web_archive(path, NOW, sieve.admits, sifted):
        pass
    return sifted


def seconds(work: Callable[[], object]) -> float:
    """Processor time: a busy machine says little by its clock."""
    began = time.process_time()
    work()
    return time.process_time() - began


def compare(name: str, path: Path, sieve: Sieve) -> None:
    """Print what each takes, and the ratios."""
    sifted = sieved(path, sieve)
    rounds = [
        (
            seconds(lambda: bare(path)),
            seconds(lambda: bodies(path)),
            seconds(lambda: sieved(path, sieve)),
        )
        for _ in range(ROUNDS)
    ]
    alone, read, ours = (median(column) for column in zip(*rounds, strict=True))
    say(
        f"{name}: {sifted.pages} pages, {sifted.wanted} let through, one in {ONE_IN} on the subject"
    )
    for told, took in (("bare iteration", alone), ("bodies read", read), ("sieve", ours)):
        say(f"  {told:15} {PAGES / took:9.0f} pages a second")
    ratio = median(first / last for first, _, last in rounds)
    say(f"  sieve / bare iteration: {ratio:.2f}")
    say(f"  sieve / bodies read: {median(two / last for _, two, last in rounds):.2f}")


def stages(path: Path, sieve: Sieve, base: Knowledge) -> None:
    """What extraction and analysis of survivors take a page."""
    outlets = Outlets(base.sources)
    pages = [item for item in read_web_archive(path, NOW, sieve.admits) if isinstance(item, Saved)]
    articles = []
    began = time.process_time()
    for saved in pages:
        try:
            articles.append(extract(saved.page, outlets.stranger(saved.page)))
        except ExtractionError:
            continue
    extracting = (time.process_time() - began) / len(pages)
    reader = Reader(base, ReaderOptions(gate=True))
    list(reader.read(articles[:2]))
    took = seconds(lambda: list(reader.read(articles))) / len(articles)
    say(
        f"behind the sieve: {1000 * extracting:.1f} ms a page to extract, {1000 * took:.1f} to read"
    )


def say(line: str) -> None:
    """Print a line of the report."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
