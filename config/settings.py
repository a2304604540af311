"""Every setting of an installation, read from the environment and ``.env``, checked once."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

import platformdirs
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    HttpUrl,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "SOSIK_"


class SettingsError(Exception):
    """A setting is unknown or has a value that cannot be used; the text names it and the mend."""


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("not an IANA time zone such as Asia/Seoul") from error
    return name


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _one_line(text: str | None) -> str | None:
    if text is not None and not (text.isascii() and text.isprintable()):
        raise ValueError("not one line of ASCII characters")
    return text


def _numbers(text: str | None) -> str | None:
    if text is not None and not all(part.strip().isdecimal() for part in text.split(",")):
        raise ValueError("not numbers separated by commas, such as 12345678")
    return text


class Settings(BaseSettings):
    """What may differ between two installations. Frozen; unknown keys are refused."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,  # an empty SOSIK_INBOX must not mean the folder one stands in
        dotenv_filtering="match_prefix",  # other programs may keep settings in the same .env
        extra="forbid",
        frozen=True,
    )

    home: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("sosik")),
        description="Folder of everything Sosik keeps: database, indexes, models, inbox.",
    )
    inbox: Path | None = Field(
        default=None,
        description="Folder the service watches for article files (default: inbox in the home).",
    )
    inbox_every_s: float = Field(
        default=2.0, ge=0.1, le=3600, description="Seconds between two looks into the inbox."
    )
    poll_shortest_min: float = Field(
        default=5.0,
        ge=1,
        le=1440,
        description="Shortest interval that a source's pace is learned within (minutes).",
    )
    poll_longest_min: float = Field(
        default=360.0,
        ge=1,
        le=10080,
        description="Longest interval that a source's pace is learned within (minutes).",
    )
    contact: Annotated[str | None, AfterValidator(_one_line)] = Field(
        default=None,
        max_length=200,
        description="Address or URL named to the sites that are fetched, beside Sosik's own name.",
    )
    allowed_hosts: str | None = Field(
        default=None,
        description="Hosts that may be fetched though they are not public, separated by commas.",
    )
    keep_days: int = Field(
        default=0, ge=0, le=36500, description="Days an article is kept (0: for good)."
    )
    min_free_mb: int = Field(
        default=300, ge=0, le=1_000_000, description="Nothing is taken in below this free space."
    )
    time_zone: Annotated[str, AfterValidator(_known_zone)] = Field(
        default="Asia/Seoul", description="IANA zone for dates in questions and replies."
    )
    language: Literal["ko", "en"] = Field(
        default="ko", description="Language of a chat before the person has written anything."
    )
    model: str = Field(
        default="bundled",
        min_length=1,
        description="Encoder: bundled, a model folder, or a Hugging Face name.",
    )
    threads: int = Field(
        default=0, ge=0, le=256, description="CPU threads of the encoder (0: one for each core)."
    )
    telegram_token: SecretStr | None = Field(
        default=None, description="Bot token from @BotFather; without it Telegram stays off."
    )
    telegram_api_url: HttpUrl = Field(
        default=HttpUrl("https://api.telegram.org"),
        description="Address of the Bot API, also of a self-hosted Bot API server.",
    )
    telegram_admins: Annotated[str | None, AfterValidator(_numbers)] = Field(
        default=None,
        description="Telegram numbers of people made admins at the start, separated by commas.",
    )
    telegram_access: Literal["open", "closed"] = Field(
        default="open", description="Whether anybody may ask on Telegram, or only who was invited."
    )
    telegram_webhook_url: HttpUrl | None = Field(
        default=None,
        description="Public https address that Telegram posts to; without it Telegram is polled.",
    )
    web_host: str = Field(
        default="127.0.0.1", description="Address on which the service listens for the webhook."
    )
    web_port: int = Field(
        default=8443, ge=1, le=65535, description="Port on which it listens for the webhook."
    )
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = (
        Field(default="info", description="How much the service logs to the standard error stream.")
    )

    @property
    def zone(self) -> ZoneInfo:
        """The time zone as a value."""
        return ZoneInfo(self.time_zone)

    @model_validator(mode="after")
    def _poll_bounds_in_order(self) -> Self:
        if self.poll_shortest_min > self.poll_longest_min:
            raise ValueError("SOSIK_POLL_SHORTEST_MIN is longer than SOSIK_POLL_LONGEST_MIN")
        return self

    @property
    def fetchable_hosts(self) -> tuple[str, ...]:
        """The hosts that may be fetched though they are not public."""
        hosts = (host.strip().lower() for host in (self.allowed_hosts or "").split(","))
        return tuple(host for host in hosts if host)

    @property
    def admins(self) -> tuple[str, ...]:
        """The people made admins at the start."""
        return tuple(number.strip() for number in (self.telegram_admins or "").split(",") if number)

    @property
    def keep(self) -> timedelta | None:
        """How long articles are kept; None for good."""
        return timedelta(days=self.keep_days) if self.keep_days else None

    @property
    def inbox_folder(self) -> Path:
        """The folder that is watched."""
        return self.inbox or self.home / "inbox"


def load(*, home: Path | None = None) -> Settings:
    """Read the settings; ``home``, from the command line, wins over the environment.

    Raises SettingsError, naming each bad or unknown setting.
    """
    unknown = sorted(
        name
        for name in os.environ
        if name.startswith(PREFIX)
        and name.removeprefix(PREFIX).lower() not in Settings.model_fields
    )
    if unknown:
        known = ", ".join(PREFIX + field.upper() for field in Settings.model_fields)
        raise SettingsError(f"unknown setting {', '.join(unknown)}. Known settings: {known}")
    try:
        settings = Settings() if home is None else Settings(home=home)
    except ValidationError as error:
        raise SettingsError("; ".join(_problem(detail) for detail in error.errors())) from None
    return settings.model_copy(
        update={
            "home": settings.home.expanduser().absolute(),
            "inbox": settings.inbox and settings.inbox.expanduser().absolute(),
        }
    )


def _problem(detail: ErrorDetails) -> str:
    if not detail["loc"]:
        return str(detail["msg"]).removeprefix("Value error, ")
    name = PREFIX + str(detail["loc"][0]).upper().removeprefix(PREFIX)
    if detail["type"] == "extra_forbidden":
        return f"unknown setting {name} in .env"
    return f"{name}: {str(detail['msg']).removeprefix('Value error, ')}"
