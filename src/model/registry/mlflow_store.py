"""MLflow, as far as leadscore needs it. No other file imports it, except the shim that MLflow itself runs.

It is imported when a store is first used, because that takes seconds and most commands never need it.
"""

import importlib.metadata
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from leadscore.model.errors import LeadscoreError, RegistryError
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.registry.address import Address
from leadscore.model.registry.cache import manifest_sha256
from leadscore.model.registry.records import CHALLENGER, Pointer, Published, Run

SHA256_TAG = "leadscore.manifest_sha256"

_BUNDLE = "bundle"
_SHIM = Path(__file__).with_name("shim.py")
_REQUIREMENTS = ("leadscore", "lightgbm", "numpy", "pandas")
_OUTPUTS = ("probability", "score", "fit", "interest", "context")
_LARGEST_BATCH = 100  # MLflow takes no more parameters in one call
_LONGEST_REASON = 160
_ABSENT = frozenset({"RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE", "NOT_FOUND"})
_ENVIRONMENT = {
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "10",
    "MLFLOW_ALLOW_PICKLE_DESERIALIZATION": "false",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "MLFLOW_LOGGING_LEVEL": "WARNING",
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
}


class UnreachableError(RegistryError):
    """The registry itself failed, as opposed to not holding what was asked for."""


@dataclass(frozen=True)
class MlflowStore:
    """The runs and versions of one registered model; its experiment has the same name."""

    address: Address
    model: str

    @contextmanager
    def reaching(self) -> Iterator[None]:
        """Turn whatever MLflow raises into one error; it lets those of its HTTP, SQL and storage layers through."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # MLflow's dependencies warn about each other
                _quiet()
                yield
        except LeadscoreError:
            raise
        except Exception as error:
            raise UnreachableError(
                f"The model registry cannot be used ({self._reason(error)})",
                where=self.address.shown,
                remedy="check that MLflow answers there, or mend `mlflow.tracking_uri` or MLFLOW_TRACKING_URI",
            ) from error

    @contextmanager
    def run(self, run: Run) -> Iterator[str]:
        """A run with its parameters, metrics, tags and files logged; marked as failed if the block fails.

        Yields:
            The run's id.
        """
        run_id: str = self._client.create_run(self._experiment_id, run_name=run.name).info.run_id
        try:
            self._log(run_id, run)
            yield run_id
        except BaseException:
            self._client.set_terminated(run_id, "FAILED")
            raise
        self._client.set_terminated(run_id)

    def register(self, run_id: str, bundle: Path, spec: FeatureSpec) -> Published:
        """Store a bundle as a new version of the model, aliased challenger."""
        sha256 = manifest_sha256(bundle)
        logged = self._client.create_logged_model(self._experiment_id, name=self.model, source_run_id=run_id)
        with tempfile.TemporaryDirectory(prefix="leadscore-") as desk:
            named = shutil.copytree(bundle, Path(desk) / _BUNDLE)  # MLflow keeps the folder's name
            _save_model(Path(desk) / "model", named, spec, logged)
            self._client.log_model_artifacts(logged.model_id, str(Path(desk) / "model"))
        self._client.finalize_logged_model(logged.model_id, "READY")
        self._ensure_model()
        version = self._client.create_model_version(
            self.model, logged.artifact_location, run_id=run_id, tags={SHA256_TAG: sha256}, model_id=logged.model_id
        ).version
        self.point(CHALLENGER, str(version))
        return Published(str(version), sha256, run_id)

    def pointer(self, alias: str) -> Pointer | None:
        """What an alias points to; None where there is no such alias.

        Raises:
            RegistryError: The version was not registered by leadscore.
        """
        from mlflow.exceptions import MlflowException

        try:
            found = self._client.get_model_version_by_alias(self.model, alias)
        except MlflowException as error:
            if error.error_code in _ABSENT:
                return None
            raise
        if SHA256_TAG not in found.tags:
            raise RegistryError(
                f"Version {found.version} was not registered by leadscore: it has no tag {SHA256_TAG}",
                where=f"model {self.model} in {self.address.shown}",
                remedy="train again with `leadscore train`",
            )
        return Pointer(str(found.version), found.tags[SHA256_TAG])

    def point(self, alias: str, version: str) -> None:
        """Let an alias point to a version."""
        self._client.set_registered_model_alias(self.model, alias, version)

    def unpoint(self, alias: str) -> None:
        """Take an alias away."""
        self._client.delete_registered_model_alias(self.model, alias)

    def download(self, version: str, desk: Path) -> Path:
        """Fetch the bundle of a version into a folder, and say where it is."""
        from mlflow.artifacts import download_artifacts

        source = self._client.get_model_version_download_uri(self.model, version)
        uri = f"{source}/artifacts/{_BUNDLE}"
        return Path(download_artifacts(artifact_uri=uri, dst_path=str(desk), tracking_uri=self.address.uri))

    @cached_property
    def _client(self) -> Any:
        _quiet()
        from mlflow import MlflowClient

        return MlflowClient(tracking_uri=self.address.uri, registry_uri=self.address.uri)

    @cached_property
    def _experiment_id(self) -> str:
        found = self._client.get_experiment_by_name(self.model)
        if found is not None:
            return str(found.experiment_id)
        return str(self._client.create_experiment(self.model, artifact_location=self.address.artifacts))

    def _log(self, run_id: str, run: Run) -> None:
        from mlflow.entities import Metric, Param, RunTag

        started_ms = self._client.get_run(run_id).info.start_time
        metrics = [Metric(name, float(value), started_ms, 0) for name, value in run.metrics.items()]
        params = [Param(name, str(value)) for name, value in run.params.items()]
        tags = [RunTag(name, value) for name, value in run.tags.items()]
        self._client.log_batch(run_id, metrics=metrics, params=params[:_LARGEST_BATCH], tags=tags)
        for start in range(_LARGEST_BATCH, len(params), _LARGEST_BATCH):
            self._client.log_batch(run_id, params=params[start : start + _LARGEST_BATCH])
        if run.files is not None:
            self._client.log_artifacts(run_id, str(run.files))

    def _reason(self, error: Exception) -> str:
        text = str(error).replace(self.address.uri, self.address.shown).strip().partition("\n")[0]
        return f"{type(error).__name__}: {text[:_LONGEST_REASON]}" if text else type(error).__name__

    def _ensure_model(self) -> None:
        from mlflow.exceptions import MlflowException

        try:
            self._client.create_registered_model(self.model)
        except MlflowException as error:
            if error.error_code != "RESOURCE_ALREADY_EXISTS":
                raise


def _save_model(folder: Path, bundle: Path, spec: FeatureSpec, logged: Any) -> None:
    from mlflow.models import Model
    from mlflow.pyfunc import save_model

    identity = {"run_id": logged.source_run_id, "model_uuid": logged.model_id, "model_id": logged.model_id}
    save_model(
        folder,
        python_model=str(_SHIM),
        artifacts={_BUNDLE: str(bundle)},
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


def _quiet() -> None:
    """Settings that MLflow reads from the environment; whoever has set one keeps it."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    for name in ("mlflow", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
