"""What a model's card says, on a terminal: the verdict first, then what it rests on, grades and gates."""

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Column, Table

from leadscore.model.card import Card, Estimate, Metrics, filled
from leadscore.model.card.evaluation import AgeBand, BacktestResult
from leadscore.model.card.grades import GateResult, GradeFacts, GradeRate
from leadscore.model.card.signals import SignalChecks
from leadscore.model.card.training_data import LeakFinding
from leadscore.model.card.verdict import Verdict
from leadscore.model.report.texts import Figures, day
from leadscore.model.scoring.language import Wording
from leadscore.pipelines.console.terminal import console, warn


def show_grades(grades: GradeFacts, wording: Wording) -> None:
    """Print where grades begin, how that came about, and how evaluated leads of each grade converted."""
    first, second, third = grades.thresholds
    key = "card.thresholds_since" if grades.kept and grades.set_at else "card.thresholds"
    begin = wording.say(key, first=first, second=second, third=third, day=day(grades.set_at))
    heading = f"[bold]{escape(wording.say('card.grades'))}[/]"
    console.print(f"\n{heading} {escape(begin)} {escape(grades.text)} {escape(grades.why)}")
    console.print(_worth(grades.evaluated, wording))
    console.print(wording.say("card.each_grade"))
    if grades.disqualification is not None:
        console.print(escape(grades.disqualification.text), soft_wrap=True)
    shares = {"share": wording.formats.percent(grades.share_now), "count": grades.leads_now}
    if grades.drifted:
        then = {"share_then": wording.formats.percent(grades.share_then), "leads_then": grades.leads_then}
        warn(wording.say("card.drifted", **shares, **then))
    else:
        console.print(wording.say("card.reached", **shares), soft_wrap=True)


def show_gates(gates: Sequence[GateResult], wording: Wording) -> None:
    """Say which gates stopped none of the leads, or would seem to."""
    for gate in gates:
        if gate.note:
            kind = wording.name("card.gate", gate.kind)
            text = wording.say("card.gate", name=gate.name, kind=kind, expression=gate.expression, note=gate.note)
            missing = " " + wording.say("card.gate_missing", count=gate.missing) if gate.missing else ""
            warn(text + missing)


def _table(wording: Wording, *names: str) -> Table:
    """An empty table with columns by names of texts; a column without one has no heading."""
    return Table(*(wording.say(f"card.{name}") if name else "" for name in names))


def _worth(evaluated: Sequence[GradeRate], wording: Wording) -> Table:
    table, figures, count = (
        _table(wording, "grade", "judged_leads", "converted", "rate"),
        Figures(wording),
        wording.formats.count,
    )
    for row in evaluated:
        between = figures.ends(row.rate, 0, share=True)
        rate = figures.middle(row.rate, 0, share=True) + (f" ({between})" if between else "")
        table.add_row(row.grade, count(row.leads), count(row.converted_leads), rate)
    return table


_LEVELS = {"pass": "green", "unchecked": "yellow", "care": "yellow", "fail": "red"}
_VERDICTS = {"ready": "green", "usable_with_care": "yellow", "not_ready": "red"}
_COMPARED = ("roc_auc", "log_loss", "lift_at_10")

_WIDE = 100
"""Columns of a terminal from which on a figure and its interval have room on one line."""


def show_card(card: Card, wording: Wording) -> None:
    """Print the verdict, what was left out as a leak, how the model was evaluated, and where grades begin."""
    _show_leaks(card.leaks or (), wording)
    console.print(_evaluated_on(card, wording))
    console.print(_baselines(card, wording))
    if len(card.backtest) > 1 or card.random_claim:
        console.print(_backtest(card, wording))
    if card.by_age:
        console.print(_by_age(card.by_age, wording))
    _show_left_out(card.checks, wording)
    show_grades(filled(card.grades), wording)
    show_gates(card.gates, wording)
    _show_verdict(filled(card.verdict), wording)
    if card.champion:
        console.print()
        console.print(wording.say("card.champion", why=card.champion.why), markup=False, soft_wrap=True)


def _show_left_out(checks: SignalChecks | None, wording: Wording) -> None:
    """Say which signals say nothing of leads that were held out, and that they are taken out."""
    if checks is None:
        return
    if checks.all_say_nothing:
        warn(wording.say("card.all_say_nothing"))
    for signal in checks.left_out:
        slope = _figure(signal.slope, wording) if signal.slope.known else wording.say("card.slope_unknown")
        console.print(wording.say("card.says_nothing", signal=signal.signal, slope=slope), markup=False)
    if checks.left_out:
        console.print(wording.say("card.keep_signal"), markup=False)


def _show_verdict(verdict: Verdict, wording: Wording) -> None:
    console.print(f"\n[bold {_VERDICTS[verdict.readiness]}]{escape(verdict.headline)}[/]", soft_wrap=True)
    for alarm in verdict.alarms:
        console.print(f"[bold red]{escape(wording.say('card.alarm'))}[/] {escape(alarm)}", soft_wrap=True)
    table = Table(wording.say("card.rule"), "", "", show_edge=False)
    for rule in verdict.rules:
        level = escape(wording.name("card.level", rule.level))
        name = escape(wording.name("card.rule", rule.rule))
        table.add_row(name, f"[{_LEVELS[rule.level]}]{level}[/]", escape(rule.text))
    console.print(table)


def _show_leaks(leaks: Sequence[LeakFinding], wording: Wording) -> None:
    for leak in leaks:
        if leak.excluded:
            first, *more = leak.signs
            others = " " + wording.say("card.more_signs", count=len(more)) if more else ""
            name = escape(wording.say("card.left_out", name=leak.name))
            console.print(f"[bold red]{name}[/] {escape(first.evidence + others)}")
    if any(leak.excluded for leak in leaks):
        console.print(wording.say("card.keep"))


def _evaluated_on(card: Card, wording: Wording) -> str:
    split, held_out = filled(card.split), filled(card.evaluation)
    training, percent = filled(split.training), wording.formats.percent
    learned = {"leads": training.leads, "converted": training.converted_leads, "day": day(split.train_until)}
    facts = {"leads": held_out.leads, "converted": held_out.converted_leads, "day": day(split.test_from)}
    rates = {"predicted": percent(held_out.mean_prediction), "observed": percent(held_out.typical)}
    looks = "_looks" if held_out.snapshots > held_out.leads else ""
    sentences = [
        wording.name("card.split", split.kind),
        wording.say("card.learned_until" if split.train_until else "card.learned", **learned),
        wording.say("card.judged_from" if split.test_from else "card.judged", **facts),
        wording.say(f"card.predicted_observed{looks}", **rates, count=held_out.snapshots),
        *([f"[bold]{wording.say('card.optimistic')}[/]"] if split.optimistic else []),
    ]
    return f"{' '.join(sentences)}\n{wording.say('card.registered', count=filled(card.training).leads)}"


def _metric_names(wording: Wording) -> list[str]:
    return [wording.say(f"card.metric_{metric}") for metric in _COMPARED]


def _baselines(card: Card, wording: Wording) -> Table:
    table = Table("", *_metric_names(wording), wording.say("card.difference"))
    for name, figures in card.metrics.items():
        gap = card.log_loss_difference.get(name)
        difference = "" if gap is None else _figure(gap, wording)
        table.add_row(wording.name("card.predictor", name), *_cells(figures, wording), difference)
    return table


def _backtest(card: Card, wording: Wording) -> Table:
    """The same recipe at earlier moments, and what a random split would have made of the last one."""
    columns = (wording.say(f"card.{name}") for name in ("leads", "converted", "predicted"))
    table = Table(Column(wording.say("card.learned_before"), min_width=10), *columns, *_metric_names(wording))
    percent, count = wording.formats.percent, wording.formats.count
    for result in card.backtest:
        leads, typical = count(result.evaluation.leads), percent(result.evaluation.typical)
        some = wording.say("card.some_leads", count=result.training.leads)
        start = day(result.test_from) if result.test_from else some
        table.add_row(start, leads, typical, percent(result.mean_prediction), *_cells(result, wording))
    if card.random_claim:
        table.add_section()
        table.add_row(wording.say("card.random_split"), "", "", "", *_cells(card.random_claim, wording))
    return table


def _by_age(bands: Sequence[AgeBand], wording: Wording) -> Table:
    """Where the rate differs by age, age alone ranks leads; within one age it is harder, and truer."""
    columns = (wording.say(f"card.{name}") for name in ("age", "leads", "converted"))
    table, formats = Table(*columns, *_metric_names(wording)), wording.formats
    for band in bands:
        key = "card.age_from" if band.until_days is None else "card.age_between"
        age = wording.say(key, low=band.from_days, high=band.until_days)
        table.add_row(age, formats.count(band.leads), formats.percent(band.typical), *_cells(band, wording))
    return table


def _cells(figures: Metrics | BacktestResult | AgeBand, wording: Wording) -> list[str]:
    return [_figure(estimate, wording) for estimate in (figures.roc_auc, figures.log_loss, figures.lift_at_10)]


def _figure(estimate: Estimate, wording: Wording) -> str:
    """A value with its interval on as little space as a table has."""
    low, high, number = estimate.low, estimate.high, wording.formats.number
    if low is None or high is None:
        return number(estimate.value)
    # where cells must wrap, a dash leaves no place for it, and figures would be truncated
    spelled = console.width < _WIDE or low < 0
    between = (
        wording.say("card.between", low=number(low), high=number(high)) if spelled else f"{number(low)}–{number(high)}"
    )
    return f"{number(estimate.value)} ({between})"
