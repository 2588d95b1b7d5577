"""Make ``knowledge/words/id.txt``, Indonesian words never to be repaired, from a hunspell dictionary.

python benchmarks/make_words.py /usr/share/hunspell/id_ID.dic     (Debian: package hunspell-id)
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "knowledge" / "words" / "id.txt"


def main(dictionary: Path) -> None:
    """Write the plain words of the dictionary, without its affix flags, sorted."""
    lines = dictionary.read_text(encoding="latin-1").splitlines()[1:]
    parts = {part for line in lines for part in re.split(r"[- ]", line.partition("/")[0].strip().lower())}
    found = sorted(part for part in parts if re.fullmatch("[a-z]{3,}", part))
    TARGET.write_text("\n".join(found) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(found)} kata, {TARGET.stat().st_size} bita\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
