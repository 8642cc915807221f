"""What MLflow runs when somebody serves a leadscore model by MLflow's own means; leadscore itself never does.

MLflow executes this file (models from code), so nothing is pickled.
"""

import math
import warnings
from pathlib import Path
from typing import Any

import pandas as pd

from leadscore.model.scoring.bundle import load_bundle
from leadscore.model.scoring.inquiries import inquiries_from_rows, tables_of
from leadscore.model.scoring.scorer import Scorer

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # MLflow warns about type hints of its own
    from mlflow.models import set_model
    from mlflow.pyfunc.model import PythonModel


class LeadscoreModel(PythonModel):
    """Scores rows of leads; events may come as a JSON list in the column ``events``."""

    def load_context(self, context: Any) -> None:
        """Load the bundle that lies in the model's artifacts."""
        self._bundle = load_bundle(Path(context.artifacts["bundle"]))
        self._scorer = Scorer(self._bundle)

    def predict(self, context: Any, model_input: pd.DataFrame, params: Any = None) -> pd.DataFrame:
        """One row per lead: probability, score and the three axes."""
        rows = [{str(name): value for name, value in row.items()} for row in model_input.to_dict("records")]
        tables = tables_of(self._bundle.spec, inquiries_from_rows(self._bundle.spec, rows))
        scorings = self._scorer.score(tables.leads, tables.events, tables.as_of)
        return pd.DataFrame(
            {
                name: [_number(getattr(scoring, name)) for scoring in scorings]
                for name in ("probability", "score", "fit", "interest", "context")
            }
        )


def _number(value: float | None) -> float:
    """NaN for an axis that the model has no signal for."""
    return math.nan if value is None else float(value)


set_model(LeadscoreModel())
