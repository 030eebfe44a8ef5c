"""Settings, read once at the edges (the command line, a flow run) and passed down."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from models.argos import user_packages_dir
from models.install import default_packages_dir

__all__ = ["Settings"]


class Settings(BaseSettings):
    """From environment variables that begin with TESTIMONIO_."""

    model_config = SettingsConfigDict(env_prefix="TESTIMONIO_")

    corpus: str = Field(default="./testimonio-corpus", description="The corpus folder, where --corpus isn't given.")
    models: Path = Field(default_factory=default_packages_dir, description="Where translation packages are installed.")
    threads: int | None = Field(default=None, ge=1, description="Processor cores to use; all of them if not set.")

    def package_dirs(self) -> list[Path]:
        """Our own packages, then those that Argos Translate has installed for this user."""
        return [self.models, user_packages_dir()]
