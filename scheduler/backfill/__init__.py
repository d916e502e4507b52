"""Backfill: what web archives say, read by the functions of the daily job on any number of cores.

`work.py` reads one archive and knows no engine; `local.py` and `cluster.py` are two engines that
have any function done elsewhere; `coordinator.py` hands archives out, keeps what comes back in the
order of the list, and puts down in the ledger what is done.

Articles that are kept are read anew on the same engines: `anew.py` reads a batch of them, and
`rereading.py` hands batches out. What is left to do is what another maker has read.
"""
