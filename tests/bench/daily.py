"""The whole daily job against news-please, on the same loopback press: `make bench-daily`.

Ours is `soie run`: it collects the sample press, broken outlets included, reads and tags every
article, groups them, and writes the digests of a fortnight in three languages. news-please, in an
environment of its own, is given the addresses of the same articles, so that it need not look for
them, and fetches and extracts them with its own library call: nothing is tagged or kept. Both give
up after four seconds what never answers, as one page of the press does. What is
compared is processor time, start and loading included, since ours also waits, out of politeness.

    python -m tests.bench.daily PYTHON_OF_NEWS_PLEASE
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from demo import CLOCK, SamplePress, serve
from storage import open_store
from tests.bench.measure import say_head, say_row

ROUNDS = 3
_THEIRS = """
import json, sys
from newsplease import NewsPlease
found = NewsPlease.from_urls(json.load(sys.stdin), request_args={"timeout": 4})
made = [item for item in found.values() if getattr(item, "maintext", None)]
print(len(made))
"""


def spent(command: Sequence[str], given: str, more: Mapping[str, str]) -> tuple[float, str]:
    """Processor seconds of a command and its own children, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command,
        input=given,
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in (0, 3), done.stderr[-2000:]  # 3: some outlets are meant to fail
    used = (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
    return used, done.stdout


def ours(folder: Path, proxy: str) -> tuple[float, int]:
    """Processor seconds of the daily job, and the articles that it kept."""
    config, database = folder / "soie.toml", f"sqlite:///{folder}/soie.sqlite"
    config.write_text(
        f'database = "{database}"\noutput = "{folder}/digests"\ngroups = ["sample"]\n'
        f'now = {CLOCK.isoformat()}\n[archive]\nfolder = "{folder}/pages"\n[crawl]\n'
        f'contact = "bench@fildesoie.example"\nproxy = "{proxy}"\ndelay_seconds = 0\n'
        "timeout_seconds = 4\n",
        encoding="utf-8",
    )
    took, _ = spent([sys.executable, "-m", "scheduler.cli", "--config", str(config), "run"], "", {})
    with open_store(database) as store:
        return took, store.totals()["articles"]


def theirs(python: str, proxy: str) -> tuple[float, int]:
    """The same of news-please."""
    addresses = [article.url for article in SamplePress.load().articles]
    took, told = spent([python, "-c", _THEIRS], json.dumps(addresses), {"http_proxy": proxy})
    return took, int(told.split()[-1])


def main(python: str) -> None:
    """Print the table."""
    rounds = []
    with serve(SamplePress.load()) as newsroom:
        for _ in range(ROUNDS):
            with TemporaryDirectory() as folder:
                rounds.append((ours(Path(folder), newsroom.proxy), theirs(python, newsroom.proxy)))
    say_head("the sample press, once", "the daily job", "news-please", "ratio")
    (_, kept), (_, made) = rounds[-1]
    say_row("articles", kept, made, "")
    mine, other = (median(each[which][0] for each in rounds) for which in (0, 1))
    ratio = median(one[0] / two[0] for one, two in rounds)
    say_row("seconds of processor, start included", f"{mine:.1f}", f"{other:.1f}", f"{ratio:.2f}")
    each = median((one[0] / one[1]) / (two[0] / two[1]) for one, two in rounds)
    say_row("the same an article", f"{mine / kept:.3f}", f"{other / made:.3f}", f"{each:.2f}")


if __name__ == "__main__":
    main(sys.argv[1])
