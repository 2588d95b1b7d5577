"""Words of a ruled table on a picture are read cell by cell."""

from __future__ import annotations

from PIL import Image, ImageDraw

from ingest.extracting.ocr_tables import Word, find_rules, read_by_cells


def _picture() -> Image.Image:
    picture = Image.new("L", (2200, 1600), 255)
    pen = ImageDraw.Draw(picture)
    for x in (200, 600, 1000, 2000):
        pen.line(((x, 200), (x, 1000)), fill=0, width=4)
    for x, y in ((200, 200), (600, 600), (200, 1000)):
        pen.line(((x, y), (2000, y)), fill=0, width=4)
    return picture


def _word(text: str, line: int, left: int, top: int) -> Word:
    return Word(text, (1, 1, line), left, top, left + 120, top + 40, 95.0)


WORDS = [
    _word("Sebelum", 1, 300, 60),
    _word("Level", 2, 220, 220),
    _word("Kriteria", 2, 620, 220),
    _word("Kebijakan", 2, 1020, 220),
    _word("internal", 3, 1020, 300),
    _word("Bukti", 4, 620, 620),
    _word("Draf", 4, 1020, 620),
    _word("Dukung", 5, 620, 700),
    _word("surat", 5, 1020, 700),
    _word("Sesudah", 6, 300, 1100),
]


def _texts(picture: Image.Image) -> list[str]:
    return [" ".join(word.text for word in line) for line in read_by_cells(WORDS, find_rules(picture))]


def test_cells_are_read_one_after_the_other() -> None:
    assert _texts(_picture()) == [
        "Sebelum",
        "Level Kriteria Kebijakan",
        "internal",
        "Bukti",
        "Dukung",
        "Draf",
        "surat",
        "Sesudah",
    ]


def test_without_rules_lines_stay_as_they_were_read() -> None:
    empty = Image.new("L", (2200, 1600), 255)
    assert find_rules(empty).bands == ()
    assert _texts(empty) == [
        "Sebelum",
        "Level Kriteria Kebijakan",
        "internal",
        "Bukti Draf",
        "Dukung surat",
        "Sesudah",
    ]


def test_a_filled_head_is_a_row_and_its_letters_no_rules() -> None:
    picture = _picture()
    pen = ImageDraw.Draw(picture)
    pen.rectangle((200, 200, 2000, 400), fill=60)
    for x in range(640, 960, 40):  # pale strokes as of letters
        pen.rectangle((x, 280, x + 20, 330), fill=250)
    rules = find_rules(picture)
    assert {round(rule.place / 5) * 5 for rule in rules.level} == {200, 400, 600, 1000}
    assert {round(rule.place / 5) * 5 for rule in rules.upright} == {200, 600, 1000, 2000}


def test_a_straight_line_that_meets_no_other_is_no_rule() -> None:
    picture = _picture()
    pen = ImageDraw.Draw(picture)
    pen.line(((1100, 400), (1900, 400)), fill=0, width=4)  # underlined words in a cell
    pen.line(((100, 1200), (2100, 1200)), fill=0, width=4)
    pen.line(((300, 1250), (300, 1500)), fill=0, width=4)
    assert find_rules(picture) == find_rules(_picture())


def test_every_word_is_kept_once() -> None:
    lines = read_by_cells(WORDS, find_rules(_picture()))
    assert sorted(word.text for line in lines for word in line) == sorted(word.text for word in WORDS)
