"""A short torture: a few kills on a few outlets. `make torture` is the long one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.post import PostOffice
from tests.torture.left import mails_twice
from tests.torture.rows import differences
from tests.torture.torture import A_LIFE, WORK, draw

pytestmark = pytest.mark.models


@pytest.mark.parametrize("kind", [[], ["--postgresql"]], ids=["sqlite", "postgresql"])
def test_a_store_whose_runs_were_killed_is_as_one_that_nobody_disturbed(
    root: Path, kind: list[str]
) -> None:
    command = [sys.executable, "-m", "tests.torture.torture", "--kills", "3", "--seed", "7"]
    done = subprocess.run(
        [*command, *kind, "--sources", "courrier-presquile", "meiko-keizai"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=root,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Rows equal, no mail twice." in done.stdout
    assert "0 of 3 died at work" not in done.stdout


def test_what_differs_is_seen() -> None:
    calm = {"articles": [("a",), ("b",)], "tags": [("x",)]}
    hurt = {"articles": [("b",), ("b",)], "tags": [("x",)]}
    assert differences(calm, hurt) == ["articles: 1 rows lost, 1 more, e.g. ('a',)"]
    assert differences(calm, calm) == []
    mail = b"Message-ID: <1>\r\n\r\nx"
    office = PostOffice(mails=[("a@x.example", mail), ("b@x.example", mail)])
    assert mails_twice(office) == []
    office.mails.append(("a@x.example", mail))
    assert len(mails_twice(office)) == 1


def test_a_life_is_killed_in_every_stage_and_in_the_order_of_the_work() -> None:
    lives = draw(2 * A_LIFE + 3, 19)
    assert [len(kills) for kills in lives] == [A_LIFE, A_LIFE, 3]
    for kills in lives:
        stages = [WORK.index(kill.stage) for kill in kills]
        assert stages == sorted(stages)
        assert all(0 <= kill.share < 1 for kill in kills)
    assert all({kill.stage for kill in kills} == set(WORK) for kills in lives[:2])
    assert draw(A_LIFE, 19) == lives[:1] != draw(A_LIFE, 20)
