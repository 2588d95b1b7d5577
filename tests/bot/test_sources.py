"""``spbe sources`` as a person uses it, with an official site on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import yaml
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import sources as command
from bot.cli.app import app
from ingest.fetching import sources
from ingest.fetching.transport import client
from knowledge.errors import BusyError, FetchError
from tests.ingest.fetching.official import HOSTS, OTHER, PDF, Reply, Site, authority

LISTED = "uu-1-2024"
ADDRESS = f"https://{HOSTS[0]}/uu.pdf"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """One document of the list has an address, on the official site of the tests."""
    path = tmp_path / "sources.yaml"
    known = {"id": LISTED, "url": ADDRESS, "source": "uji", "confidence": "rendah"}
    path.write_text(yaml.safe_dump({"hosts": list(HOSTS), "addresses": [known]}))
    load = sources.load
    monkeypatch.setattr(sources, "load", lambda regulations: load(regulations, path))
    monkeypatch.chdir(tmp_path)
    for name, value in (("SPBE_DATA_DIR", tmp_path / "data"), ("SPBE_EMBEDDING_MODEL", "hash")):
        monkeypatch.setenv(name, str(value))
    with Site(authority().server((*HOSTS, OTHER), tmp_path)) as running:
        running.replies["/uu.pdf"] = [Reply()]

        def made() -> httpx.Client:
            return client(5, 5, running.resolve, authority().trusted())

        monkeypatch.setattr(command, "client", made)
        yield running


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["sources", *arguments])


def rows() -> dict[str, dict[str, object]]:
    return {row["id"]: row for row in json.loads(run("list", "--json").stdout)}


def test_what_has_an_address_is_fetched_and_the_rest_is_told(site: Site, tmp_path: Path) -> None:
    assert (rows()[LISTED]["fetched"], rows()[LISTED]["address"]) == (False, ADDRESS)
    done = run("fetch")
    assert done.exit_code == 0, done.output
    path = tmp_path / "data" / "resmi" / f"{LISTED}.pdf"
    assert path.read_bytes() == PDF
    assert f"[baru] UU 1/2024: {path.relative_to(tmp_path)}" in done.stderr.replace(f"{tmp_path}/", "")
    assert "belum dapat dicocokkan" in done.stderr
    assert "PermenPANRB 8/2026, Evaluasi Kinerja Pemerintah Digital: https://jdih.menpan.go.id" in done.stdout
    assert "UU 1/2024" not in done.stdout
    assert "Lanjutkan dengan: spbe ingest" in done.stdout
    assert rows()[LISTED]["fetched"] is True


def test_what_is_here_is_not_asked_for_again_unless_wanted(site: Site) -> None:
    run("fetch")
    assert run("fetch").exit_code == 0
    assert "[ada] UU 1/2024" in run("fetch", "UU 1/2024").stderr
    assert len(site.asked) == 1
    assert "[tidak berubah]" in run("fetch", "--again").stderr
    site.replies["/uu.pdf"] = [Reply(body=PDF + b"\n")]
    changed = run("fetch", LISTED, "--again").stderr
    assert "[berubah] UU 1/2024" in changed
    assert "isinya berubah sejak diunduh terakhir" in changed


def test_a_document_without_an_address_needs_one(site: Site) -> None:
    done = run("fetch", "perpres-95-2018")
    assert done.exit_code == 1
    assert "Salin dari https://jdih.setneg.go.id" in done.stderr
    assert run("fetch", "perpres-95-2018", "--url", ADDRESS).exit_code == 0
    assert rows()["perpres-95-2018"]["fetched"] is True


def test_a_copy_that_is_not_the_known_one_is_told(site: Site) -> None:
    assert "berbeda dari salinan resmi yang dikenal" in run("fetch", "uu-27-2022", "--url", ADDRESS).stderr


@pytest.mark.parametrize("address", [f"https://{OTHER}/uu.pdf", f"http://{HOSTS[0]}/uu.pdf"])
def test_an_address_elsewhere_is_refused(site: Site, address: str) -> None:
    done = run("fetch", LISTED, "--url", address)
    assert (done.exit_code, site.asked) == (1, [])
    assert "[gagal] UU 1/2024" in done.stderr


def test_what_fails_is_told_with_the_place_to_look(site: Site) -> None:
    site.replies["/uu.pdf"] = [Reply(status=404)]
    done = run("fetch")
    assert done.exit_code == 1
    assert "[gagal] UU 1/2024: Tidak ada lagi di alamat itu (kode 404)." in done.stderr
    assert "UU 1/2024" in done.stdout
    assert "Lanjutkan" not in done.stdout


def test_what_is_fetched_can_be_taken_in_at_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[list[Path]] = []
    monkeypatch.setattr(command.building, "ingest", taken.append)
    run("fetch", "--ingest")
    assert [[path.name for path in paths] for paths in taken] == [[f"{LISTED}.pdf"]]


def test_a_copy_that_is_not_the_known_one_is_taken_in_by_its_own_name_only(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[list[Path]] = []
    monkeypatch.setattr(command.building, "ingest", taken.append)
    for again in ((), ("--again",)):  # also later, when the file is here and not in force
        done = run("fetch", "uu-27-2022", "--url", ADDRESS, "--ingest", *again)
        assert done.exit_code == 1
        path = tmp_path / "data" / "resmi" / "uu-27-2022.pdf"
        assert f"masukkan dengan: spbe ingest {path}" in done.stdout
        assert taken == []
    assert run("fetch", "--ingest").exit_code == 1
    assert [[path.name for path in paths] for paths in taken] == [[f"{LISTED}.pdf"]]
    told = run("fetch").stdout
    assert "Lanjutkan dengan: spbe ingest" in told
    assert f"{LISTED}.pdf" in told.split("Lanjutkan")[1]
    assert "uu-27-2022" not in told.split("Lanjutkan")[1]


def test_an_address_is_of_one_document(site: Site) -> None:
    assert run("fetch", "--url", ADDRESS).exit_code == 2
    assert run("fetch", "a", "--url", ADDRESS).exception.__class__ is FetchError


def test_two_at_once_one_is_told(site: Site, tmp_path: Path) -> None:
    with sources.Folder(tmp_path / "data" / "resmi").alone():
        assert run("fetch").exception.__class__ is BusyError


def test_the_list_is_a_table(site: Site) -> None:
    shown = run("list").stdout
    assert "dikenal (rendah)" in shown
    assert "perpres-95-2018" in shown
