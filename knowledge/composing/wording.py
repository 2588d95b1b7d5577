"""A text as the words a statement is made of: content words by stem and voice, numbers, and the small words that turn
it round (duty, leave, ban, negation, bounds, scope, conditions, conjunctions, prepositions), each by its kind.

Two wordings of one kind are alike (``paling sedikit`` and ``minimal``), two kinds never (``dan`` and ``dan/atau``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge.composing.claims import plain
from knowledge.composing.numerals import SCALES, value
from knowledge.text import stem

WORD, NUMBER, PLACE, BREAK, ITEM = "word", "number", "place", ",", "item"
BAN, MAY, DUTY, NOT, ONLY, EXCEPT, IF = "ban", "may", "duty", "not", "only", "except", "if"
AND, OR, AND_OR, BY, WHICH, TO = "and", "or", "and/or", "by", "which", "to"
KINDS: dict[str, str] = {
    AND_OR: "dan/atau|dan atau",
    AND: "dan|serta|maupun",
    OR: "atau",
    "at least": "paling sedikit|paling rendah|paling kurang|paling singkat|paling pendek|paling cepat|paling awal|"
    "sekurang-kurangnya|sedikitnya|minimal|minimum",
    "at most": "paling banyak|paling tinggi|paling lama|paling lambat|paling panjang|setinggi-tingginya|"
    "selambat-lambatnya|selama-lamanya|sebanyak-banyaknya|maksimal|maksimum|tidak melebihi|tidak lebih dari",
    "more": "lebih dari|melebihi|di atas",
    "less": "kurang dari|di bawah",
    BAN: "dilarang|tidak boleh|tidak dapat|tidak diperbolehkan",
    DUTY: "wajib|diwajibkan|harus|mesti|berkewajiban",
    MAY: "dapat|boleh|bisa",
    NOT: "tidak|bukan|belum|tanpa|tak|jangan",
    ONLY: "hanya|saja|semata-mata|satu-satunya",
    EXCEPT: "kecuali|selain",
    IF: "jika|apabila|bila|bilamana|kalau|dalam hal|sepanjang|asalkan|dengan ketentuan",
    "all": "seluruh|semua|setiap|tiap|tiap-tiap|segala",
    "some": "sebagian|beberapa|salah satu|sejumlah",
    "before": "sebelum",
    "after": "sesudah|setelah",
    "since": "sejak|mulai",
    "until": "hingga|sampai dengan|sampai|s.d.|s.d|s/d",
    TO: "kepada|ke",
    "from": "dari",
    BY: "oleh",
    "for": "bagi|untuk|selama",
    "on": "terhadap|atas",
    "in": "di|dalam|pada",
    "with": "dengan",
    "through": "melalui",
    WHICH: "yang",
    BREAK: "sedangkan|sementara itu|tetapi|namun|bahwa",
    "": "terdiri atas|terdiri dari|antara lain",
}
# Words that say nothing by themselves: links, reporting. Left out on both sides.
LIGHT = frozenset(
    """adalah ialah merupakan yaitu yakni itu tersebut ini akan telah sudah juga pula maka agar para suatu sebuah
    mempunyai memiliki meliputi mencakup berupa memuat berisi antara lain menurut berdasarkan sebagaimana dimaksud
    diatur mengatur disebutkan menyebutkan menyatakan dinyatakan tercantum termuat ketentuan berikut sebagai
    rp rupiah""".split()
)
_FORMS = {form: kind for kind, forms in KINDS.items() for form in forms.split("|")}
_PLACES = "pasal|ayat|huruf|angka|bab|lampiran"
_NUMBERS = r"\d+(?:[.,]\d+)*"
_TOKEN = re.compile(
    rf"(?P<small>(?<![\w-])(?:{'|'.join(map(re.escape, sorted(_FORMS, key=len, reverse=True)))})(?![\w-]))|"
    rf"(?P<number>(?<!\w){_NUMBERS}(?!\w))(?:\s+(?P<scale>{'|'.join(SCALES)})\b)?|"
    r"(?P<word>\w+)|§|(?P<break>[,;:.?!()])"
)
_CROSS = re.compile(
    r"(?:(?:sebagaimana )?(?:dimaksud|diatur|tercantum|ditetapkan)(?: (?:dalam|pada))?|menurut|berdasarkan|"
    r"sesuai(?: dengan)?|(?:dalam|pada)(?= pasal))?\s*"
    rf"\b((?:{_PLACES})\s*(?:nomor\s*)?(?:\(?\d+[a-z]?\)?|[a-hj-u](?!\w)|[ivxlc]+(?!\w))(?![\w.]\d)"
    rf"(?:\s*(?:,|dan|atau|sampai dengan|-)?\s*(?:(?:{_PLACES})\s*\(?\d*[a-z]?\)?(?!\w)|\(\d+[a-z]?\)))*)"
)
_ACT = re.compile(
    r"\b(?:undang-undang|uu|peraturan (?:presiden|pemerintah|menteri|badan|bssn|lkpp)|perpres|permen\w*|pp|inpres)\b"
    r"(?: (?!dan\b|wajib\b)[a-z-]+){0,12}?\s+(?:nomor\s+)?\d+[a-z]?(?:\s*/\s*|\s+tahun\s+)\d{4}\b"
)
_SPELLED = re.compile(rf"(?<=\d)\s*\((?:{_NUMBERS}|satu)(?: rupiah| persen)?\s*\)")  # "3 (tiga)"
_RANGE = re.compile(r"(?<=[\w.])\s*-\s*(?=\d)")
_ACTIVE = re.compile(r"(?:me|ber)(?=[a-z]{4})")
_NASALS = (("meny", "s"), ("meng", ""), ("mem", "p"), ("men", "t"), ("me", ""))  # what an active prefix takes away
_PASSIVE = re.compile(r"(?:di|ter)(?=[a-z]{4})")
_OTHER = re.compile(r"(?:pe(?=[a-z]{4}).*(?<!an)(?<!annya)|ke(?=[a-z]{4}).*an(?:nya)?)$")  # penilai, kearsipan


@dataclass(frozen=True)
class Token:
    """``kind``: ``WORD``, ``NUMBER`` or a key of ``KINDS``; ``key``: the stem or number; ``voice`` of a word: active,
    passive, other (whoever does it, what it is about) or nothing; ``word`` as written."""

    kind: str
    key: str = ""
    voice: str = ""
    word: str = ""

    def alike(self, other: Token) -> bool:
        """Whether two tokens say the same. The doer, the doing and the done have one stem and are three things."""
        if self.kind != other.kind or self.key != other.key:
            return False
        return self.word == other.word or self.voice == other.voice or ("other" not in (self.voice, other.voice)
            and "" in (self.voice, other.voice))  # fmt: skip

    @property
    def verb(self) -> bool:
        return self.kind in (DUTY, MAY, BAN, NOT) or self.voice in ("active", "passive")


@lru_cache(maxsize=4000)
def read_tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a text in order. References to rules are left out: they are checked as claims."""
    left = _RANGE.sub(" hingga ", _SPELLED.sub("", plain(text.replace("§", "pasal "))))
    places: list[str] = []

    def place(match: re.Match[str]) -> str:
        places.append(" ".join(re.findall(r"\w+", match[1])))
        return " § "

    left = _CROSS.sub(place, _ACT.sub(" ", left))
    of_places = iter(places)
    found: list[Token] = []
    for match in _TOKEN.finditer(left):
        token = Token(PLACE, next(of_places)) if match[0] == "§" else _token(match)
        if token is None or (token.kind in (NUMBER, BREAK) and found and found[-1] == token):
            continue
        found.append(token)
    return tuple(found)


def _token(match: re.Match[str]) -> Token | None:
    if small := match["small"]:
        return Token(_FORMS[small]) if _FORMS[small] else None
    if digits := match["number"]:
        number = value(digits)
        if number is None:
            return Token(WORD, digits, word=digits)
        return Token(NUMBER, str((number * SCALES.get(match["scale"] or "", 1)).normalize()))
    if match["break"]:
        return Token(BREAK)
    word = match["word"]
    if word in LIGHT:
        return None
    voice = (
        "active" if _ACTIVE.match(word) else "passive" if _PASSIVE.match(word) else "other" if _OTHER.match(word)
        else ""
    )  # fmt: skip
    return Token(WORD, stem(_done(word) if voice == "active" else word), voice, word)


def _done(word: str) -> str:
    """The passive form of an active word, by which both have one stem: menerbitkan, diterbitkan."""
    for prefix, start in _NASALS:
        if word.startswith(prefix):
            rest = word[len(prefix) :]
            return f"di{start}{rest}" if rest[0] in "aiueo" else f"di{rest}"
    return word
