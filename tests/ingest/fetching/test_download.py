"""One PDF from an official site: played over HTTPS on loopback, with a resolver that leads there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from ingest.fetching.download import Download, Patience
from ingest.fetching.transport import client
from knowledge.errors import FetchError
from tests.ingest.fetching.official import HOSTS, OTHER, PDF, Reply, Site, authority

ADDRESS = f"https://{HOSTS[0]}/uu.pdf"
QUICK = Patience(file_bytes=1024 * 1024, pauses=(0.0, 0.0), wall_seconds=60, redirects=2)
CUT = len(PDF) // 2


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Site(authority().server((*HOSTS, OTHER), tmp_path)) as running:
        yield running


@pytest.fixture
def http(site: Site) -> Iterator[httpx.Client]:
    with client(5, 5, site.resolve, authority().trusted()) as made:
        yield made


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "resmi").mkdir()
    return tmp_path / "resmi" / "uu.pdf"


def get(http: httpx.Client, target: Path, patience: Patience = QUICK, address: str = ADDRESS) -> bytes:
    part = Download(http, HOSTS, patience, lambda _: None).get(address, target, lambda done, total: None)
    return part.read_bytes()


def left(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


def test_a_pdf_is_downloaded_and_nothing_else_left(site: Site, http: httpx.Client, target: Path) -> None:
    site.replies["/uu.pdf"] = [Reply()]
    told: list[tuple[int, int | None]] = []
    part = Download(http, HOSTS, QUICK).get(ADDRESS, target, lambda done, total: told.append((done, total)))
    assert part.read_bytes() == PDF
    assert left(target) == ["uu.pdf.part"]
    assert told[0] == (0, len(PDF))
    assert told[-1] == (len(PDF), len(PDF))
    assert site.asked[0][0] == HOSTS[0]  # by its name, though connected to by its address


def test_redirects_within_the_list_are_followed(site: Site, http: httpx.Client, target: Path) -> None:
    site.replies["/uu.pdf"] = [Reply(status=302, headers={"Location": f"https://{HOSTS[1]}/b"})]
    site.replies["/b"] = [Reply(status=301, headers={"Location": "/c"})]
    site.replies["/c"] = [Reply()]
    assert get(http, target) == PDF
    assert [(host, path) for host, path, _ in site.asked] == [(HOSTS[0], "/uu.pdf"), (HOSTS[1], "/b"), (HOSTS[1], "/c")]


@pytest.mark.parametrize(
    ("location", "said"),
    [
        (f"https://{OTHER}/uu.pdf", "bukan situs resmi"),
        (f"http://{HOSTS[0]}/uu.pdf", "Hanya alamat https"),
        ("https://127.0.0.1/uu.pdf", "bukan situs resmi"),
        (f"https://{HOSTS[0]}@{OTHER}/uu.pdf", "bukan situs resmi"),
        (f"https://{HOSTS[0]}:8443/uu.pdf", "porta"),
        (f"https://{HOSTS[0]}./uu.pdf", "bukan situs resmi"),
        (f"//{OTHER}/uu.pdf", "bukan situs resmi"),
        ("file:///etc/passwd", "Hanya alamat https"),
        ("/uu.pdf", "terlalu sering"),
        (f"https://{HOSTS[0]}:port/", "gagal atau terputus"),  # the client itself cannot read it,
    ],
)
def test_redirects_out_of_the_list_are_not(
    site: Site, http: httpx.Client, target: Path, location: str, said: str
) -> None:
    site.replies["/uu.pdf"] = [Reply(status=302, headers={"Location": location})]
    with pytest.raises(FetchError, match=said):
        get(http, target)
    assert {host for host, _, _ in site.asked} == {HOSTS[0]}
    assert left(target) == []


def test_a_redirect_within_the_list_and_then_out_of_it(site: Site, http: httpx.Client, target: Path) -> None:
    site.replies["/uu.pdf"] = [Reply(status=307, headers={"Location": f"https://{HOSTS[1]}/b"})]
    site.replies["/b"] = [Reply(status=308, headers={"Location": f"https://{OTHER}/c"})]
    with pytest.raises(FetchError, match="bukan situs resmi"):
        get(http, target)
    assert OTHER not in {host for host, _, _ in site.asked}


@pytest.mark.parametrize("length", [True, False])
def test_too_large(site: Site, http: httpx.Client, target: Path, length: bool) -> None:
    site.replies["/uu.pdf"] = [Reply(length=length)]
    with pytest.raises(FetchError, match="lebih besar dari"):
        get(http, target, replace(QUICK, file_bytes=1024 * 100))
    assert left(target) == []
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "reply",
    [
        Reply(kind="text/html; charset=utf-8"),
        Reply(body=b"<html>masuk dulu</html>" * 200),
        Reply(body=b"<html>"),
        Reply(body=b""),
        Reply(headers={"Content-Encoding": "gzip"}),
    ],
)
def test_what_is_no_pdf(site: Site, http: httpx.Client, target: Path, reply: Reply) -> None:
    site.replies["/uu.pdf"] = [reply]
    with pytest.raises(FetchError, match="bukan PDF"):
        get(http, target)
    assert left(target) == []
    assert len(site.asked) == 1


def test_cut_in_the_middle_it_goes_on_from_there(site: Site, http: httpx.Client, target: Path) -> None:
    site.replies["/uu.pdf"] = [Reply(cut=CUT), Reply()]
    assert get(http, target) == PDF
    assert site.ranges() == ["", f"bytes={CUT}-"]
    assert site.asked[1][2]["If-Range"] == '"satu"'


def test_what_was_cut_every_time_is_gone_on_with_the_next_day(site: Site, http: httpx.Client, target: Path) -> None:
    site.replies["/uu.pdf"] = [Reply(cut=CUT)]
    with pytest.raises(FetchError, match="terputus"):
        get(http, target, replace(QUICK, pauses=()))
    assert (target.parent / "uu.pdf.part").stat().st_size == CUT
    site.replies["/uu.pdf"] = [Reply()]
    assert get(http, target) == PDF
    assert site.ranges() == ["", f"bytes={CUT}-"]


def test_a_server_that_gives_no_parts_begins_again(site: Site, http: httpx.Client, target: Path) -> None:
    site.replies["/uu.pdf"] = [Reply(cut=CUT), Reply(ranges=False)]
    assert get(http, target) == PDF


def test_without_a_strong_validator_it_begins_again(site: Site, http: httpx.Client, target: Path) -> None:
    site.replies["/uu.pdf"] = [Reply(cut=CUT, tag='W/"satu"'), Reply(tag='W/"satu"', if_range=False)]
    assert get(http, target) == PDF
    assert site.ranges() == ["", ""]


@pytest.mark.parametrize("heeded", [True, False])
def test_a_file_that_changed_meanwhile_is_not_stitched_together(
    site: Site, http: httpx.Client, target: Path, heeded: bool
) -> None:
    fresh = b"%PDF-1.4\n" + b"x" * (len(PDF) - 16) + b"\n%%EOF\n"
    site.replies["/uu.pdf"] = [Reply(cut=CUT), Reply(body=fresh, tag='"dua"', if_range=heeded)]
    assert get(http, target) == fresh
    assert site.ranges() == ["", f"bytes={CUT}-"] + ([] if heeded else [""])


@pytest.mark.parametrize(
    "content_range",
    [f"bytes {CUT - 1}-{len(PDF) - 2}/{len(PDF)}", f"bytes {CUT}-{len(PDF) - 1}/{len(PDF) + 1}", "bytes", ""],
)
def test_a_part_that_is_not_the_one_asked_for_is_thrown_away(
    site: Site, http: httpx.Client, target: Path, content_range: str
) -> None:
    wrong = Reply(status=206, body=PDF[CUT:], headers={"Content-Range": content_range})
    site.replies["/uu.pdf"] = [Reply(cut=CUT), wrong, Reply()]
    assert get(http, target) == PDF
    assert site.ranges()[-1] == ""


def test_a_part_beyond_the_end_is_thrown_away(site: Site, http: httpx.Client, target: Path) -> None:
    site.replies["/uu.pdf"] = [Reply(cut=CUT), Reply(status=416), Reply()]
    assert get(http, target) == PDF


def test_an_end_that_no_length_tells_is_looked_for(site: Site, http: httpx.Client, target: Path) -> None:
    site.replies["/uu.pdf"] = [Reply(length=False, cut=CUT), Reply(length=False)]
    assert get(http, target) == PDF
    assert len(site.asked) == 2


def test_another_address_does_not_go_on_with_the_part_of_the_first(
    site: Site, http: httpx.Client, target: Path
) -> None:
    site.replies["/uu.pdf"] = [Reply(cut=CUT)]
    with pytest.raises(FetchError):
        get(http, target, replace(QUICK, pauses=()))
    site.replies["/lain.pdf"] = [Reply()]
    assert get(http, target, address=f"https://{HOSTS[0]}/lain.pdf") == PDF
    assert site.ranges()[-1] == ""


@pytest.mark.parametrize("text", ["", "{", "[]", '{"address": 1}', '{"address": "a", "validator": "b", "length": "c"}'])
def test_a_note_that_is_damaged_is_not_believed(site: Site, http: httpx.Client, target: Path, text: str) -> None:
    (target.parent / "uu.pdf.part").write_bytes(PDF[:CUT])
    (target.parent / "uu.pdf.part.json").write_text(text)
    site.replies["/uu.pdf"] = [Reply()]
    assert get(http, target) == PDF
    assert site.ranges() == [""]


def test_a_server_that_stalls_is_given_up_and_gone_on_with(site: Site, target: Path) -> None:
    site.replies["/uu.pdf"] = [Reply(cut=CUT, stalls=True), Reply()]
    with client(5, 0.3, site.resolve, authority().trusted()) as impatient:
        assert get(impatient, target) == PDF
    assert site.ranges() == ["", f"bytes={CUT}-"]


def test_what_takes_too_long_in_all_is_given_up(site: Site, http: httpx.Client, target: Path) -> None:
    site.replies["/uu.pdf"] = [Reply()]
    with pytest.raises(FetchError, match="terlalu lama"):
        get(http, target, replace(QUICK, wall_seconds=0))
    assert "uu.pdf.part" in left(target)


def test_a_certificate_of_somebody_else(tmp_path: Path, target: Path) -> None:
    with Site(authority().server((OTHER,), tmp_path)) as site:
        site.replies["/uu.pdf"] = [Reply()]
        with (
            client(5, 5, site.resolve, authority().trusted()) as made,
            pytest.raises(FetchError, match="Sertifikat"),
        ):
            get(made, target)
        assert site.asked == []


def test_a_certificate_of_an_unknown_authority(site: Site, target: Path) -> None:
    with client(5, 5, site.resolve) as made, pytest.raises(FetchError, match="Sertifikat"):
        get(made, target)
    assert site.asked == []


@pytest.mark.parametrize("status", [404, 410, 403, 401])
def test_what_is_not_there_is_not_asked_for_again(site: Site, http: httpx.Client, target: Path, status: int) -> None:
    site.replies["/uu.pdf"] = [Reply(status=status)]
    with pytest.raises(FetchError, match=str(status)):
        get(http, target)
    assert len(site.asked) == 1
    assert left(target) == []


def test_a_server_in_trouble_is_asked_again(site: Site, http: httpx.Client, target: Path) -> None:
    site.replies["/uu.pdf"] = [Reply(status=500), Reply(status=503), Reply()]
    waited: list[float] = []
    download = Download(http, HOSTS, replace(QUICK, pauses=(1.0, 2.0, 4.0)), waited.append)
    assert download.get(ADDRESS, target, lambda done, total: None).read_bytes() == PDF
    assert waited == [1.0, 2.0]


def test_trouble_that_lasts_is_told_and_keeps_what_is_there(site: Site, http: httpx.Client, target: Path) -> None:
    site.replies["/uu.pdf"] = [Reply(cut=CUT), Reply(status=503)]
    with pytest.raises(FetchError, match="503"):
        get(http, target)
    assert (target.parent / "uu.pdf.part").stat().st_size == CUT


def test_a_page_of_maintenance_does_not_cost_what_is_there(site: Site, http: httpx.Client, target: Path) -> None:
    site.replies["/uu.pdf"] = [Reply(cut=CUT), Reply(kind="text/html", body=b"<html>", ranges=False)]
    with pytest.raises(FetchError, match="bukan PDF"):
        get(http, target)
    assert (target.parent / "uu.pdf.part").stat().st_size == CUT


def test_nobody_there(target: Path) -> None:
    def unknown(host: str) -> list[tuple[str, int]]:
        raise OSError("no such name")

    with client(1, 1, unknown) as made, pytest.raises(FetchError, match="gagal atau terputus"):
        get(made, target)


def test_an_address_that_does_not_answer_and_one_that_does(site: Site, target: Path) -> None:
    site.replies["/uu.pdf"] = [Reply()]

    def both(host: str) -> list[tuple[str, int]]:
        return [("127.0.0.1", 1), *site.resolve(host)]

    with client(5, 5, both, authority().trusted()) as made:
        assert get(made, target) == PDF
