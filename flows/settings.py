"""Settings, read once at the edges (the command line, a flow run) and passed down."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import UsageError
from models.argos import user_packages_dir
from models.install import default_packages_dir

__all__ = ["Settings"]


class Settings(BaseSettings):
    """From environment variables that begin with TESTIMONIO_."""

    model_config = SettingsConfigDict(env_prefix="TESTIMONIO_")

    corpus: str = Field(default="./testimonio-corpus", description="The corpus folder, where --corpus isn't given.")
    models: Path = Field(default_factory=default_packages_dir, description="Where translation packages are installed.")
    glossary: Path | None = Field(default=None, description="A glossary, where --glossary isn't given.")
    threads: int | None = Field(default=None, ge=1, description="Processor cores to use; all of them if not set.")

    @classmethod
    def read(cls) -> Settings:
        """The settings of the environment. Raises UsageError that names the variable at fault."""
        try:
            return cls()
        except ValidationError as error:
            names = ", ".join(sorted({f"TESTIMONIO_{str(e['loc'][0]).upper()}" for e in error.errors() if e["loc"]}))
            raise UsageError(f"The environment has a value that can't be used: {names}.") from error

    def package_dirs(self) -> list[Path]:
        """Our own packages, then those that Argos Translate has installed for this user."""
        return [self.models, user_packages_dir()]
