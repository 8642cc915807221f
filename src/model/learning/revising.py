"""Revising a model: today's texts, tags, gates and routes for a model whose scores stay as they are."""

from dataclasses import replace

from leadscore.model.card import filled
from leadscore.model.card.grades import GradeFacts
from leadscore.model.card.learner import Driver
from leadscore.model.card.verdict import ChampionComparison
from leadscore.model.config import Config
from leadscore.model.data.tables.snapshots import label_snapshots
from leadscore.model.data.tables.tables import Tables
from leadscore.model.errors import ConfigError
from leadscore.model.features.matrix import feature_matrix
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.features.spec_learning import edited_signs, with_facts, with_gate_columns
from leadscore.model.learning.card import model_question
from leadscore.model.learning.learner.boosting import BoostingRows
from leadscore.model.learning.reference_rates import driver_values
from leadscore.model.learning.reference_rates.asking import learn_asking
from leadscore.model.learning.thresholds import configured, edited_thresholds, gate_results
from leadscore.model.learning.training import refuse_early
from leadscore.model.scoring.bundle import Bundle
from leadscore.model.scoring.decision import Policy
from leadscore.model.scoring.language import Wording, described_spec, wording_from, wording_of
from leadscore.model.scoring.rates import ReferenceRates


def revised(bundle: Bundle, tables: Tables, config: Config) -> Bundle:
    """The same model, said and routed as the configuration asks today; every score stays what it was.

    Args:
        bundle: A model with reference rates and a policy.
        tables: Leads that its gates are tried on, and whose values advice may ask for.
        config: Labels, axes, tags and sentences; gates; money, days, next steps and product use.

    Raises:
        ConfigError: The model was made before there were grades, or answers another question, or the configuration
            asks for other thresholds, orders or signs: these need a training. Or a sentence or a gate cannot be used.
    """
    policy, reference_rates = _parts(bundle, config)
    refuse_early(tables, config)
    gates = gate_results(tables, config, wording_from(config))
    learned = replace(bundle.spec, columns=tuple(column for column in bundle.spec.columns if column.learned))
    spec = with_facts(with_gate_columns(described_spec(learned, config), config), tables.leads, config)
    now = configured(config, policy)
    return replace(
        bundle,
        spec=spec,
        policy=now,
        evidence=_with_advice(reference_rates, replace(bundle, spec=spec), tables, config),
        past_leads=bundle.past_leads if config.similar.index else None,  # whoever switches it off wants no ids kept
        card=replace(
            bundle.card,
            gates=gates,
            grades=_still_measured(bundle, now.disqualify_below),
            drivers=_renamed(bundle, reference_rates, spec),
        ),
    )


def no_worse(revision: Bundle, wording: Wording, *, version: str, sha256: str) -> Bundle:
    """The revision with what a promotion asks for in its card: it scores every lead as the champion does.

    Args:
        revision: What ``revised`` made of the champion.
        wording: What it is said in.
        version: The champion's version.
        sha256: The champion's hash.
    """
    compared = ChampionComparison(
        version=version,
        sha256=sha256,
        better=True,
        why=wording.say("comparison.revision", version=version),
    )
    return replace(revision, card=replace(revision.card, champion=compared))


def _parts(bundle: Bundle, config: Config) -> tuple[Policy, ReferenceRates]:
    if bundle.policy is None or bundle.evidence is None:
        raise _needs_training("The model was made before there were grades")
    if bundle.card.question != model_question(config):
        raise _needs_training("The model answers another question: its horizon or its target differ")
    if edited := edited_thresholds(bundle.policy, config):
        raise _needs_training(f"The configuration asks for other cuts than the model has: {', '.join(edited)}")
    if edited := edited_signs(bundle.spec, config.columns, config.event_types):
        raise _needs_training(
            f"The configuration asks for other orders or signs than the model has: {', '.join(edited)}"
        )
    return bundle.policy, bundle.evidence


def _still_measured(bundle: Bundle, below: int | None) -> GradeFacts | None:
    """What the card says of grades; what another limit of disqualification would cost, only a training measures."""
    grades, before = bundle.card.grades, None if bundle.policy is None else bundle.policy.disqualify_below
    return grades if grades is None or below == before else replace(grades, disqualification=None)


def _needs_training(what: str) -> ConfigError:
    return ConfigError(what, where="the champion", remedy="train again with `leadscore train`")


def _with_advice(reference_rates: ReferenceRates, bundle: Bundle, tables: Tables, config: Config) -> ReferenceRates:
    """The rates with values for advice learned anew, because they follow from the tags of columns and events."""
    looks = label_snapshots(tables, config.learning)
    matured = looks.take(looks.matured)
    matrix = feature_matrix(bundle.spec, tables.leads, tables.events, matured.snapshots)
    rows = BoostingRows(matrix, matured.converted, matured.weights, tuple(bundle.spec.categorical), matured.group)
    advisable = learn_asking(bundle.spec, bundle.model, rows, tables.events)
    return advisable.added_to(reference_rates)


def _renamed(bundle: Bundle, reference_rates: ReferenceRates, spec: FeatureSpec) -> tuple[Driver, ...]:
    """The drivers in the words that signals and their values have now."""
    wording = wording_of(spec)
    # two signals may bear one label, so their weight distinguishes them, too
    names = [(signal.label, share) for signal, share in zip(bundle.spec.signals, reference_rates.shares, strict=True)]
    position = {name: index for index, name in enumerate(names)}
    rows = []
    for row in bundle.card.drivers:
        index = position[row.signal, filled(row.share)]
        now, values = spec.signals[index], driver_values(reference_rates.rates[index], spec, wording)
        rows.append(replace(row, signal=now.label, axis=now.axis, values=values))
    return tuple(rows)
