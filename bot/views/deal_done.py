"""What came of moving a deal, closing it, waiting on the customer, or marking it at risk."""

from collections.abc import Callable
from typing import Any

from bot.views import tags
from bot.views.leads import name_of
from bot.views.parts import Part, actions, bold, button, context, message, section
from bot.views.reader import Reader
from bot.views.undo import undo_button
from bot.words import formats
from rules.answers.deals import (
    AmountSet,
    DealClosed,
    DealTagged,
    RiskEnded,
    RiskMarked,
    StageMoved,
    WaitEnded,
    WaitSet,
)


def moved(answer: StageMoved, reader: Reader) -> Part:
    """It stands in the next stage; what is owed, what was opened."""
    t = reader.t
    name = bold(name_of(answer.head, reader))
    told = t("gate.back" if answer.is_back else "gate.moved", name=name, stage=answer.stage_name)
    small = []
    if answer.owed and answer.owed_until is not None:
        day = formats.day(answer.owed_until, reader.locale, reader.today)
        small.append(t("gate.owed", items=t("list.comma").join(answer.owed), day=day))
    if answer.opened:
        small.append(t("gate.opened", tasks=t("list.comma").join(answer.opened)))
    if answer.dropped is not None:
        key = "likely.dropped" if answer.prior is not None else "likely.dropped_bare"
        fields = {"now": answer.prior} if answer.prior is not None else {}
        small.append(t(key, was=answer.dropped, **fields))
    return message(
        told, [section(told), context(*small), _after(answer.head.deal_id, answer.undo_id, reader)]
    )


def _after(deal_id: int, undo_id: int | None, reader: Reader) -> Part | None:
    undo = button(reader.t("btn.undo"), "stage_undo", str(undo_id)) if undo_id else None
    return actions(button(reader.t("btn.open"), "deal_card", str(deal_id)), undo)


def closed(answer: DealClosed, reader: Reader) -> Part:
    """Lost or invalid, with the reason; undo for ten minutes."""
    name = bold(name_of(answer.head, reader))
    key = "lost.done" if answer.state == "lost" else "lost.invalid_done"
    told = reader.t(key, name=name, reason=answer.reason)
    return message(told, [section(told), _after(answer.head.deal_id, answer.undo_id, reader)])


def waiting(answer: WaitSet, reader: Reader) -> Part:
    """Quiet until then."""
    t = reader.t
    until = formats.day(answer.until.astimezone(reader.tz).date(), reader.locale, reader.today)
    key = "wait.set_listed" if answer.is_listed else "wait.set"
    told = t(key, name=bold(name_of(answer.head, reader)), until=bold(until))
    open_ = button(t("btn.open"), "deal_card", str(answer.head.deal_id))
    undo = undo_button("verb_undo", answer.undo_id, answer.undo_until, reader)
    return message(told, [section(told), actions(undo, open_)])


def wait_ended(answer: WaitEnded, reader: Reader) -> Part:
    """Its clocks run again: they stood still, they do not begin anew."""
    t = reader.t
    told = t("wait.ended", name=bold(name_of(answer.head, reader)))
    open_ = button(t("btn.open"), "deal_card", str(answer.head.deal_id))
    return message(told, [section(told), actions(open_)])


def risk_marked(answer: RiskMarked, reader: Reader) -> Part:
    """It is at risk, and who will read so."""
    t = reader.t
    name = bold(name_of(answer.head, reader))
    told = t("risk.marked", name=name, reason=answer.reason)
    who = context(t("risk.manager", manager=answer.manager)) if answer.manager else None
    open_ = button(t("btn.open"), "deal_card", str(answer.head.deal_id))
    return message(told, [section(told), who, actions(open_)])


def risk_ended(answer: RiskEnded, reader: Reader) -> Part:
    """It is not at risk any more."""
    t = reader.t
    told = t("risk.ended", name=bold(name_of(answer.head, reader)))
    open_ = button(t("btn.open"), "deal_card", str(answer.head.deal_id))
    return message(told, [section(told), actions(open_)])


def amount_set(answer: AmountSet, reader: Reader) -> Part:
    """What it is worth now, and was before."""
    t, deal = reader.t, str(answer.head.deal_id)
    sums = [
        formats.money(m.minor, m.currency, reader.locale, approx=m.approx)
        for m in (answer.money, answer.before)
        if m
    ]
    name = bold(name_of(answer.head, reader))
    told = t("deal.amount_changed", name=name, amount=sums[0], before=sums[-1])
    if answer.before is None:
        told = t("deal.amount_set", name=name, amount=sums[0])
    row = actions(button(t("btn.edit"), "lead_edit", deal), button(t("btn.open"), "deal_card", deal))
    return message(told, [section(told), row])


def tagged(answer: DealTagged, reader: Reader) -> Part:
    """Tagged, or not any more, with the way back."""
    key, back = ("deal.tagged", tags.drop) if answer.is_on else ("deal.untagged", tags.put)
    told = reader.t(key, name=bold(name_of(answer.head, reader)), tag=answer.tag.label)
    return message(told, [section(told), actions(back(answer.head.deal_id, answer.tag, reader))])


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    StageMoved.kind: moved,
    DealClosed.kind: closed,
    WaitSet.kind: waiting,
    WaitEnded.kind: wait_ended,
    RiskMarked.kind: risk_marked,
    RiskEnded.kind: risk_ended,
    DealTagged.kind: tagged,
    AmountSet.kind: amount_set,
}
