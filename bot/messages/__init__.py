"""Every text a person sees, rendered from the Jinja templates beside this module.

The result is Telegram HTML; templates escape every variable (autoescape), so what a user or a document says
cannot become markup.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.messages import hints
from bot.messages.cutting import Excerpt
from bot.messages.limits import CAPTION
from bot.messages.split import split
from knowledge.answering.rendering import WORDED, gathered, refs, source_lines
from knowledge.clock import day, local_day, moment
from knowledge.model import Citation, Status
from knowledge.proving.proof import Proof, page_name

_DIRECTING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def render(name: str, **values: Any) -> str:
    """Render the template ``<name>.j2`` to Telegram HTML; runs of empty lines become one."""
    text = _environment.get_template(f"{name}.j2").render(values)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def notice(name: str, /, **values: Any) -> str:
    """Render one of the short messages (a macro of ``notices.j2``)."""
    return _macro("notices", name, values)


def admin(name: str, /, **values: Any) -> str:
    """Render what those with a role read (a macro of ``admin.j2``)."""
    return _macro("admin", name, values)


def refresh(name: str, /, **values: Any) -> str:
    """Render what an admin reads while a PDF comes in (a macro of ``refresh.j2``)."""
    return _macro("refresh", name, values)


def feedback(name: str, /, **values: Any) -> str:
    """Render what people read who judge an answer or asked an admin (a macro of ``feedback.j2``)."""
    return _macro("feedback", name, values)


def queue(name: str, /, **values: Any) -> str:
    """Render what admins read of unanswered questions and of the FAQ (a macro of ``queue.j2``). ``message``, where
    one is given, is Telegram HTML made here."""
    if "message" in values:
        values = values | {"message": Markup(values["message"])}  # noqa: S704 - our own rendering, escaped there
    return _macro("queue", name, values)


def _macro(template: str, name: str, values: dict[str, Any]) -> str:
    macro = getattr(_environment.get_template(f"{template}.j2").module, name)
    return re.sub(r"\n{3,}", "\n\n", str(macro(**values))).strip()


def answer_html(excerpt: Excerpt, *, echo: str = "", queued: bool = False) -> str:
    """An answer, or a part of it, as Telegram HTML.

    ``echo`` repeats the question above it (where a button asked it); ``queued`` says that it waits for an admin;
    sources are those this part refers to, with the numbers they have in the whole answer.
    """
    answer = excerpt.answer
    return render(
        "answer",
        answer=answer,
        blocks=list(map(gathered, answer.blocks)),
        starts=excerpt.starts,
        shown=excerpt.shown,
        total=excerpt.total,
        sources=source_lines(answer, answer),
        hints=hints.lines(answer),
        echo=echo,
        queued=queued,
        worded=WORDED,
    )


def page_caption(citation: Citation, proof: Proof) -> str:
    """What stands under the picture of a cited page, as Telegram HTML, short enough for a caption."""
    text = render(
        "page",
        citation=citation,
        proof=proof,
        place=page_name(proof.page),
        revoked=Status.DICABUT in (citation.status, proof.document.status),
        scanned=citation.ocr or proof.page.ocr,
    )
    return split(text, CAPTION)[0]


def _percent(value: Decimal) -> str:
    return f"{value.normalize():f}%".replace(".", ",")


def _undirected(value: Any) -> Any:
    """Without characters that turn the direction of writing: a name or a file's name could seem to say another thing,
    and all that follows it. No Indonesian text needs them."""
    return _DIRECTING.sub("", value) if type(value) is str else value


def _environment_of(folder: Path) -> Environment:
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_undirected,
    )
    made.filters |= {"refs": refs, "percent": _percent, "moment": moment, "on_day": lambda at: day(local_day(at))}
    return made


_environment = _environment_of(Path(__file__).parent)
