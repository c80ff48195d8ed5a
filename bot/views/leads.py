"""What Baton says about a lead just captured."""

from collections.abc import Callable
from typing import Any

from bot.views import tags
from bot.views.parts import (
    HERE,
    Part,
    actions,
    bold,
    button,
    context,
    message,
    option,
    overflow,
    section,
    select,
)
from bot.views.reader import Reader
from bot.words import formats
from rules.answers import DealHead
from rules.answers.leads import LeadDraft, LeadDuplicate, LeadFacts, LeadSaved, LeadStays, LeadUndone
from rules.names import LONGEST_NAME

TAPS = 4  # sources that get a button
DOUBTS = {
    "account": "lead.f_account",
    "contact": "lead.f_contact",
    "phone": "lead.f_phone",
    "email": "lead.f_email",
    "amount": "lead.f_amount",
    "source": "lead.f_source",
}


def name_of(head: DealHead, reader: Reader) -> str:
    """What a deal is called, by its account, contact or product."""
    if not head.called and head.begins:
        return reader.t("deal.unnamed_begins", words=head.begins)
    return head.called or reader.t("deal.unnamed")


def with_code(head: DealHead, reader: Reader, style: Callable[[str], str] = bold) -> str:
    """The name, in bold or another style, and the code, once."""
    name, code = name_of(head, reader), head.code or reader.t("deal.draft")
    return style(name) if name.endswith(code) else f"{style(name)} · {code}"


def saved(answer: LeadSaved, reader: Reader) -> Part:
    """ "Got it: *Acme Corp* · Ms. Chen · ..." with Edit and Undo."""
    t, head = reader.t, answer.head
    facts = [bold(name_of(head, reader)), *details(head, answer, reader)]
    facts.append(t("lead.code", source=answer.source_name, code=head.code or ""))
    told = t("lead.again" if answer.again else "lead.saved", facts=" · ".join(facts))
    when = ""
    if answer.call_on is not None:
        when = formats.day_and_clock(answer.call_on, answer.call_at, reader.locale, reader.today)
    whose = ""
    if answer.call_on is not None:  # nobody has called yet
        whose = (
            t("lead.yours", when=when) if answer.is_mine else t("lead.theirs", owner=answer.owner, when=when)
        )
    if answer.is_offered:
        whose = t("lead.offered")
    small = [t("lead.sticky", source=answer.source_name)] if answer.is_sticky else []
    small += odd_phone(answer, reader)
    small += _doubts(head, answer, reader)
    deal = str(head.deal_id)
    again = button(t("btn.log_again"), "lead_again", deal) if answer.again else None
    undo = button(t("btn.undo"), "lead_undo", str(answer.undo_id)) if answer.undo_id else None
    unstick = button(t("btn.other_source"), "lead_unstick", deal) if answer.is_sticky else None
    edit = button(t("btn.edit"), "lead_edit", f"{deal}|{HERE}") if answer.may_edit else None
    row = actions(edit, undo, unstick, again)
    said = f"{told}\n{whose}".strip()
    offers = tags.offers(head.deal_id, answer.tags, reader)
    return message(f"{told} {whose}".strip(), [section(said), context(*small), row, offers])


def _doubts(head: DealHead, answer: LeadSaved | LeadFacts, reader: Reader) -> list[str]:
    """What was guessed and stands in the record, and what was seen and left in the text."""
    filled = {
        "account": head.account,
        "contact": answer.who or head.contact,
        "phone": answer.phone,
        "email": answer.email,
        "amount": answer.money or (answer.money_ask if isinstance(answer, LeadSaved) else None),
    }
    said = too_long(answer.too_long, reader)
    for key, is_guess in (("lead.guessed", True), ("lead.unsure", False)):
        names = [n for n in answer.unsure if n in DOUBTS and bool(filled.get(n)) is is_guess]
        words = reader.t("list.comma").join(reader.t(DOUBTS[n]) for n in names)
        said += [reader.t(key, words=words)] if names else []
    return said


def too_long(fields: tuple[str, ...], reader: Reader) -> list[str]:
    """Of which name more was said than one may be, and where it went."""
    return [reader.t(f"lead.long_{name}", most=LONGEST_NAME[name]) for name in LONGEST_NAME if name in fields]


def odd_phone(answer: LeadSaved | LeadFacts, reader: Reader) -> list[str]:
    return [reader.t("lead.phone_odd", phone=answer.phone or "")] if answer.phone_fault else []


def details(head: DealHead, answer: LeadSaved | LeadFacts, reader: Reader) -> list[str]:
    """What is known of a lead beside its name, shown back as it was understood."""
    who = answer.who if head.account else ""
    if answer.title and answer.title not in (answer.who or head.contact):
        who = f"{who} {answer.title}".strip()
    phone = formats.phone(answer.phone, reader.locale) if answer.phone else ""
    money = ""
    if answer.money is not None:
        sum_ = answer.money
        money = formats.money(sum_.minor, sum_.currency, reader.locale, approx=sum_.approx, short=True)
    return [word for word in (who, phone, answer.email or "", answer.need, money) if word]


def draft(answer: LeadDraft, reader: Reader) -> Part:
    """Kept; one tap on the source makes it a lead. The usual sources are buttons, the others a menu."""
    t, deal = reader.t, answer.head.deal_id
    told = t("lead.draft" if answer.missing == "source" else "lead.draft_nameless")
    if answer.missing != "source":
        edit = actions(button(t("btn.edit"), "lead_edit", f"{deal}|{HERE}"))
        if long := too_long(answer.facts.too_long, reader):
            told = "\n".join([*long, t("lead.draft_long")])
        return message(told, [section(told), edit])
    first, rest = answer.sources[:TAPS], answer.sources[TAPS:]
    taps = [button(c.label, "lead_source", f"{deal}:{c.value}") for c in first]
    others = [option(c.label, f"{deal}:{c.value}") for c in rest]
    more = select(action_id="lead_source", options=others, placeholder=t("lead.other_source"))
    facts = " · ".join([bold(name_of(answer.head, reader)), *details(answer.head, answer.facts, reader)])
    odd = context(*odd_phone(answer.facts, reader), *_doubts(answer.head, answer.facts, reader))
    return message(told, [section(f"{facts}\n{told}"), odd, actions(*taps, more)])


def different(draft_id: int, reader: Reader) -> Part:
    """The way on that is always open: it is another company after all."""
    return button(reader.t("btn.different_company"), "lead_different", str(draft_id))


def claim_menu(
    draft_id: int, reader: Reader, *, is_mine: bool = False, deal_id: int | None = None
) -> Part | None:
    """What else can become of a lead whose customer is known: its contact is added, or the manager decides;
    ``deal_id``: who may say so says that it is the same company under another name."""
    t = reader.t
    entries = [option(t("claim.add_mine" if is_mine else "claim.add"), f"lead_contact:{draft_id}")]
    entries += [] if is_mine else [option(t("claim.ask"), f"lead_claim:{draft_id}")]
    entries += [option(t("btn.same_company"), f"merge_open:{deal_id}:{draft_id}")] if deal_id else []
    return overflow(action_id="lead_more", options=entries)


def duplicate(answer: LeadDuplicate, reader: Reader) -> Part:
    """Somebody has this customer: who, and the ways on."""
    t, name = reader.t, answer.name
    rest = (
        different(answer.draft_id, reader),
        claim_menu(
            answer.draft_id,
            reader,
            is_mine=answer.is_mine,
            deal_id=answer.mine.deal_id if answer.can_merge and answer.mine else None,
        ),
    )
    if answer.is_mine and answer.mine is not None and not answer.mine.code:
        told = t("lead.dup_draft", name=name)
        on: Part | None = button(t("btn.add_now"), "lead_edit", str(answer.mine.deal_id))
        return message(told, [section(told), actions(on, rest[0])])
    if answer.is_mine and answer.mine is not None:
        told = t("lead.dup_mine", name=name, code=answer.mine.code)
    else:
        told = t("lead.dup", name=name, owner=answer.owner or t("deal.nobody"))
    on = None
    if answer.mine is not None:
        on = button(t("btn.open"), "deal_card", str(answer.mine.deal_id))
    elif answer.owner_slack_id:
        on = button(t("btn.message_owner", owner=answer.owner), "lead_owner", str(answer.draft_id))
    return message(told, [section(told), actions(on, *rest)])


def undone(answer: LeadUndone, reader: Reader) -> Part:
    """Taken back; the number stays void."""
    code = answer.head.code
    told = reader.t("lead.undone", code=code) if code else reader.t("lead.undone_draft")
    return message(told, [section(told)])


def stays(answer: LeadStays, reader: Reader) -> Part:
    """Not taken back, who has worked on it since, and what to do instead."""
    t, name = reader.t, name_of(answer.head, reader)
    told = t(f"lead.stays_{answer.act}", who=answer.who or t("lead.stays_you"), name=name)
    if not answer.who:
        way = t("lead.stays_own")
    elif answer.may_close:
        way = t("lead.stays_close")
    else:
        way = t("lead.stays_ask", owner=answer.owner) if answer.owner else t("lead.stays_ask_manager")
    open_ = button(t("btn.open"), "deal_card", str(answer.head.deal_id)) if answer.sees else None
    return message(f"{told} {way}", [section(f"{told} {way}"), actions(open_)])


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    LeadSaved.kind: saved,
    LeadDraft.kind: draft,
    LeadDuplicate.kind: duplicate,
    LeadUndone.kind: undone,
    LeadStays.kind: stays,
}
