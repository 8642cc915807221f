"""What people call the keys of a card."""

NAMES: dict[str, dict[str, str]] = {
    "predictors": {
        "model": "this model",
        "base_rate": "base rate",
        "age_rate": "rate at its age",
        "point_rules": "your point rules",
        "naive_bayes": "naive Bayes",
        "logistic": "logistic regression",
        "lightgbm": "LightGBM default",
    },
    "metrics": {
        "roc_auc": "ROC AUC",
        "pr_auc": "PR AUC",
        "log_loss": "log loss",
        "brier": "Brier",
        "calibration_slope": "calibration slope",
        "calibration_intercept": "calibration intercept",
        "lift_at_10": "lift at 10%",
    },
    "verdicts": {"ready": "Ready", "usable_with_care": "Usable with care", "not_ready": "Not ready"},
    "rules": {
        "signal": "the columns predict the outcome",
        "leaks": "no open leak",
        "enough": "enough conversions",
        "free_rivals": "better than what costs nothing",
        "simple_rivals": "no worse than simple models",
        "calibration": "the probabilities hold",
        "stable": "stable over cut-offs",
        "plausible": "not too good to be true",
        "split": "judged as strictly as the data allow",
        "drift": "conversion is as expected",
    },
    "directions": {
        "rises": "the score rises with it",
        "falls": "the score falls with it",
        "mixed": "the score goes up and down with it",
    },
    "levels": {"pass": "✓ pass", "care": "! care", "fail": "✗ fail"},
    "splits": {
        "time": "Judged forward in time: on leads created later than those the judged model learned from.",
        "file_order": "Judged on the last leads of the file, taking its order for time.",
        "random": "Judged on leads drawn at random: no date orders them, so the future may be worse than this.",
    },
    "cut_by": {
        "points": "set by hand",
        "capacity": "found by what people can handle",
        "money": "found by what a contact is worth",
    },
    "gates": {"never": "never", "must": "must"},
    "bases": {
        "shipped": "this model's twin against the champion itself",
        "twin": "this model's twin against the champion's twin",
    },
}
"""By what they are keys of; what is in no table is shown as it is written."""
