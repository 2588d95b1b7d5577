"""What is left out of people's words before anybody else reads them: addresses, user names and numbers of persons.

Names are not: no rule tells them from other words reliably.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

LEFT_OUT = "…"

_SEP = r"[ .\-()]{0,2}"
_PERSONAL = re.compile(
    "|".join(
        (
            r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",  # e-mail
            r"(?<!\w)@\w{4,}",  # user name
            # A number that is said to be one: the word stays.
            rf"(?i:\b(?P<said>(?:nip|nik|npwp|ktp|hp|wa|telp|telepon|ponsel)\b[ .:]*))\(?\+?\d(?:{_SEP}\d){{8,18}}",
            rf"(?<![\d+])\+\d(?:{_SEP}\d){{8,14}}",  # with a country's code
            rf"(?<!\d)\(?(?:62|0){_SEP}8(?:{_SEP}\d){{7,11}}(?!\d)",  # mobile
            r"(?<![\d.,])8[1-9]\d{7,10}(?!\d)",  # … without its 0
            rf"(?<!\d)\(?(?:62{_SEP}|0)[2-79]\d{{1,2}}{_SEP}\d{{3,4}}(?:[ .\-]?\d{{2,5}}){{1,2}}(?!\d)",  # landline
            r"(?<!\d)\d{15,18}(?!\d)",  # NIK, NPWP, NIP (15, 16 and 18 digits)
            r"(?<!\d)\d{8}[ .\-]\d{6}[ .\-]\d[ .\-]\d{3}(?!\d)",  # NIP: born, taken on, sex, number
            r"(?<!\d)\d{2}\.\d{3}\.\d{3}\.\d[.\-]\d{3}\.\d{3}(?!\d)",  # NPWP
            r"(?<!\d)\d{6}[ .\-]\d{6}[ .\-]\d{4}(?!\d)",  # NIK: place, born, number
            r"(?<!\d)(?!(?:19|20)\d\d[ .\-](?:19|20)\d\d)\d{4}(?:[ .\-]\d{4}){3}(?!\d)",  # NIK, and not four years
        )
    )
)


def masked(text: str) -> str:
    """A text without addresses, user names and numbers of persons."""
    return _PERSONAL.sub(lambda found: (found["said"] or "") + LEFT_OUT, text)


def hides(texts: Iterable[str]) -> bool:
    """Whether something is left out of any of these."""
    return any(masked(text) != text for text in texts)
