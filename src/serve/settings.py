"""Settings of the service from environment variables, most with the prefix ``LEADSCORE_``."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where the model comes from, and how much a request may ask for."""

    model_config = SettingsConfigDict(env_prefix="LEADSCORE_", frozen=True, extra="ignore")

    config: Path = Field(Path("leadscore.toml"), description="The configuration file; it names the registry.")
    bundle: Path | None = Field(None, description="A bundle's folder; then no registry is asked.")
    name: str = Field("leadscore", description="Name of the model in that folder.")
    version: str = Field("unregistered", description="Version of the model in that folder.")
    erased: Path | None = Field(None, description="A file of ids of leads that are never shown as past leads.")
    tracking_uri: str | None = Field(
        None, validation_alias="MLFLOW_TRACKING_URI", description="The registry, where the configuration names none."
    )
    score_bytes: int = Field(1 << 20, gt=0, description="Largest body of a request with one lead.")
    batch_bytes: int = Field(16 << 20, gt=0, description="Largest body of a request with several leads.")
    body_s: float = Field(60.0, gt=0, description="Longest wait for the body of a request.")
    batch_leads: int = Field(1_000, gt=0, description="Most leads in one request.")
    retry_after_s: float = Field(10.0, ge=0, description="Pause before loading a model is tried again.")
