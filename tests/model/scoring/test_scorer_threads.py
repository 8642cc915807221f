"""One scorer shared by many threads answers each of them as it answers one alone."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from advised import asked, learned

from leadscore.model.scoring.contract import Scoring
from leadscore.model.scoring.scorer import INCLUDES, Scorer, ScoringOptions

THREADS, CALLS = 16, 16


def test_sixteen_threads_get_what_one_gets() -> None:
    bundle, batches = learned().bundle, [asked(seed) for seed in range(4)]
    options = ScoringOptions(frozenset(INCLUDES))

    def scored(scorer: Scorer, number: int) -> list[Scoring]:
        drawn = batches[number % len(batches)]
        return scorer.score(drawn.leads, drawn.log, drawn.snapshots.as_of, options=options)

    alone = [scored(Scorer(bundle), number) for number in range(len(batches))]
    # a fresh scorer, so that the threads also race for what it reads only once
    with ThreadPoolExecutor(THREADS) as pool:
        together = list(pool.map(partial(scored, Scorer(bundle)), range(CALLS)))
    assert together == [alone[number % len(batches)] for number in range(CALLS)]
