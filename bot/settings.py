"""Settings, read once from the environment or ``.env``; wrong and unknown ones are refused with a reason."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from knowledge.embedding import DEFAULT_MODEL
from knowledge.errors import SettingsError

PREFIX = "SPBE_"


class Settings(BaseSettings):
    """Everything a person can set. Each field's description is the line in ``.env.example``."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    telegram_bot_token: SecretStr | None = Field(
        None,
        alias="TELEGRAM_BOT_TOKEN",
        description="Token bot dari @BotFather. Tanpa token, asisten dibuka di terminal.",
    )
    telegram_api_url: str | None = Field(
        None, alias="TELEGRAM_API_URL", description="Alamat dasar server Bot API lain (berkas juga diambil dari sana)."
    )
    data_dir: Path = Field(
        Path("data"), alias="SPBE_DATA_DIR", description="Folder basis pengetahuan, dokumen dan percakapan."
    )
    owner_ids: Annotated[tuple[int, ...], NoDecode] = Field(
        (), alias="OWNER_IDS", description="ID Telegram pemilik, dipisah koma."
    )
    database_url: str | None = Field(
        None, alias="DATABASE_URL", description="Alamat basis data SQLAlchemy. Bawaan: SQLite di SPBE_DATA_DIR."
    )
    embedding_model: str = Field(
        DEFAULT_MODEL,
        alias="SPBE_EMBEDDING_MODEL",
        description="Model embedding: bawaan, atau nama/folder model sentence-transformers lain.",
    )
    llm: str | None = Field(
        None,
        alias="LLM",
        description="Model bahasa penyusun jawaban, misalnya openai:gpt-4o-mini. Kosong: tanpa model bahasa.",
    )
    log_level: str = Field("INFO", alias="SPBE_LOG_LEVEL", description="DEBUG, INFO, WARNING atau ERROR.")

    @field_validator("owner_ids", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part for part in value.replace(" ", "").split(",") if part)
        return value

    @field_validator("telegram_bot_token", "telegram_api_url", "database_url", "llm", mode="before")
    @classmethod
    def _blank_is_none(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("telegram_api_url")
    @classmethod
    def _base(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if not value.startswith(("http://", "https://")):
            raise ValueError("harus diawali http:// atau https://")
        return value.rstrip("/")

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("pilih DEBUG, INFO, WARNING atau ERROR")
        return value.upper()

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'spbe.db'}"


def load(env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings.

    Raises SettingsError naming each wrong or unknown variable and what is allowed.
    """
    known = {str(field.alias) for field in Settings.model_fields.values()}
    unknown = sorted(name for name in _names(env_file) if name.startswith(PREFIX) and name not in known)
    if unknown:
        allowed = ", ".join(sorted(name for name in known if name.startswith(PREFIX)))
        raise SettingsError(f"Pengaturan tidak dikenal: {', '.join(unknown)}. Yang ada: {allowed}.")
    try:
        return Settings(_env_file=env_file)  # type: ignore[call-arg]
    except ValidationError as error:
        lines = [f"- {'.'.join(str(p) for p in item['loc'])}: {item['msg']}" for item in error.errors()]
        raise SettingsError("Pengaturan salah (lihat .env.example):\n" + "\n".join(lines)) from error


def _names(env_file: Path | None) -> set[str]:
    names = set(os.environ)
    if env_file is not None and env_file.is_file():
        lines = (line.strip() for line in env_file.read_text(encoding="utf-8").splitlines())
        names.update(
            line.split("=", 1)[0].removeprefix("export ").strip() for line in lines if "=" in line and line[0] != "#"
        )
    return names
