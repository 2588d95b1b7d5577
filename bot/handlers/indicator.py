"""/indikator: browse aspects and indicators by buttons, or ask for one by number."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.desk import Desk
from bot.handlers.press import pressed
from bot.messages import render
from bot.messages.labels import BACK, PEMDI_INDICATORS, SPBE_INDICATORS
from bot.sending import Place, Sender
from knowledge.catalog import Catalog
from knowledge.model import Regime

_TITLES = {
    Regime.PEMDI: "Indikator Pemdi 2026 (PermenPANRB 8/2026)",
    Regime.SPBE: "Indikator SPBE (PermenPANRB 59/2020, dicabut)",
}
_PER_ROW = 5


class Indicators:
    """The list of indicators; explanations come from the desk."""

    def __init__(self, catalog: Catalog, desk: Desk, sender: Sender) -> None:
        self._catalog = catalog
        self._desk = desk
        self._sender = sender

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/indikator 14`` asks for that indicator; without a number it lists the aspects."""
        assert update.message
        place, wanted = Place.of(update.message), " ".join(context.args or ())
        if wanted:
            await self._desk.ask(place, f"indikator {wanted}")
        else:
            await self._sender.send(place, *self._aspects(Regime.PEMDI))

    async def regime(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``reg:<regime>``: the aspects of a regime, in place of the list shown."""
        press = await pressed(update, context, self._sender)
        await self._sender.edit(press.message, *self._aspects(Regime(press.arguments[0])))

    async def aspect(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``asp:<regime>:<number>``: the indicators of an aspect, in place of the list shown."""
        press = await pressed(update, context, self._sender)
        regime, number = Regime(press.arguments[0]), int(press.arguments[1])
        if (regime, number) in self._catalog.aspect_by_key:
            await self._sender.edit(press.message, *self._indicators(regime, number))

    async def indicator(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``ind:<regime>:<number>``: explain an indicator."""
        press = await pressed(update, context, self._sender)
        question = f"indikator {int(press.arguments[1])} {Regime(press.arguments[0]).value}"
        await self._desk.ask(press.place, question, echo=True)

    def _aspects(self, regime: Regime) -> tuple[str, InlineKeyboardMarkup]:
        aspects = self._catalog.aspects_of(regime)
        count = len(self._catalog.indicators_of(regime))
        text = render("indicators", title=_TITLES[regime], aspect=None, aspects=aspects, count=count)
        buttons = [InlineKeyboardButton(str(a.number), callback_data=f"asp:{regime}:{a.number}") for a in aspects]
        other, label = (Regime.SPBE, SPBE_INDICATORS) if regime is Regime.PEMDI else (Regime.PEMDI, PEMDI_INDICATORS)
        return text, _grid(buttons, InlineKeyboardButton(label, callback_data=f"reg:{other}"))

    def _indicators(self, regime: Regime, number: int) -> tuple[str, InlineKeyboardMarkup]:
        aspect = self._catalog.aspect_by_key[regime, number]
        rows = self._catalog.indicators_of(regime, number)
        text = render("indicators", title=_TITLES[regime], aspect=aspect, indicators=rows)
        buttons = [InlineKeyboardButton(str(i.number), callback_data=f"ind:{regime}:{i.number}") for i in rows]
        return text, _grid(buttons, InlineKeyboardButton(BACK, callback_data=f"reg:{regime}"))


def _grid(buttons: list[InlineKeyboardButton], last: InlineKeyboardButton) -> InlineKeyboardMarkup:
    rows = [buttons[i : i + _PER_ROW] for i in range(0, len(buttons), _PER_ROW)]
    return InlineKeyboardMarkup([*rows, [last]])
