"""The registry from MLflow's side: what leadscore wrote, read by MLflow's own client."""

from mlflow import MlflowClient

from leadscore.model.registry import Registry


def client_of(registry: Registry) -> MlflowClient:
    """A client of the same database."""
    return MlflowClient(registry.location)
