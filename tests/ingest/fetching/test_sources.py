"""The list of official documents, and the folder they are fetched to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.fetching.download import Download, Patience
from ingest.fetching.sources import Folder, Outcome, Source, load
from ingest.fetching.transport import client
from knowledge import catalog
from knowledge.errors import BusyError, CatalogError, FetchError, StorageError
from tests.ingest.fetching.official import HOSTS, PDF, Reply, Site, authority

UU = Source("uu-1-2024", "UU 1/2024", "Judul", "https://jdih.contoh.go.id", f"https://{HOSTS[0]}/uu.pdf", "rendah", ())
DIGEST = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Site(authority().server(HOSTS, tmp_path)) as running:
        running.replies["/uu.pdf"] = [Reply()]
        yield running


@pytest.fixture
def download(site: Site) -> Iterator[Download]:
    with client(5, 5, site.resolve, authority().trusted()) as made:
        yield Download(made, HOSTS, Patience(pauses=()))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    made = Folder(tmp_path / "resmi")
    with made.alone():
        yield made


def test_the_list_as_it_stands_names_every_regulation_and_only_official_hosts() -> None:
    regulations = catalog.load().regulations
    sources = load(regulations)
    assert [one.id for one in sources.documents] == [r.id for r in regulations]
    assert all(host.endswith(".go.id") for host in sources.hosts)
    assert all(one.page.startswith("https://") for one in sources.documents)
    assert sources.named("uu-11-2008") == sources.named("UU 11/2008")
    assert sources.named("uu-11-2008").address
    with pytest.raises(FetchError, match="tidak ada dalam daftar"):
        sources.named("uu-0-0000")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hosts: [a.go.id]\naddresses: [{id: tidak-ada, url: 'https://a.go.id/', source: s, confidence: c}]", "id"),
        ("hosts: [a.go.id]\naddresses: [{id: uu-1-2024, url: 'https://b.id/', source: s, confidence: c}]", "situs"),
        ("hosts: [a.go.id]\naddresses: [{id: uu-1-2024, url: 'http://a.go.id/', source: s, confidence: c}]", "https"),
        ("hosts: [a.go.id]", "addresses"),
        ("hosts: [", "yaml"),
    ],
)
def test_a_list_that_is_wrong_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(text)
    with pytest.raises(CatalogError, match=said):
        load(catalog.load().regulations, path)


def test_a_document_is_fetched_with_its_checksum_beside(folder: Folder, download: Download, tmp_path: Path) -> None:
    assert not folder.holds(UU)
    done = folder.fetch(UU, str(UU.address), download, lambda *_: None)
    assert (done.outcome, done.sha256, done.known) == (Outcome.NEW, DIGEST, None)
    assert folder.holds(UU)
    assert (tmp_path / "resmi" / "uu-1-2024.pdf.sha256").read_text() == f"{DIGEST}  uu-1-2024.pdf\n"
    assert sorted(p.name for p in (tmp_path / "resmi").iterdir() if p.name != ".lock") == [
        "uu-1-2024.pdf",
        "uu-1-2024.pdf.sha256",
    ]


def test_fetched_again_it_is_told_whether_it_changed(folder: Folder, download: Download, site: Site) -> None:
    folder.fetch(UU, str(UU.address), download, lambda *_: None)
    assert folder.fetch(UU, str(UU.address), download, lambda *_: None).outcome is Outcome.SAME
    site.replies["/uu.pdf"] = [Reply(body=PDF + b"\n", tag='"dua"')]
    done = folder.fetch(UU, str(UU.address), download, lambda *_: None)
    assert (done.outcome, done.before) == (Outcome.CHANGED, DIGEST)
    assert folder.checksum(UU) == done.sha256 != DIGEST


@pytest.mark.parametrize(("known", "told"), [((DIGEST,), True), (("0" * 64,), False)])
def test_whether_it_is_one_that_is_known(
    folder: Folder, download: Download, known: tuple[str, ...], told: bool
) -> None:
    source = Source(UU.id, UU.label, UU.title, UU.page, UU.address, UU.confidence, known)
    assert folder.fetch(source, str(UU.address), download, lambda *_: None).known is told


def test_what_was_changed_here_is_not_held(folder: Folder, download: Download) -> None:
    path = folder.fetch(UU, str(UU.address), download, lambda *_: None).path
    path.write_bytes(PDF[:-1])
    assert not folder.holds(UU)


def test_a_failure_leaves_what_is_here(folder: Folder, download: Download, site: Site) -> None:
    folder.fetch(UU, str(UU.address), download, lambda *_: None)
    site.replies["/uu.pdf"] = [Reply(body=b"<html>")]
    with pytest.raises(FetchError):
        folder.fetch(UU, str(UU.address), download, lambda *_: None)
    assert folder.holds(UU)
    assert folder.pdf(UU).read_bytes() == PDF


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("")
    with pytest.raises(StorageError, match="tidak dapat dibuat"), Folder(tmp_path / "berkas" / "resmi").alone():
        pass


def test_two_at_once_one_is_told(folder: Folder, tmp_path: Path) -> None:
    with pytest.raises(BusyError), Folder(tmp_path / "resmi").alone():
        pass
