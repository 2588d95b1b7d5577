"""Settings, read once from the environment or ``.env``; wrong and unknown ones are refused with a reason."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from knowledge import clock
from knowledge.embedding import DEFAULT_MODEL
from knowledge.errors import SettingsError

PREFIX = "SPBE_"


class Settings(BaseSettings):
    """Everything a person can set. Each field's description is the line in ``.env.example``."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

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
        None,
        alias="DATABASE_URL",
        description="Alamat basis data SQLAlchemy. Bawaan: SQLite di SPBE_DATA_DIR.",
        repr=False,  # it may hold a password
    )
    embedding_model: str = Field(
        DEFAULT_MODEL,
        alias="SPBE_EMBEDDING_MODEL",
        description="Model embedding: bawaan, atau nama/folder model sentence-transformers lain.",
    )
    llm: str | None = Field(
        None,
        alias="LLM",
        description="Model bahasa penyusun jawaban, penyedia:model. Kosong: tanpa model bahasa.",
    )
    llm_timeout: float = Field(
        8.0, alias="SPBE_LLM_TIMEOUT", description="Batas waktu satu panggilan model bahasa, dalam detik."
    )
    llm_calls: int = Field(
        50, alias="SPBE_LLM_CALLS", description="Panggilan model bahasa untuk satu orang dalam sehari."
    )
    llm_tokens: int = Field(
        150_000, alias="SPBE_LLM_TOKENS", description="Token model bahasa untuk satu orang dalam sehari."
    )
    backup_every_hours: int = Field(
        24, alias="SPBE_BACKUP_EVERY_HOURS", description="Jarak dua cadangan otomatis, dalam jam; 0 mematikannya."
    )
    backup_keep: int = Field(
        7, alias="SPBE_BACKUP_KEEP", description="Banyaknya cadangan terbaru yang disimpan; yang lebih lama dihapus."
    )
    backup_dir: Path | None = Field(
        None, alias="SPBE_BACKUP_DIR", description="Folder cadangan. Bawaan: 'cadangan' di SPBE_DATA_DIR."
    )
    time_zone: str = Field(
        clock.HERE, alias="SPBE_TIME_ZONE", description="Zona waktu daerah; semua jam ditampilkan menurut zona ini."
    )
    log_level: str = Field("INFO", alias="SPBE_LOG_LEVEL", description="DEBUG, INFO, WARNING atau ERROR.")

    @field_validator("owner_ids", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part for part in re.split(r"[\s,]+", value) if part]
        if wrong := [part for part in parts if not re.fullmatch(r"[1-9]\d{0,15}", part, re.ASCII)]:
            raise ValueError(f"'{wrong[0]}' bukan ID Telegram; isi angka dipisah koma, misalnya 12345,67890")
        return tuple(int(part) for part in parts)

    @field_validator("telegram_bot_token", "telegram_api_url", "database_url", "llm", "backup_dir", mode="before")
    @classmethod
    def _blank_is_none(cls, value: object) -> object:
        return (value.strip() or None) if isinstance(value, str) else value

    @field_validator("telegram_bot_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", value.get_secret_value(), re.ASCII):
            raise ValueError("bukan token bot; salin utuh dari @BotFather, bentuknya 123456789:AA…")
        return value

    @field_validator("data_dir", "backup_dir")
    @classmethod
    def _folder(cls, value: Path | None) -> Path | None:
        value = value.expanduser() if value is not None else None
        if value is not None and value.exists() and not value.is_dir():
            raise ValueError(f"'{value}' bukan folder")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str | None) -> str | None:
        try:
            if value is not None:
                make_url(value)
        except (ArgumentError, ValueError) as error:
            raise ValueError("bukan alamat SQLAlchemy, misalnya sqlite:////srv/spbe.db") from error
        return value

    @field_validator("telegram_api_url")
    @classmethod
    def _base(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if not value.startswith(("http://", "https://")):
            raise ValueError("harus diawali http:// atau https://")
        return value.rstrip("/")

    @field_validator("llm_timeout", "llm_calls", "llm_tokens", mode="before")
    @classmethod
    def _limit(cls, value: object, info: ValidationInfo) -> object:
        seconds = info.field_name == "llm_timeout"
        try:
            number = float(str(value)) if seconds else int(str(value))
        except ValueError:
            raise ValueError("isi dengan angka, misalnya 8") from None
        if number < 0 or (seconds and not 0 < number <= 60):
            raise ValueError(f"isi dengan angka {'lebih dari 0 sampai 60' if seconds else '0 atau lebih'}")
        return number

    @field_validator("backup_every_hours", "backup_keep", mode="before")
    @classmethod
    def _count(cls, value: object, info: ValidationInfo) -> object:
        least, most = (0, 24 * 31) if info.field_name == "backup_every_hours" else (1, 1000)
        if not re.fullmatch(r"\d{1,4}", text := str(value).strip(), re.ASCII) or not least <= int(text) <= most:
            raise ValueError(f"isi dengan angka bulat {least} sampai {most}")
        return int(text)

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        clock.zone(value)
        return value

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

    @property
    def backup_folder(self) -> Path:
        """Where backups are kept."""
        return self.backup_dir or self.data_dir / "cadangan"


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
        return Settings(_env_file=env_file)
    except ValidationError as error:
        lines = [f"- {item['loc'][0]}: {item['msg'].removeprefix('Value error, ')}" for item in error.errors()]
        # Not chained: the validation error's own text holds the values, the token among them.
        raise SettingsError("Pengaturan salah (lihat .env.example):\n" + "\n".join(lines)) from None


def export_others(env_file: Path = Path(".env")) -> None:
    """Put the variables of ``.env`` that are not ours (a provider's key and address) into the environment, where the
    provider's own client looks for them. What is set there already stays."""
    ours = {str(field.alias) for field in Settings.model_fields.values()}
    if env_file.is_file():
        for name, value in dotenv_values(env_file).items():
            if value and name.upper() not in ours:
                os.environ.setdefault(name, value)


def _names(env_file: Path | None) -> set[str]:
    names = {name.upper() for name in os.environ}
    if env_file is not None and env_file.is_file():
        try:
            names.update(name.upper() for name in dotenv_values(env_file))
        except UnicodeDecodeError as error:
            raise SettingsError(f"Berkas {env_file} bukan teks UTF-8. Simpan ulang sebagai UTF-8.") from error
    return names
