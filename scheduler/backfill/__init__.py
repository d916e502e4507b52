"""Backfill: what web archives say, read by the functions of the daily job on any number of cores.

`work.py` reads one archive and knows no engine; `local.py` and `cluster.py` are two engines that
call it; `coordinator.py` hands archives out, keeps what comes back in the order of the list, and
puts down in the ledger what is done.
"""
