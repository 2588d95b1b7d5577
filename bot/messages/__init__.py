"""Every text a person sees, rendered from the Jinja templates beside this module.

The result is Telegram HTML; templates escape every variable (autoescape), so what a user or a document says
cannot become markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.messages.cutting import Excerpt
from knowledge.model import Citation, Status


def render(name: str, **values: Any) -> str:
    """Render the template ``<name>.j2`` to Telegram HTML; runs of empty lines become one."""
    text = _environment.get_template(f"{name}.j2").render(values)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def notice(name: str, **values: Any) -> str:
    """Render one of the short messages (a macro of ``notices.j2``)."""
    macro = getattr(_environment.get_template("notices.j2").module, name)
    return str(macro(**values)).strip()


def answer_html(excerpt: Excerpt, *, echo: str = "", sources: bool = True) -> str:
    """An answer, or a part of it, as Telegram HTML.

    ``echo`` repeats the question above it (where a button asked it); sources are those this part refers to, with the
    numbers they have in the whole answer.
    """
    answer = excerpt.answer
    used = {ref for block in answer.blocks for ref in block.lead_refs}
    used |= {ref for block in answer.blocks for point in block.points for ref in point.refs}
    numbered = [(n, c) for n, c in enumerate(answer.citations, 1) if n in used or not used] if sources else []
    return render(
        "answer",
        answer=answer,
        starts=excerpt.starts,
        shown=excerpt.shown,
        total=excerpt.total,
        sources=numbered,
        echo=echo,
    )


def _refs(numbers: Sequence[int]) -> str:
    return "".join(f" [{number}]" for number in numbers)


def _source(citation: Citation) -> str:
    """``PermenPANRB 59/2020, Lampiran, hlm. 30 (tercetak 26) — dicabut``."""
    parts = [citation.label or citation.title, citation.locator, _pages(citation)]
    line = ", ".join(part for part in parts if part)
    doubtful = citation.status in (Status.DICABUT, Status.DIUBAH)
    note = citation.note or (citation.status.value if doubtful else "")
    return f"{line} — {note}" if note else line


def _pages(citation: Citation) -> str:
    first, last = citation.page_from, citation.page_to
    if first is None:
        return ""
    pages = f"hlm. {first}" if last in (None, first) else f"hlm. {first}–{last}"
    differs = citation.page_label and citation.page_label != pages.removeprefix("hlm. ")
    return f"{pages} (tercetak {citation.page_label})" if differs else pages


def _percent(value: Decimal) -> str:
    return f"{value.normalize():f}%".replace(".", ",")


def _environment_of(folder: Path) -> Environment:
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"refs": _refs, "source": _source, "percent": _percent}
    return made


_environment = _environment_of(Path(__file__).parent)
