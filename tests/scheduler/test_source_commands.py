"""`soie sources …` on a real server: what is tried, told, written and refused."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from knowledge import load
from news.source import Source, SourceKind
from scheduler.checking import check_lines
from scheduler.cli import call

PARAGRAPH = (
    "Les ateliers de tissage de la vallée ont reçu hier une délégation venue étudier leurs métiers"
    " à tisser, leurs teintures et la formation de leurs apprentis."
)
ITEM = (
    "<item><title>La filature rouvre</title><link>http://gazette.example/eco/filature-1</link>"
    "<pubDate>Thu, 19 May 2022 17:42:00 +0200</pubDate></item>"
)
CHANNEL = f"<channel><title>La Gazette</title>{ITEM}</channel>"
RSS = f'<?xml version="1.0"?><rss version="2.0">{CHANNEL}</rss>'
ARTICLE = (
    '<html lang="fr"><head><title>La filature rouvre - La Gazette</title>'
    '<meta property="article:published_time" content="2022-05-19T17:42:00+02:00">'
    '<meta name="tdm-reservation" content="1"></head><body><article><h1>La filature rouvre</h1>'
    f"<p>{PARAGRAPH}</p><p>Un second lot suivra. {PARAGRAPH}</p></article></body></html>"
)
HOME = (
    '<html lang="fr"><head><title>La Gazette rhodanienne</title>'
    '<meta property="og:site_name" content="La Gazette rhodanienne">'
    '<link rel="alternate" type="application/rss+xml" href="/commentaires/rss" title="Comments">'
    '<link rel="alternate" type="application/rss+xml" href="/fil.xml"></head>'
    "<body><h1>La Gazette rhodanienne</h1><p>Toute la vallée.</p></body></html>"
)
Web = dict[str, str]


@pytest.fixture
def web() -> Iterator[tuple[str, Web]]:
    """A proxy that answers for any host what the test has published."""
    published: Web = {}

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = published.get(self.path)
            self.send_response(200 if body is not None else 404)
            kind = "text/xml" if (body or "").startswith("<?xml") else "text/html; charset=utf-8"
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write((body or "").encode())

        def log_message(self, *_words: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", published
    server.shutdown()
    thread.join()
    server.server_close()


Soie = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def soie(
    web: tuple[str, Web],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Soie:
    """Calls a command in an empty folder; answers exit code, data, and what was said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    (tmp_path / "soie.toml").write_text(
        'now = "2022-05-20T06:00:00Z"\n[crawl]\ncontact = "redaction@gazette.example"\n'
        f'proxy = "{web[0]}"\ndelay_seconds = 0\ntimeout_seconds = 5\n',
        encoding="utf-8",
    )

    def run(*arguments: str) -> tuple[int, Any, str]:
        code = call(["--json", *arguments])
        out, err = capsys.readouterr()
        return code, json.loads(out)["data"] if out else None, err

    return run


def own(tmp_path: Path) -> dict[str, Source]:
    """The sources beside the catalogue."""
    bundled = load().sources
    both = load(None, tmp_path / "sources.toml").sources
    return {key: source for key, source in both.items() if key not in bundled}


def test_a_page_leads_to_its_feed_and_a_record(
    web: tuple[str, Web], soie: Soie, tmp_path: Path
) -> None:
    web[1].update({"http://gazette.example/": HOME, "http://gazette.example/fil.xml": RSS})
    code, data, said = soie("sources", "add", "http://gazette.example/")
    assert (code, said) == (0, "")
    (source,) = own(tmp_path).values()
    assert data["sources"][0]["id"] == source.id == "gazette-example"
    assert source.name == "La Gazette rhodanienne"
    assert source.kind is SourceKind.FEED
    assert source.urls == ("http://gazette.example/fil.xml",)
    assert (source.language, source.country, source.timezone) == ("fr", "FR", "Europe/Paris")
    assert "named by the page" in source.evidence
    before = (tmp_path / "sources.toml").read_bytes()
    code, _, said = soie("sources", "add", "http://www.gazette.example/fil.xml")
    assert code == 2
    assert "gazette-example reads this address" in said
    assert (tmp_path / "sources.toml").read_bytes() == before


def test_a_japanese_page_without_a_feed_becomes_a_listing(
    web: tuple[str, Web], soie: Soie, tmp_path: Path
) -> None:
    items = "".join(
        f"<li>2022年5月{day}日 <a href='/press/{day}00.html'>織物工場の見学会を開催します</a></li>"
        for day in (17, 18, 19)
    )
    page = f"<html lang='ja'><title>渓谷県 記者発表</title><h1>記者発表</h1><ul>{items}</ul></html>"
    web[1]["http://keikoku.example.jp/press/"] = page
    code, _, said = soie("sources", "add", "http://keikoku.example.jp/press/", "--id", "keikoku")
    assert (code, said) == (0, "")
    source = own(tmp_path)["keikoku"]
    assert source.kind is SourceKind.LISTING
    assert (source.language, source.country, source.timezone) == ("ja", "JP", "Asia/Tokyo")


def test_a_news_sitemap_in_robots_is_found(
    web: tuple[str, Web], soie: Soie, tmp_path: Path
) -> None:
    url = "http://gazette.example/news-map.xml"
    plain = HOME.replace("application/rss+xml", "text/plain")
    entry = "<url><loc>http://gazette.example/eco/filature-1</loc></url>"
    web[1].update(
        {
            "http://gazette.example/": plain,
            "http://gazette.example/robots.txt": f"User-agent: *\nAllow: /\nSitemap: {url}\n",
            url: f'<?xml version="1.0"?><urlset>{entry}</urlset>',
        }
    )
    code, _, said = soie("sources", "add", "http://gazette.example/")
    assert (code, said) == (0, "")
    (source,) = own(tmp_path).values()
    assert (source.kind, source.urls) == (SourceKind.SITEMAP, (url,))


def test_nothing_is_written_for_what_is_no_source(
    web: tuple[str, Web], soie: Soie, tmp_path: Path
) -> None:
    web[1]["http://vide.example/"] = "<html><title>Vide</title><p>Rien ici.</p></html>"
    for url in ("http://vide.example/", "http://absent.example/", "ftp://vide.example/"):
        code, data, said = soie("sources", "add", url)
        assert (code, data) == (2, None)
        assert len(said.splitlines()) == 1
    assert not (tmp_path / "sources.toml").exists()


def test_a_feed_given_by_hand_takes_its_name_from_the_home_page_or_from_itself(
    web: tuple[str, Web], soie: Soie
) -> None:
    web[1]["http://gazette.example/fil.xml"] = RSS
    bare = soie("sources", "add", "http://gazette.example/fil.xml", "--dry")[1]
    web[1]["http://gazette.example/"] = HOME
    named = soie("sources", "add", "http://gazette.example/fil.xml", "--dry")[1]
    assert bare["file"] is named["file"] is None
    assert bare["sources"][0]["name"] == "La Gazette"
    assert named["sources"][0]["name"] == "La Gazette rhodanienne"


def write(tmp_path: Path, urls: str, kind: str = "feed") -> None:
    """The record of the Gazette."""
    (tmp_path / "sources.toml").write_text(
        '[gazette]\nname = "La Gazette"\nlanguage = "fr"\ncountry = "FR"\n'
        f'timezone = "Europe/Paris"\nkind = "{kind}"\nurls = ["{urls}"]\n'
        'home = "http://gazette.example/"\nconfidence = "C"\nevidence = "seen"\n',
        encoding="utf-8",
    )


def test_a_check_tells_field_by_field_what_is_found(
    web: tuple[str, Web], soie: Soie, tmp_path: Path
) -> None:
    write(tmp_path, "http://gazette.example/fil.xml")
    web[1].update(
        {
            "http://gazette.example/fil.xml": RSS,
            "http://gazette.example/eco/filature-1": ARTICLE,
        }
    )
    code, data, _ = soie("sources", "check", "gazette")
    assert code == 0
    (found,) = data
    assert (found["state"], found["robots"]) == ("ok", "allowed")
    (listing,) = found["listings"]
    assert (listing["status"], listing["entries"], listing["titled"]) == (200, 1, 1)
    assert listing["newest"] == "2022-05-19T15:42:00+00:00"
    article = found["article"]
    assert article["title"] == "La filature rouvre"
    assert article["title_from"] == ["h1", "title"]
    assert (article["published_from"], article["precision"]) == ("meta", "instant")
    assert article["reserved"] == ["tdm-reservation: 1"]
    assert article["letters"] > len(PARAGRAPH)
    assert any("reserves" in line for line in found["advice"])
    assert not (tmp_path / "var").exists()


def test_a_check_finds_where_a_feed_has_gone(
    web: tuple[str, Web], soie: Soie, tmp_path: Path
) -> None:
    write(tmp_path, "http://gazette.example/ancien.rss")
    web[1].update(
        {
            "http://gazette.example/": HOME,
            "http://gazette.example/ancien.rss": HOME,
            "http://gazette.example/fil.xml": RSS,
        }
    )
    _, data, _ = soie("sources", "check", "gazette")
    assert data[0]["state"] == "html-instead-of-feed"
    assert data[0]["feeds_named"] == ["http://gazette.example/fil.xml"]
    assert any("http://gazette.example/fil.xml" in line for line in data[0]["advice"])
    said = "\n".join(check_lines(data[0]))
    assert "html-instead-of-feed" in said
    assert "advice     write" in said


def test_a_check_names_a_refusal_by_robots(
    web: tuple[str, Web], soie: Soie, tmp_path: Path
) -> None:
    write(tmp_path, "http://gazette.example/fil.xml")
    web[1].update(
        {
            "http://gazette.example/fil.xml": RSS,
            "http://gazette.example/robots.txt": "User-agent: *\nDisallow: /",
        }
    )
    _, data, _ = soie("sources", "check", "gazette")
    assert data[0]["state"] == "robots-refused"
    assert data[0]["robots"].startswith("refused")


def test_opml_goes_out_and_comes_back_the_same(soie: Soie, tmp_path: Path) -> None:
    assert soie("sources", "export-opml", "all.opml")[1]["sources"] == len(load().sources)
    text = (tmp_path / "all.opml").read_text(encoding="utf-8")
    bundled = load().sources
    code, data, _ = soie("sources", "import-opml", "all.opml")
    assert (code, data["sources"], len(data["known"])) == (0, [], len(bundled))
    from crawler import read_opml  # noqa: PLC0415 (beside its use)

    assert {item.id: item for item in read_opml(text.encode(), "all.opml")} == bundled


def test_an_opml_of_another_reader_is_taken_over_once(soie: Soie, tmp_path: Path) -> None:
    (tmp_path / "mine.opml").write_text(
        '<?xml version="1.0"?><opml version="1.0"><body><outline text="Presse">'
        '<outline type="rss" text="La  Gazette" xmlUrl="http://gazette.example/rss"/>'
        '<outline type="rss" text="渓谷新聞" xmlUrl="http://keikoku.example.jp/index.rdf"/>'
        '<outline type="rss" text="Le Monde" xmlUrl="https://www.lemonde.fr/rss/une.xml"/>'
        '<outline type="rss" text="x" xmlUrl="file:///etc/passwd"/>'
        "</outline></body></opml>",
        encoding="utf-8",
    )
    code, data, _ = soie("sources", "import-opml", "mine.opml")
    assert code == 0
    assert [item["id"] for item in data["sources"]] == ["gazette-example", "keikoku-example-jp"]
    assert len(data["known"]) == 1
    added = own(tmp_path)
    assert added["keikoku-example-jp"].timezone == "Asia/Tokyo"
    assert added["gazette-example"].name == "La Gazette"
    assert soie("sources", "import-opml", "mine.opml")[1]["sources"] == []
    for text in (
        "<html><p>x</p></html>",
        "<opml><body/></opml>",
        "",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    ):
        (tmp_path / "bad.opml").write_text(text, encoding="utf-8")
        assert soie("sources", "import-opml", "bad.opml")[0] == 2
