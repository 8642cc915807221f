"""docs/benchmarks.md, made from the recorded figures: ``python -m benchmarks.page``."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.page_of_reasons import intervals_section, proofs_section, slopes_section
from benchmarks.peers import OURS, PEERS
from benchmarks.quality import ALLOWED_LOSSES, BIAS_BAR, BIAS_BARS, LOG_LOSS_BARS, gap_text
from benchmarks.results import PATH
from benchmarks.splits import SPLITS

PAGE = Path("docs/benchmarks.md")

_INTRODUCTION = """# Benchmarks

Made by `python -m benchmarks.page` from `docs/benchmarks.json`, which `make bench` writes. Times are ratios of
runs side by side on one machine; absolute seconds mean nothing elsewhere. The data sets are public and not part
of this repository: BPI Challenge 2012 (doi 10.4121/uuid:3926db30-f712-4394-aebc-75976070e91f), the Olist
marketing funnel, UCI Bank Marketing and the CoIL Challenge 2000. `LEADSCORE_REAL_DATA` names the folder that
holds them.

How to read them:

- The fixed splits compare learners on one row per lead and ready-made features. Some of their training labels
  mature after the test begins, so they are no honest backtest; the product's own results below are.
- Bank in file order is no ranking benchmark: its macro columns are calendar stamps whose test values lie
  outside the training range, the base rate climbs from 5.6 % to 24.5 %, and the ROC AUC of one learner moves by
  .02 and more with its seed.
- Olist's and the sample's overall figures mix ages: an old silent lead seldom converts, so age alone ranks
  well. The figures by age say how well leads of one age are told apart."""

_METRICS = {
    "roc_auc": "ROC AUC",
    "log_loss": "log loss",
    "lift_at_10": "lift at 10 %",
    "capture_at_20": "capture at 20 %",
    "calibration_slope": "calibration slope",
}


def page(figures: Mapping[str, Any]) -> str:
    """The page as Markdown."""
    parts = [_INTRODUCTION]
    for name, section in _SECTIONS.items():
        if name in figures:
            parts.append("\n".join(section(figures[name])))
    return "\n\n".join(parts) + "\n"


def _features(found: Mapping[str, Any]) -> Iterator[str]:
    yield "## Window features against SQL"
    yield ""
    yield (
        f"`python -m benchmarks.features`: {found['events']:,} events, {found['snapshots']:,} snapshots, two threads;"
        " wall time of reading, checking, sorting and aggregating, each in a process of its own, in turn."
    )
    yield ""
    yield "| | seconds, each run | peak memory, MiB |"
    yield "|---|---|---|"
    for side, seconds in found["seconds"].items():
        runs = ", ".join(f"{value:.1f}" for value in seconds)
        yield f"| {_SIDES[side]} | {runs} | {found['peak_mib'][side]:,} |"
    yield ""
    yield (
        f"Ratio of wall times, leadscore to direct SQL: **{found['ratio_to_direct_sql']:.2f}**;"
        f" to SQL staged by hand: {found['ratio_to_staged_sql']:.2f}."
    )


_SIDES = {
    "product": "leadscore: read, validate, sort, aggregate",
    "direct": "DuckDB: one direct query, join and filtered aggregates",
    "staged": "DuckDB: staged by hand, no validation",
}


def _points(found: Mapping[str, Any]) -> Iterator[str]:
    yield "## Points against LightGBM's own contributions"
    yield ""
    chunk, request = found["explaining_chunk"], found["request"]
    yield (
        f"`python -m benchmarks.points`: {found['leads']:,} leads, {found['trees']} trees. "
        "Points and reasons in numbers, with the rates of past leads like each, take "
        f"**{chunk['ratio']:.2f}** times LightGBM's `pred_contrib`; "
        "one whole request, reasons in words included, "
        f"takes {request['ratio']:.1f} times LightGBM's bare prediction of one row ({request['ms']:.1f} ms)."
    )


def _learning(found: Mapping[str, Any]) -> Iterator[str]:
    yield "## What fitting costs"
    yield ""
    yield "`python -m benchmarks.learning --large`; one thread, made-up leads, categories of up to 1,000 levels."
    yield ""
    yield "| rows x columns | CPU seconds | peak memory, MiB (before fitting) |"
    yield "|---|---|---|"
    for rows, size in found["sizes"].items():
        memory = f"{size['peak_mib']:,} ({size['peak_mib_before']:,})"
        yield f"| {int(rows):,} x {size['columns']} | {size['cpu_seconds']:.0f} | {memory} |"


def _quality(found: Mapping[str, Any]) -> Iterator[str]:
    yield "## The learner on fixed splits"
    yield ""
    yield (
        "`make bench-quality`; everything but AutoGluon on one core. Differences in log loss by paired bootstrap on the"
        " same test rows, leadscore minus the other: below zero is better."
    )
    for name in SPLITS:
        yield ""
        yield from _split(name, found["splits"][name])
    yield ""
    hits = ", ".join(map(str, found["hits_in_top_800"]))
    yield f"coil2000: buyers in the top 800 over five seeds {hits}; the challenge's winner found 121."
    yield ""
    yield (
        f"Bars: no significant loss in log loss to any learner but {_allowed()}; log loss at most "
        + ", ".join(f"{bar:g} on {name}" for name, bar in LOG_LOSS_BARS.items())
        + f"; mean prediction within {BIAS_BAR:g} of the base rate, "
        + ", ".join(f"within {bar:g} on {name}" for name, bar in BIAS_BARS.items())
        + ("; all reached." if not found["missed"] else ".")
    )
    for line in found["missed"]:
        yield f"- Missed: {line}."
    yield ""
    yield "Versions: " + ", ".join(sorted(set(found["versions"].values()))) + "."


def _split(name: str, split: Mapping[str, Any]) -> Iterator[str]:
    training, test = split["training"], split["test"]
    yield (
        f"**{name}**: {training['rows']:,} rows to learn from ({training['base_rate']:.1%} converted),"
        f" {test['rows']:,} to judge by ({test['base_rate']:.1%})."
    )
    yield ""
    yield "| | ROC AUC | log loss | leadscore minus its | mean prediction | CPU seconds |"
    yield "|---|---|---|---|---|---|"
    for learner in (name for name in PEERS if name in split["learners"]):
        found = split["learners"][learner]
        gap = found["ours_minus_its"]
        shown = f"**{learner}**" if learner == OURS else learner
        figures = f"{found['roc_auc']:.4f} | {found['log_loss']:.4f} | {'' if learner == OURS else gap_text(gap)}"
        yield f"| {shown} | {figures} | {found['mean_prediction']:.4f} | {found['cpu_seconds']:.1f} |"


def _allowed() -> str:
    return " and ".join(f"{peer} on {split}" for split, peer in sorted(ALLOWED_LOSSES))


def _product(found: Mapping[str, Any]) -> Iterator[str]:
    yield "## The product on public data, by its own commands"
    yield ""
    yield "`python -m benchmarks.product`; judged on leads nothing was learned from, with 95 % intervals by lead."
    for name, case in found["cases"].items():
        yield ""
        yield f"### {name}"
        yield ""
        yield from _case(case)


def _case(case: Mapping[str, Any]) -> Iterator[str]:
    yield "```text"
    yield from case["commands"]
    yield "```"
    yield ""
    held_out, split = case["evaluation"], case["split"]
    yield (
        f"Split: {split['kind']}{', optimistic' if split['optimistic'] else ''}. Trained on"
        f" {split['training']['leads']:,} leads ({split['training']['converted_leads']:,} converted), evaluated on"
        f" {held_out['leads']:,} ({held_out['converted_leads']:,} converted); mean prediction"
        f" {held_out['mean_prediction']:.1%}, observed {held_out['typical']:.1%}."
    )
    yield ""
    yield f"Verdict: {case['verdict']['headline']}."
    yield ""
    yield "| | " + " | ".join(case["metrics"]) + " |"
    yield "|---" * (len(case["metrics"]) + 1) + "|"
    for metric, label in _METRICS.items():
        yield f"| {label} | " + " | ".join(_figure(f[metric]) for f in case["metrics"].values()) + " |"
    if case["by_age"]:
        yield ""
        yield "ROC AUC by age of the lead in days: " + "; ".join(
            f"from {band['from_days']} {_figure(band['roc_auc'])}" for band in case["by_age"]
        )
    yield ""
    yield "<details><summary>What <code>leadscore check</code> said</summary>"
    yield ""
    yield "```text"
    yield case["check"].strip()
    yield "```"
    yield ""
    yield "</details>"


def _figure(value: Mapping[str, float | None]) -> str:
    if value["value"] is None:
        return "–"
    return f"{value['value']:.3f} ({value['low']:.3f} to {value['high']:.3f})"


_SECTIONS = {
    "features": _features,
    "points": _points,
    "proofs": proofs_section,
    "slopes": slopes_section,
    "learning": _learning,
    "intervals": intervals_section,
    "quality": _quality,
    "product": _product,
}


if __name__ == "__main__":
    PAGE.write_text(page(json.loads(PATH.read_text(encoding="utf-8"))), encoding="utf-8")
