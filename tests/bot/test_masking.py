"""Numbers and addresses of persons are left out; numbers of regulations, indicators and days stay."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.unanswered.masking import LEFT_OUT, hides, masked


@pytest.mark.parametrize(
    "personal",
    [
        *("081234567890", "0812-3456-7890", "0812 3456 789", "(0812) 3456-7890", "+62 812-3456-7890", "+6281234567890"),
        *("6281234567890", "81234567890", "0511-3301234", "(0511) 330-1234", "021 1234567", "021.123.4567"),
        *("6303012501900001", "630301 250190 0001", "6303 0125 0190 0001", "198001012005011001", "+1 202 555 0123"),
        *(
            "19800101 200501 1 001",
            "09.254.294.3-407.000",
            "rina.a@contoh.go.id",
            "rina+spbe@mail.contoh.id",
            "@rina_spbe",
        ),
    ],
)
def test_what_is_a_persons_is_left_out(personal: str) -> None:
    assert (
        masked(f"Hubungi {personal} segera, untuk 47 indikator.") == f"Hubungi {LEFT_OUT} segera, untuk 47 indikator."
    )
    assert hides(["apa itu SPBE?", f"ini saya: {personal}"])


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("NIP 131 234 567 saya", f"NIP {LEFT_OUT} saya"),
        ("nik: 6303012501900001", f"nik: {LEFT_OUT}"),
        ("No. HP 0812.3456.7890", f"No. HP {LEFT_OUT}"),
    ],
)
def test_the_word_that_says_what_it_is_stays(said: str, left: str) -> None:
    assert masked(said) == left


@pytest.mark.parametrize(
    "said",
    [
        "PermenPANRB Nomor 59 Tahun 2020 dan PermenPANRB 8/2026 Pasal 12 ayat (3)",
        "Perpres 95 2018 132 2022 82 2023",
        "tahun 2020 2021 2022 2023, atau 2020-2024 dan 2025-2029",
        "17-08-2023, 01-02-2026, 01.02.2026 10.30, pukul 08.00-16.00",
        "nilai 3,85 dari 5,00; 02-03-2026; 1.234.567.890 rupiah; Rp 12.500.000.000",
        "surat 027/123/Diskominfo/2026, kode 000.9.3.3, 027.1.2.3",
        "indikator 1, 2, 3, 14, 20 dan 47; level 3; bobot 6,5%",
        "data KTP 2024 2025",
        "berkas kirim ke @a, pukul 10",
    ],
)
def test_other_numbers_stay(said: str) -> None:
    assert masked(said) == said
    assert not hides([said])


@given(
    st.from_regex(r"08[1-9][0-9]{7,9}", fullmatch=True),
    st.lists(st.sampled_from(["", " ", "-", "."]), min_size=12, max_size=12),
    st.sampled_from(["tanya ke {} ya", "{}", "({})", "WA:{}.", "saya {}, terima kasih"]),
)
def test_a_mobile_number_is_left_out_however_it_is_written(number: str, seps: list[str], around: str) -> None:
    spaced = number[0] + "".join(sep + digit for sep, digit in zip(seps, number[1:], strict=False))
    assert not re.search(r"\d", masked(around.format(spaced)))


@given(st.text(max_size=200))
def test_leaving_out_twice_leaves_out_no_more(text: str) -> None:
    assert masked(masked(text)) == masked(text)
