"""The sections of docs/benchmarks.md on what is told beside a score: rates, signals and intervals."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import mean
from typing import Any


def intervals_section(found: Mapping[str, Any]) -> Iterator[str]:
    """Whether intervals hold the true chance."""
    yield "## Intervals on leads whose true chance is known"
    yield ""
    yield (
        f"`python -m benchmarks.intervals`: {found['seeds']} samples of {found['leads']:,} leads to learn from, each"
        " with as many new ones, at the moment of creation; mean ± its standard error over the samples. An interval is"
        " to hold the mean true chance of the new leads in its band in 80 % of the cases; 75 to 85 % are aimed at."
    )
    yield ""
    yield "| | |"
    yield "|---|---|"
    for name, label, unit, factor in _INTERVAL_FIGURES:
        mean, error = (factor * value for value in found["figures"][name])
        yield f"| {label} | {mean:.1f} ± {error:.1f} {unit} |"


_INTERVAL_FIGURES = (
    ("held", "intervals that hold it, of all new leads", "%", 100),
    ("best_held", "of the tenth with the highest scores", "%", 100),
    ("outside", "probabilities outside their interval", "%", 100),
    ("span", "mean span of a band", "points", 1),
    ("width", "mean width of an interval", "percentage points", 100),
)


def proofs_section(found: Mapping[str, Any]) -> Iterator[str]:
    """Whether rates beside reasons speak of the points."""
    yield "## Rates beside reasons"
    yield ""
    yield (
        "`python -m benchmarks.proofs`: reasons of four points and more, either way, of leads that the twin did not"
        " learn from. Sign and size compare the log-odds of the rate shown, less those of the rate beside it, with the"
        " points; `like` is the share whose rate stands beside what the same leads would have converted at, going by"
        " everything else. Where no rate agrees with the points, none is shown: hidden."
    )
    yield ""
    yield "| data set | strong reasons | with a rate | hidden | same sign | within a factor of two | like |"
    yield "|---|---|---|---|---|---|---|"
    for name, own in found["sets"].items():
        shares = " | ".join(f"{100 * own[key]:.1f} %" for key in ("sign", "size", "like"))
        counts = f"{own['strong']:,} | {100 * own['with_rate']:.1f} % | {own['hidden']:,}"
        yield f"| {name} | {counts} | {shares} |"


def slopes_section(found: Mapping[str, Any]) -> Iterator[str]:
    """Which signals are taken out, and what that does to reasons and predictions."""
    sample, splits = found["sample"], found["splits"]
    yield "## Signals that say nothing"
    yield ""
    yield (
        f"`python -m benchmarks.slopes`: {sample['seeds']} samples of the usual size, made into a model as the product"
        " does; how often a column is taken out, and how often it may be a reason of its own."
    )
    yield ""
    yield "| column | standard deviation of its true log-odds | taken out | may be a reason |"
    yield "|---|---|---|---|"
    for name, out in sample["out"].items():
        deviation = sample["deviations"].get(name)
        true = "none, by construction" if deviation is None else f"{deviation:.2f}"
        yield f"| {name} | {true} | {out} | {sample['told'][name]} |"
    if splits:
        yield ""
        yield from _misleading(splits)


def _misleading(splits: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[str]:
    """The part about the fixed splits: one list of seeds per split."""
    seeds = max(len(runs) for runs in splits.values())
    yield (
        f"On the fixed splits, {seeds} seeds: the share of the reasons shown on test rows that come from signals whose"
        " slope there is surely below 1 and not surely above 0, for the model that reads all signals and may name"
        " each, and for the product's; and what leaving signals out does to the log loss."
    )
    yield ""
    yield "| split | misleading before | after | reasons per row | signals out | log loss after minus before, by seed |"
    yield "|---|---|---|---|---|---|"
    for name, runs in splits.items():
        before, after = (mean(run[side]["misleading"] for run in runs) for side in _BEFORE_AFTER)
        shown = " to ".join(f"{mean(run[side]['per_row'] for run in runs):.1f}" for side in _BEFORE_AFTER)
        out = f"{mean(run['left_out'] for run in runs):.1f} of {runs[0]['signals']}"
        worse = ", ".join(f"{run['log_loss']['value']:+.4f}{'*' if run['log_loss']['low'] > 0 else ''}" for run in runs)
        yield f"| {name} | {100 * before:.1f} % | {100 * after:.1f} % | {shown} | {out} | {worse} |"
    means = (100 * mean(run[side]["misleading"] for runs in splits.values() for run in runs) for side in _BEFORE_AFTER)
    yield ""
    yield "Mean: {:.1f} % before, {:.1f} % after; * significantly worse.".format(*means)


_BEFORE_AFTER = ("before", "after")
