"""Whether one passage says what a sentence says."""

from __future__ import annotations

import pytest

from knowledge.composing.support import Passage, lists, supports
from knowledge.composing.wording import read_tokens


def said(sentence: str, passage: str) -> bool:
    return supports(Passage(read_tokens(passage)), read_tokens(sentence))


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("Kepala menerbitkan izin.", "Izin diterbitkan oleh Kepala."),
        ("Izin diterbitkan Kepala.", "Kepala menerbitkan izin."),
        ("Kepala menyetujui izin.", "Kepala memeriksa berkas dan menyetujui izin."),
        ("Kepala memeriksa berkas kepada pemohon.", "Kepala memeriksa berkas lengkap kepada pemohon."),
        ("Sekretaris menyusun berkas.", "Kepala memeriksa izin, dan Sekretaris menyusun berkas."),
    ],
)
def test_voice_and_what_else_is_done_may_be_left(sentence: str, passage: str) -> None:
    assert said(sentence, passage)


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("Pemohon menerbitkan izin.", "Izin diterbitkan kepada pemohon."),
        ("Kepala memeriksa berkas.", "Kepala menyusun izin, dan Sekretaris memeriksa berkas."),
        ("Kepala menyetujui izin.", "Kepala dilarang memeriksa berkas dan menyetujui izin."),
        ("Komite memimpin rapat.", "Ketua Komite memimpin rapat."),
        ("Ketua memimpin rapat.", "Ketua Komite memimpin rapat."),
        ("Sistem dilarang terhubung jaringan.", "Sistem yang rusak dilarang terhubung jaringan."),
        ("Auditor memeriksa sistem.", "Auditor memeriksa sistem yang terdaftar."),
        ("Kepala menyusun rencana 7 hari.", "Kepala menyusun rencana 3 hari dan laporan 7 hari."),
        ("Menteri memeriksa berkas.", "Menteri memeriksa berkas atau salinan."),
    ],
)
def test_nothing_is_left_out_that_the_rest_depends_on(sentence: str, passage: str) -> None:
    assert not said(sentence, passage)


def test_an_item_needs_the_words_of_its_lead_in() -> None:
    lead, item = read_tokens("Kepala bertugas"), read_tokens("menyusun rencana kerja")
    passage = Passage((*lead, *item), leading=len(lead))
    assert lists(passage, read_tokens("Tugas Kepala"), item)
    assert not lists(passage, read_tokens("Tugas Sekretaris"), item)
