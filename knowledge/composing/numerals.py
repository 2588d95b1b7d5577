"""Numbers as Indonesian texts write them: ``1.234,5``, ``0,75``, ``dua puluh satu``, ``1,5 juta``, ``XIV``."""

from __future__ import annotations

import re
from decimal import Decimal

_ADD = {
    "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "sebelas": 11, "seratus": 100,
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_TIMES = {"puluh": 10, "ratus": 100, "hundred": 100}
SCALES = {
    "ribu": 10**3, "juta": 10**6, "miliar": 10**9, "milyar": 10**9, "triliun": 10**12,
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
_WHOLE = {"seribu": 10**3, "sejuta": 10**6}
WORDS = frozenset((*_ADD, *_TIMES, *SCALES, *_WHOLE, "belas"))
_RUN = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(WORDS, key=len, reverse=True))})(?:[\s-]+(?:{'|'.join(WORDS)}))*(?!\w)"
)
_ORDINALS = {
    name: place
    for place, names in enumerate(
        (("kesatu", "pertama", "first"), ("kedua", "second"), ("ketiga", "third"), ("keempat", "fourth"),
         ("kelima", "fifth"), ("keenam", "sixth"), ("ketujuh", "seventh"), ("kedelapan", "eighth"),
         ("kesembilan", "ninth"), ("kesepuluh", "tenth"), ("kesebelas",)), 1
    )
    for name in names
}  # fmt: skip
_ROMAN = re.compile(r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")


def value(digits: str) -> Decimal | None:
    """What a run of digits, dots and commas means. Dots group thousands where they can (``1.234``, not ``2.60``), a
    comma is the decimal sign. None for what is no number (``1.2.3``)."""
    whole, comma, fraction = digits.partition(",")
    if _GROUPED.fullmatch(whole):
        whole = whole.replace(".", "")
    plain = f"{whole}.{fraction}" if comma else whole
    if not re.fullmatch(r"\d+(?:\.\d+)?", plain, re.ASCII):
        return None
    return Decimal(plain)


def spelled(text: str) -> list[int]:
    """The numbers that a run of number words says: ``dua puluh satu`` is one, ``dua tiga`` are two."""
    found: list[int] = []
    total = group = 0
    pending: int | None = None
    started = False
    for word in re.split(r"[\s-]+", text):
        if word in _ADD:
            size = _ADD[word]
            if pending is not None and not (pending % 10 == 0 and pending >= 20 and 0 < size < 10):
                found.append(total + group + pending)  # a new number begins
                total = group = 0
                pending = None
            if size == 100:
                group, pending = group + 100, None
            else:
                pending = (pending or 0) + size
        elif word == "belas":
            group, pending = group + 10 + (pending or 0), None
        elif word in _TIMES:
            group, pending = group + (pending or 1) * _TIMES[word], None
        elif word in SCALES:
            total, group, pending = total + ((group + (pending or 0)) or 1) * SCALES[word], 0, None
        elif word in _WHOLE:
            total += _WHOLE[word]
        else:
            continue
        started = True
    if started:
        found.append(total + group + (pending or 0))
    return found


def in_digits(text: str) -> str:
    """A folded text with its number words written in digits. A lone "satu" (or "one") stays: it mostly counts
    nothing ("salah satu", "Satu Data"), and a scale stays after digits ("1,5 juta")."""

    def digits(match: re.Match[str]) -> str:
        run = match[0]
        if run in ("satu", "one", *SCALES, *_TIMES, "belas"):
            return run
        return " ".join(map(str, spelled(run)))

    return _RUN.sub(digits, text)


def place(text: str) -> int | None:
    """A place in an order: ``3``, ``ketiga``, ``tiga``, ``iii``; None for anything else."""
    if re.fullmatch(r"\d{1,4}", text, re.ASCII):
        return int(text)
    if text in _ORDINALS:
        return _ORDINALS[text]
    if text in _ADD:
        return _ADD[text]
    return roman(text)


def roman(text: str) -> int | None:
    """A Roman numeral up to 99 in lower case; None for anything else."""
    if not text or not _ROMAN.fullmatch(text):
        return None
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in text]
    return sum(-v if any(v < later for later in values[at + 1 :]) else v for at, v in enumerate(values))
