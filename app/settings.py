"""Settings from the environment or an `.env` file, typed and checked at the start. Without BOT_TOKEN: the sandbox."""

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")
DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")


class SettingsWrong(Exception):
    """One line per wrong setting: which, what is wrong, how to mend it. Values are never shown."""


def _http_url(value: str | None) -> str | None:
    if value is not None and not value.startswith(("http://", "https://")):
        raise ValueError("must begin with http:// or https://")
    return value.rstrip("/") if value else value


def _known_database(value: str | None) -> str | None:
    if value is not None and not value.startswith(DATABASES):
        raise ValueError(f"must begin with {' or '.join(DATABASES)}")
    if value is not None:
        _parts(value)
    return value


def _parts(value: str) -> None:
    """Read the URL as SQLAlchemy will, so that a slip in it is told here and by name."""
    import sqlalchemy as sa

    try:
        sa.make_url(value)
    except (sa.exc.ArgumentError, ValueError):
        raise ValueError("cannot be read: user:password@host:port/name, with %-signs for unusual letters") from None


Url = Annotated[str | None, AfterValidator(_http_url)]
Port = Annotated[int, Field(ge=0, le=65_535)]
DatabaseUrl = Annotated[str | None, AfterValidator(_known_database)]


class Settings(BaseSettings):
    """Everything an operator may set. Names in the environment are the same in capitals."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    bot_token: SecretStr | None = None
    telegram_api_url: Url = None
    telegram_proxy: str | None = None
    webhook_url: Url = None
    webhook_host: str = "127.0.0.1"
    webhook_port: Port = 8081
    database_url: DatabaseUrl = None
    panel_host: str = "127.0.0.1"
    panel_port: Port = 8080
    panel_url: Url = None
    trusted_proxies: Annotated[frozenset[str], NoDecode] = frozenset()
    sandbox_port: Port = 8090
    secret_key: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    data_dir: Path = ROOT / "data"
    var_dir: Path = ROOT / "var"
    log_format: Literal["console", "json"] = "console"

    @field_validator("secret_key", mode="before")
    @classmethod
    def _several(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _addresses(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return frozenset(str(ip_address(part.strip())) for part in value.split(",") if part.strip())
        except ValueError:
            raise ValueError("addresses such as 127.0.0.1, separated by commas") from None

    @field_validator("bot_token", "database_url", "telegram_api_url", "telegram_proxy", "webhook_url", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return value or None

    @field_validator("bot_token")
    @classmethod
    def _looks_like_a_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            number, _, rest = value.get_secret_value().partition(":")
            if not number.isdigit() or len(rest) < 20:
                raise ValueError("does not look like a token from @BotFather (123456789:AA…)")
        return value

    @model_validator(mode="after")
    def _webhook_needs_a_token(self) -> "Settings":
        if self.webhook_url and self.bot_token is None:
            raise ValueError("WEBHOOK_URL is set but BOT_TOKEN is not")
        if self.bot_token is None and self.panel_host not in LOOPBACK:
            raise ValueError("the sandbox is for this computer only: leave PANEL_HOST unset, or set BOT_TOKEN")
        return self

    @property
    def sandbox(self) -> bool:
        """Whether a local Bot API takes Telegram's place."""
        return self.bot_token is None

    @property
    def database(self) -> str:
        """The database URL in force; the sandbox always has a file of its own."""
        if self.sandbox:
            return f"sqlite:///{self.var_dir / 'sandbox.sqlite'}"
        return self.database_url or f"sqlite:///{self.var_dir / 'ryadom.sqlite'}"


def read_settings() -> Settings:
    """The settings of this process. Raises `SettingsWrong` with one line per fault."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsWrong("\n".join(_line(fault) for fault in error.errors(include_input=False))) from None


def _line(fault: object) -> str:
    assert isinstance(fault, dict)
    name = "_".join(str(part) for part in fault["loc"][:1]).upper()
    message = str(fault["msg"]).removeprefix("Value error, ")
    return f"{name}: {message}" if name else message
