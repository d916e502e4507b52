"""A small cluster: workers and coordinator die, and no row differs. `make bench-cluster`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cluster.cluster import differences_of, open_cluster, prepare
from tests.postgres import Postgres


@pytest.mark.models
def test_a_cluster_that_is_hurt_leaves_the_rows_of_one_process(
    tmp_path: Path, postgres: Postgres
) -> None:
    trial = prepare(tmp_path, 12)
    url = postgres.url(postgres.make())
    with open_cluster(tmp_path) as cluster:
        trial.run_hurt(cluster, url)
        assert differences_of(trial, url) == []
        report = trial.run_calmly(cluster, url)
        assert (report["units"], report["earlier"], report["done"]) == (12, 11, 0)
        assert differences_of(trial, url) == []
        assert trial.differences_anew(cluster, url) == []
