"""The environment, and .env, as one frozen value; what a workspace decides for itself is in the database."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an operator sets."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    database_url: SecretStr | None = None
    """Unset: the embedded PostgreSQL, in `data_dir`."""
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    incidents_channel: str = "incidents"
    """A channel's id or name, of a private one the bot is in too; used until an admin chooses one in Slack.

    Not found: the one called incidents.
    """
    health_port: int | None = Field(default=None, ge=0, le=65535)
    """Unset: no health check is served."""
    host: str = "127.0.0.1"
    """Where the health check is served; the sandbox's page is served on this machine only."""
    port: int = Field(default=3000, ge=0, le=65535)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    data_dir: Path = Path("~/.incident-tracker")

    @field_validator("data_dir")
    @classmethod
    def _expanded(cls, path: Path) -> Path:
        return path.expanduser().absolute()

    @field_validator("database_url")
    @classmethod
    def _is_postgresql(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not url.get_secret_value().startswith(
            ("postgres://", "postgresql://", "postgresql+psycopg2://")
        ):
            raise ValueError("it must be the address of a PostgreSQL: postgresql://user:password@host/database")
        return url

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _is_of_its_kind(cls, token: SecretStr | None, field: ValidationInfo) -> SecretStr | None:
        kind = "xoxb-" if field.field_name == "slack_bot_token" else "xapp-"
        if token is not None and not token.get_secret_value().startswith(kind):
            raise ValueError(f"it must begin with {kind}")
        return token

    @field_validator("incidents_channel")
    @classmethod
    def _without_hash(cls, channel: str) -> str:
        return channel.strip().removeprefix("#")

    @field_validator("slack_api_url")
    @classmethod
    def _with_slash(cls, url: str) -> str:
        return url.rstrip("/") + "/"

    @property
    def has_slack_tokens(self) -> bool:
        """Whether there is a Slack to talk to."""
        return self.slack_bot_token is not None and self.slack_app_token is not None
