"""The line under every entry of the handbook that names what stands behind it, written and read in one place."""

from __future__ import annotations

import re

from knowledge.model import Confidence

CONTENTS = "buku-saku/daftar-isi"  # ids of the table of contents begin so: nothing to search in
_SOURCE = re.compile(rf"Sumber:\s((?:(?!Sumber:).)+?)\s·\sKeyakinan:\s({'|'.join(Confidence)})\b", re.DOTALL)


def underlying(text: str) -> tuple[str, Confidence] | None:
    """What stands behind a passage of the handbook, read from its "Sumber: … · Keyakinan: …" lines.

    Several sources are joined by "; " and the weakest confidence counts. None where no such line stands.
    """
    found = [(" ".join(source.split()), Confidence(word)) for source, word in _SOURCE.findall(text)]
    if not found:
        return None
    order = list(Confidence)
    sources = dict.fromkeys(source for source, _ in found)
    return "; ".join(sources), max((word for _, word in found), key=order.index)
