"""The runs and versions of one registered model, as MLflow keeps them.

MLflow is imported when a store is first used, because that takes seconds and most commands never need it. Only this
file and its neighbours here know it.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from leadscore.model.errors import RegistryError
from leadscore.model.features.spec import FeatureSpec
from leadscore.model.registry import embedded
from leadscore.model.registry.address import Address
from leadscore.model.registry.cache import manifest_sha256
from leadscore.model.registry.logged_model import BUNDLE, save_logged_model
from leadscore.model.registry.reaching import quiet, reaching
from leadscore.model.registry.records import CHALLENGER, Pointer, Published, Run

SHA256_TAG = "leadscore.manifest_sha256"

_LARGEST_BATCH = 100  # MLflow takes no more parameters in one call
_ABSENT = frozenset({"RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE", "NOT_FOUND"})


@dataclass(frozen=True)
class MlflowStore:
    """The runs and versions of one registered model; its experiment has the same name."""

    address: Address
    model: str

    def reaching(self) -> AbstractContextManager[None]:
        """Turn whatever MLflow raises into one error."""
        return reaching(self.address)

    def create(self) -> None:
        """Make an embedded database where there is none, and refuse one that only can be read.

        Raises:
            RegistryError: It cannot be written to.
        """
        embedded.create(self.address, _make_tables)
        embedded.require_writable(self.address)

    @contextmanager
    def run(self, run: Run) -> Iterator[str]:
        """A run with its parameters, metrics, tags and files logged; marked as failed if the block fails.

        Yields:
            The run's id.
        """
        embedded.settle(self.address)
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
            named = shutil.copytree(bundle, Path(desk) / BUNDLE)  # MLflow keeps the folder's name
            save_logged_model(Path(desk) / "model", named, spec, logged)
            self._client.log_model_artifacts(logged.model_id, str(Path(desk) / "model"))
        self._client.finalize_logged_model(logged.model_id, "READY")
        self._ensure_model()
        version = self._client.create_model_version(
            self.model, logged.artifact_location, run_id=run_id, tags={SHA256_TAG: sha256}, model_id=logged.model_id
        ).version
        self.point(CHALLENGER, str(version))
        return Published(str(version), sha256, run_id)

    def pointer(self, alias: str) -> Pointer | None:
        """What an alias points to, or which bundle a version number means; None where there is no such thing.

        Raises:
            RegistryError: The version was not registered by leadscore.
        """
        from mlflow.exceptions import MlflowException

        try:
            found = self._version(alias)
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
        return Pointer(str(found.version), found.tags[SHA256_TAG], found.run_id or "")

    def point(self, alias: str, version: str) -> None:
        """Let an alias point to a version."""
        self._client.set_registered_model_alias(self.model, alias, version)

    def unpoint(self, alias: str) -> None:
        """Take an alias away."""
        self._client.delete_registered_model_alias(self.model, alias)

    def note(self, version: str, name: str, text: str) -> None:
        """Keep a fact with a version, as a tag."""
        self._client.set_model_version_tag(self.model, version, name, text)

    def download(self, version: str, desk: Path) -> Path:
        """Fetch the bundle of a version into a folder, and say where it is."""
        source = embedded.located(self._client.get_model_version_download_uri(self.model, version), self.address)
        return self._downloaded(desk, artifact_uri=f"{source}/artifacts/{BUNDLE}")

    def download_files(self, run_id: str, desk: Path, path: str | None = None) -> Path:
        """Fetch the files that were logged with a run, or those below one path, and say where they are."""
        stored = self._client.get_run(run_id).info.artifact_uri
        files = embedded.located(stored, self.address)
        if files == stored:
            return self._downloaded(desk, run_id=run_id, artifact_path=path)
        return self._downloaded(desk, artifact_uri=files if path is None else f"{files}/{path}")

    @cached_property
    def _client(self) -> Any:
        return _client_of(self.address)

    @cached_property
    def _experiment_id(self) -> str:
        found = self._client.get_experiment_by_name(self.model)
        if found is None:
            with _unless_there():  # somebody else may have been faster
                self._client.create_experiment(self.model, artifact_location=self.address.artifacts)
            found = self._client.get_experiment_by_name(self.model)
        return str(found.experiment_id)

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

    def _version(self, alias: str) -> Any:
        if alias.isdecimal():
            return self._client.get_model_version(self.model, alias)
        return self._client.get_model_version_by_alias(self.model, alias)

    def _downloaded(self, desk: Path, **which: str | None) -> Path:
        from mlflow.artifacts import download_artifacts

        return Path(download_artifacts(dst_path=str(desk), tracking_uri=self.address.uri, **which))

    def _ensure_model(self) -> None:
        with _unless_there():
            self._client.create_registered_model(self.model)


def _client_of(address: Address) -> Any:
    quiet()
    from mlflow import MlflowClient

    return MlflowClient(tracking_uri=address.uri, registry_uri=address.uri)


def _make_tables(address: Address) -> None:
    """Both stores make theirs when they are first asked for something."""
    client = _client_of(address)
    client.get_experiment_by_name("")
    client.search_registered_models(max_results=1)


@contextmanager
def _unless_there() -> Iterator[None]:
    """Make what may be there already."""
    from mlflow.exceptions import MlflowException

    try:
        yield
    except MlflowException as error:
        if error.error_code != "RESOURCE_ALREADY_EXISTS":
            raise
