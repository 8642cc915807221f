"""Conversion rates of leads with the same value: drawn towards the typical rate, and hidden where leads are few."""

import numpy as np

from leadscore.model.learning.evidence.looks import Looks
from leadscore.model.scoring.evidence import Bins, SignalRates
from leadscore.model.scoring.evidence.bins import cells_of, n_cells

MIN_LEADS = 20
"""A rate of fewer leads is not told. It would be off by ten points either way, and it protects people: whoever knows
a few leads with a rare value could else read off what became of the others."""

PRIOR_LEADS = 10.0
"""So many leads that convert at the typical rate are added to every cell, so that a rate of few leads does not mislead
by chance (the posterior mean of a binomial rate; a look counts by its weight)."""


def signal_rates(bins: tuple[Bins, ...], looks: Looks) -> SignalRates:
    """How leads converted in each cell of these bins."""
    cell, n = cells_of(bins, looks.matrix), n_cells(bins)
    weight = np.bincount(cell, looks.weights, minlength=n)
    won = np.bincount(cell, looks.weights * looks.converted, minlength=n)
    rates = (won + PRIOR_LEADS * looks.typical) / (weight + PRIOR_LEADS)
    leads = looks.leads_by(cell, n)
    told = leads >= MIN_LEADS
    return SignalRates(
        bins,
        tuple(float(rate) if shown else None for rate, shown in zip(rates, told, strict=True)),
        tuple(int(count) if shown else None for count, shown in zip(leads, told, strict=True)),
    )
