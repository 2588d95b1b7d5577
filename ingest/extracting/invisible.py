"""Characters that a reader cannot see, by their code points. Imports nothing heavy."""

from __future__ import annotations

import re

# Default_Ignorable_Code_Point of Unicode 15 without the soft hyphen, which shows at a line's end: joiners, zero
# width, bidirectional control, fillers, variation selectors, byte order mark, tags; and interlinear annotation.
INVISIBLE = re.compile(
    "[\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
SOFT_HYPHEN = "\u00ad"
