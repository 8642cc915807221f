"""Writes a bundle as an MLflow model from code, so that nothing is pickled."""

import importlib.metadata
from pathlib import Path
from typing import Any

from leadscore.model.features.spec import FeatureSpec

BUNDLE = "bundle"
"""Name of the bundle's folder among the model's artifacts."""

_SHIM = Path(__file__).with_name("shim.py")
_REQUIREMENTS = ("leadscore", "lightgbm", "numpy", "pandas")
_OUTPUTS = ("probability", "score", "fit", "interest", "context")


def save_logged_model(folder: Path, bundle: Path, spec: FeatureSpec, logged: Any) -> None:
    """Write what MLflow stores of a model.

    Args:
        folder: Where to; must not exist.
        bundle: The bundle's folder, named ``bundle``: MLflow keeps the name.
        spec: The bundle's own.
        logged: The ``LoggedModel`` that MLflow made for it.
    """
    from mlflow.models import Model
    from mlflow.pyfunc import save_model

    identity = {"run_id": logged.source_run_id, "model_uuid": logged.model_id, "model_id": logged.model_id}
    save_model(
        folder,
        python_model=str(_SHIM),
        artifacts={BUNDLE: str(bundle)},
        signature=_signature(spec),
        pip_requirements=[f"{name}=={importlib.metadata.version(name)}" for name in _REQUIREMENTS],
        mlflow_model=Model(artifact_path=logged.artifact_location, **identity),
    )


def _signature(spec: FeatureSpec) -> Any:
    """Every number a double and nothing required, so that no missing value is refused."""
    from mlflow.models import ModelSignature
    from mlflow.types import ColSpec, Schema

    texts = ["lead_id", *(["as_of", "created_at"] if spec.dated else []), *(["events"] if spec.has_events else [])]
    kinds = {column.name: "double" if column.role == "numeric" else "string" for column in spec.columns}
    inputs = kinds | dict.fromkeys(texts, "string")
    return ModelSignature(
        Schema([ColSpec(kind, name, required=False) for name, kind in inputs.items()]),
        Schema([ColSpec("double", name) for name in _OUTPUTS]),
    )
