"""Dates, amendments and repeals are read from a document's own formulas."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.identifying.naming import Name, names
from ingest.identifying.relations import Relations, read_date, relations

OWN = next(names("PERATURAN BUPATI BANJAR NOMOR 9 TAHUN 2023"))
CLOSING = (
    "Ditetapkan di Martapura\npada tanggal 12 Juni 2023\nBUPATI BANJAR,\n"
    "Diundangkan di Martapura\npada tanggal 13 Juni 2023"
)


def _read(*articles: str, title: str = "TATA KELOLA", own: Name = OWN, closing: str = CLOSING) -> Relations:
    body = "\n".join(f"Pasal {n}\n{text}" for n, text in enumerate(articles, 1))
    return relations(f"{body}\n{closing}", title, own)


def _day(dated: object) -> date | None:
    return getattr(dated, "day", None)


def test_dates_are_read_from_the_closing() -> None:
    said = _read("Peraturan Bupati ini mulai berlaku pada tanggal diundangkan.")
    assert (_day(said.enacted), _day(said.promulgated)) == (date(2023, 6, 12), date(2023, 6, 13))
    assert _day(said.effective) == date(2023, 6, 13)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("pada tanggal ditetapkan", date(2023, 6, 12)),
        ("pada tanggal diundangkan", date(2023, 6, 13)),
        ("pada tanegal diundangkan", date(2023, 6, 13)),
        ("pada tanggal 1 Januari 2024", date(2024, 1, 1)),
        ("sejak tanggal 2 Januari 2024", date(2024, 1, 2)),
        ("setelah 30 (tiga puluh) hari terhitung sejak tanggal diundangkan", date(2023, 7, 13)),
        ("setelah 6 (enam) bulan terhitung sejak tanggal diundangkan", date(2023, 12, 13)),
        ("setelah 2 (dua) tahun sejak tanggal ditetapkan", date(2025, 6, 12)),
    ],
)
def test_the_day_it_takes_effect(when: str, expected: date) -> None:
    said = _read(
        "Pada saat Peraturan Bupati ini mulai berlaku, izin tetap berlaku.",
        f"Peraturan Bupati ini mulai berlaku {when}.",
    )
    assert _day(said.effective) == expected


def test_an_unreadable_day_of_promulgation_gives_no_day_of_effect() -> None:
    said = _read(
        "Peraturan ini mulai berlaku pada tanggal diundangkan.",
        closing="Ditetapkan di Jakarta pada tanggal 9 Oktober 2024\nDiundangkan di Jakarta pada tanggal Д",
    )
    assert (_day(said.enacted), said.promulgated, said.effective) == (date(2024, 10, 9), None, None)


def test_an_annex_with_another_date_does_not_count() -> None:
    annex = (
        "LAMPIRAN\nPERATURAN BUPATI\nDitetapkan di Martapura pada tanggal 1 Mei 1999\nPeraturan ini mulai berlaku pada "
    )
    closing = f"{CLOSING}\n{annex}tanggal 1 Mei 1999."
    said = _read("Peraturan Bupati ini mulai berlaku pada tanggal diundangkan.", closing=closing)
    assert (_day(said.enacted), _day(said.effective)) == (date(2023, 6, 12), date(2023, 6, 13))


@pytest.mark.parametrize(
    ("printed", "expected", "sure"),
    [
        (("12", "Juni", "2019"), date(2019, 6, 12), True),
        (("l2", "Juni", "2O19"), date(2019, 6, 12), False),
        (("L7", "Oktobcr", "2O22"), date(2022, 10, 17), False),
        (("3", "Nopember", "1999"), date(1999, 11, 3), True),
        (("29", "Jtuli", "2025"), date(2025, 7, 29), False),
    ],
)
def test_misread_dates_are_repaired_and_marked(printed: tuple[str, str, str], expected: date, sure: bool) -> None:
    read = read_date(*printed)
    assert read is not None
    assert (read.day, read.sure) == (expected, sure)


@pytest.mark.parametrize(
    "printed", [("31", "Februari", "2020"), ("1", "Jun1", "9999"), ("1", "meja", "2020"), ("5", "Jui", "2020")]
)
def test_what_is_no_date_is_none(printed: tuple[str, str, str]) -> None:
    assert read_date(*printed) is None


@given(st.dates(date(1945, 1, 1), date(2099, 12, 31)))
def test_every_date_is_read_back(day: date) -> None:
    months = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
    read = read_date(str(day.day), months[day.month - 1], str(day.year))
    assert read is not None
    assert (read.day, read.sure) == (day, True)


def test_several_are_revoked_by_one_article() -> None:
    said = _read(
        "Pada saat Peraturan Bupati ini mulai berlaku:\n"
        "a. Peraturan Bupati Nomor 6 Tahun 2019 tentang Ketentuan Umum (Berita Daerah Tahun 2019 Nomor 6);\n"
        "b. Peraturan Daerah Kabupaten Banjar Nomor 1 Tahun 2017; dan\n"
        "c. Peraturan Bupati Banjar Nomor 2 Tahun 2018,\ndicabut dan dinyatakan tidak berlaku."
    )
    assert said.revokes == ("perbup-banjar-6-2019", "perda-kabupaten-banjar-1-2017", "perbup-banjar-2-2018")
    assert said.amends == ()


def test_an_act_that_changed_the_revoked_one_shares_its_fate() -> None:
    said = _read(
        "Peraturan Bupati Nomor 6 Tahun 2019 sebagaimana telah diubah dengan Peraturan Bupati "
        "Nomor 8 Tahun 2020 dicabut dan dinyatakan tidak berlaku."
    )
    assert said.revokes == ("perbup-banjar-6-2019", "perbup-banjar-8-2020")


@pytest.mark.parametrize(
    "article",
    [
        "Peraturan Bupati Nomor 6 Tahun 2019 masih tetap berlaku sepanjang tidak bertentangan dengan Peraturan ini.",
        "Semua peraturan pelaksanaan dari Peraturan Bupati Nomor 6 Tahun 2019 dicabut dan dinyatakan tidak berlaku.",
        "Izin yang diberikan berdasarkan Peraturan Bupati Nomor 6 Tahun 2019 dapat dicabut.",
        "Peraturan Bupati Nomor 6 Tahun 2019 tetap berlaku. Surat izin usaha dicabut dan dinyatakan tidak berlaku.",
        "Peraturan Bupati Banjar Nomor 9 Tahun 2023 dicabut dan dinyatakan tidak berlaku.",
    ],
)
def test_what_stays_in_force_is_not_revoked(article: str) -> None:
    said = _read(article)
    assert (said.revokes, said.amends) == ((), ())


def test_of_a_mixed_list_only_the_rest_is_revoked() -> None:
    said = _read(
        "Pada saat Peraturan Bupati ini mulai berlaku:\n"
        "a. Peraturan Bupati Nomor 5 Tahun 2018 masih tetap berlaku sepanjang tidak bertentangan; dan\n"
        "b. Peraturan Bupati Nomor 6 Tahun 2019 dicabut dan dinyatakan tidak berlaku."
    )
    assert said.revokes == ("perbup-banjar-6-2019",)


def test_a_part_that_is_revoked_is_a_change() -> None:
    said = _read("Pasal 5 ayat (2) Peraturan Bupati Nomor 2 Tahun 2021 dicabut dan dinyatakan tidak berlaku.")
    assert (said.amends, said.revokes) == (("perbup-banjar-2-2021",), ())


@pytest.mark.parametrize(
    ("title", "amends", "revokes"),
    [
        ("PERUBAHAN ATAS PERATURAN BUPATI NOMOR 3 TAHUN 2019 TENTANG X", ("perbup-banjar-3-2019",), ()),
        ("PERUBAHAN KEDUA ATAS UNDANG-UNDANG NOMOR 11 TAHUN 2008 TENTANG X", ("uu-11-2008",), ()),
        (
            "PENCABUTAN PERATURAN BUPATI NOMOR 3 TAHUN 2019 DAN PERATURAN BUPATI NOMOR 4 TAHUN 2019",
            (),
            ("perbup-banjar-3-2019", "perbup-banjar-4-2019"),
        ),
        ("PERUBAHAN STATUS DESA", (), ()),
    ],
)
def test_the_title_says_what_is_changed_or_revoked(
    title: str, amends: tuple[str, ...], revokes: tuple[str, ...]
) -> None:
    said = _read("Isi.", title=title)
    assert (said.amends, said.revokes) == (amends, revokes)


@given(st.text(), st.text())
def test_any_text_can_be_read(text: str, title: str) -> None:
    said = relations(text, title, OWN)
    assert OWN.id not in (*said.amends, *said.revokes)
