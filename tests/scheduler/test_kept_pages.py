"""The files of the archive: how much they take, and when they go."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from crawler.warc import PageArchive
from news.page import Page, Visit
from scheduler.kept_pages import forget_before, measure


def test_old_days_go_and_the_rest_is_measured(tmp_path: Path) -> None:
    from crawler import Delivery  # noqa: PLC0415 (beside the archive that takes it)

    archive = PageArchive(tmp_path)
    for day in (1, 10, 20):
        at = datetime(2022, 5, day, 23, 30, tzinfo=UTC)
        page = Page("http://x.example/", "http://x.example/", 200, b"<p>x</p>", at)
        archive.keep(Delivery("x", page, Visit(page.url_final, at, 200)))
    (tmp_path / "notes.txt").write_text("not ours", encoding="utf-8")

    assert measure(tmp_path).files == 3
    assert forget_before(tmp_path, datetime(2022, 5, 20, tzinfo=UTC), 10) == 1

    kept = measure(tmp_path)
    assert (kept.files, kept.since) == (2, date(2022, 5, 10))
    assert kept.bytes == sum(path.stat().st_size for path in tmp_path.glob("*.gz"))
    assert (tmp_path / "notes.txt").exists()
    assert measure(tmp_path / "absent").files == 0
