"""Settings from the environment and ``.env``; wrong ones are refused with a reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.settings import Settings, export_others, load
from knowledge.errors import SettingsError

TOKEN = "123456789:AAtestTokenForTheSettings_0123456789"
NAMES = [str(field.alias) for field in Settings.model_fields.values()]


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name in NAMES or name.upper().startswith("SPBE_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_defaults() -> None:
    made = load()
    assert (made.telegram_bot_token, made.telegram_api_url, made.llm, made.owner_ids) == (None, None, None, ())
    assert (made.data_dir, made.embedding_model, made.log_level) == (Path("data"), "multilingual-e5-small", "INFO")
    assert made.database == f"sqlite:///{Path.cwd() / 'data' / 'spbe.db'}"


def test_every_variable_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": "http://127.0.0.1:8081/",
        "SPBE_DATA_DIR": str(tmp_path / "lain"),
        "OWNER_IDS": "12, 345",
        "DATABASE_URL": "sqlite:////srv/x.db",
        "SPBE_EMBEDDING_MODEL": "hash",
        "LLM": "ollama:qwen",
        "SPBE_LLM_TIMEOUT": "2.5",
        "SPBE_LLM_CALLS": "7",
        "SPBE_LLM_TOKENS": "9000",
        "SPBE_BACKUP_EVERY_HOURS": "12",
        "SPBE_BACKUP_KEEP": " 30 ",
        "SPBE_BACKUP_DIR": str(tmp_path / "cadangan"),
        "SPBE_LOG_LEVEL": "debug",
        "SPBE_TIME_ZONE": "Asia/Jayapura",
    }
    assert sorted(given) == sorted(NAMES)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    made = load()
    assert made.telegram_bot_token is not None
    assert made.telegram_bot_token.get_secret_value() == TOKEN
    assert made.telegram_api_url == "http://127.0.0.1:8081"
    assert made.data_dir == tmp_path / "lain"
    assert made.owner_ids == (12, 345)
    assert made.database == "sqlite:////srv/x.db"
    assert (made.embedding_model, made.llm, made.log_level) == ("hash", "ollama:qwen", "DEBUG")
    assert made.time_zone == "Asia/Jayapura"
    assert (made.llm_timeout, made.llm_calls, made.llm_tokens) == (2.5, 7, 9000)
    assert (made.backup_every_hours, made.backup_keep, made.backup_folder) == (12, 30, tmp_path / "cadangan")


def test_env_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("# catatan\nexport SPBE_LOG_LEVEL=ERROR\nOWNER_IDS=7\nLAIN=1\n", encoding="utf-8")
    monkeypatch.setenv("OWNER_IDS", "8")
    made = load()
    assert (made.log_level, made.owner_ids) == ("ERROR", (8,))


def test_empty_values_are_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, "")
    assert load() == Settings.model_construct(**{n: f.get_default() for n, f in Settings.model_fields.items()})


@pytest.mark.parametrize("where", ["environment", "file"])
def test_an_unknown_name_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    if where == "file":
        Path(".env").write_text("export SPBE_DATADIR = x\n", encoding="utf-8")
    else:
        monkeypatch.setenv("SPBE_DATADIR", "x")
    with pytest.raises(SettingsError, match=r"tidak dikenal: SPBE_DATADIR\. Yang ada: SPBE_BACKUP_DIR, "):
        load()


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("SPBE_LOG_LEVEL", "KERAS", "pilih DEBUG, INFO, WARNING atau ERROR"),
        ("TELEGRAM_API_URL", "localhost:8081", "harus diawali http:// atau https://"),
        ("SPBE_TIME_ZONE", "WITA", "'WITA' bukan zona waktu; isi misalnya Asia/Makassar"),
        ("OWNER_IDS", "12,abc", "'abc' bukan ID Telegram"),
        ("OWNER_IDS", "-5", "'-5' bukan ID Telegram"),
        ("TELEGRAM_BOT_TOKEN", "tanpa titik dua", "bukan token bot; salin utuh dari @BotFather"),
        ("DATABASE_URL", "bukan alamat", "bukan alamat SQLAlchemy"),
        ("SPBE_DATA_DIR", ".env", "bukan folder"),
    ],
)
def test_a_wrong_value_is_refused_with_its_reason(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
) -> None:
    Path(".env").touch()
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load()
    assert f"- {name}: " in str(caught.value)
    assert reason in str(caught.value)
    assert "Value error" not in str(caught.value)


def test_all_wrong_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPBE_LOG_LEVEL", "x")
    monkeypatch.setenv("OWNER_IDS", "x")
    with pytest.raises(SettingsError) as caught:
        load()
    assert "SPBE_LOG_LEVEL" in str(caught.value)
    assert "OWNER_IDS" in str(caught.value)


@pytest.mark.parametrize("value", ["", " , ", "\n"])
def test_owners_may_be_none(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("OWNER_IDS", value)
    assert load().owner_ids == ()


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("DATABASE_URL", "postgresql://spbe:rahasia@db/spbe")
    made = load()
    for shown in (repr(made), str(made)):
        assert TOKEN not in shown
        assert "rahasia" not in shown
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "rahasia-tanpa-angka")
    with pytest.raises(SettingsError) as caught:
        load()
    assert "rahasia-tanpa-angka" not in str(caught.value)


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load().log_level = "DEBUG"  # type: ignore[misc]


def test_an_env_file_that_is_no_text_is_refused() -> None:
    Path(".env").write_bytes(b"OWNER_IDS=\xff\xfe")
    with pytest.raises(SettingsError, match="UTF-8"):
        load()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            ("SPBE_LLM_TIMEOUT", "0"),
            ("SPBE_LLM_TIMEOUT", "inf"),
            ("SPBE_LLM_CALLS", "-1"),
            ("SPBE_LLM_TOKENS", "banyak"),
        ),
        *(("SPBE_BACKUP_KEEP", "0"), ("SPBE_BACKUP_EVERY_HOURS", "-1"), ("SPBE_BACKUP_EVERY_HOURS", "0.5")),
    ],
)
def test_a_limit_that_is_none_is_refused_in_plain_words(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=rf"- {name}: isi dengan angka"):
        load()


def test_variables_of_others_reach_their_own_clients(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\nPROVIDER_KEY=a\nPROVIDER_URL=b\n", encoding="utf-8")
    monkeypatch.setenv("PROVIDER_URL", "c")
    monkeypatch.setenv("PROVIDER_KEY", "-")  # so that it is restored afterwards
    monkeypatch.delenv("PROVIDER_KEY")
    export_others()
    assert (os.environ["PROVIDER_KEY"], os.environ["PROVIDER_URL"]) == ("a", "c")
    assert "TELEGRAM_BOT_TOKEN" not in os.environ
