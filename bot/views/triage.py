"""A lead that is nobody's yet: the post in the channel, who decides, and the owner who gets it."""

import json
from collections.abc import Callable
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.views import leads, parts
from bot.views.parts import Part, actions, bold, button, context, message, section
from bot.views.reader import Reader
from bot.words import formats
from rules.answers.leads import LeadFacts
from rules.answers.triage import (
    LeadAssigned,
    LeadGiven,
    LeadPassed,
    TriageAsked,
    TriageFacts,
    TriageForm,
    TriagePost,
    TriageRefused,
)

# Why the channel gets no leads, by the rule that lists go by too.
REASONS = {
    "digest.archived": "digest.archived",
    "digest.shared": "digest.shared",
    "digest.guests": "triage.guests",
    "digest.not_in": "triage.not_in",
}


def _about(facts: TriageFacts, reader: Reader) -> str:
    known = (*facts.customer, facts.source_name, facts.need)
    return " · ".join(word for word in known if word) or reader.t("triage.nothing")


def post(answer: TriagePost, reader: Reader) -> Part:
    """In the channel: what it is about, never who; taken, it says by whom."""
    t, facts = reader.t, answer.facts
    about, deal = bold(_about(facts, reader)), str(facts.deal_id)
    if answer.is_over or answer.taken_by:
        return _settled(answer, reader)
    told = t("triage.post", about=about)
    since = formats.moment(facts.since, ZoneInfo(answer.tz), reader.locale, reader.now)
    waits = [t("triage.waiting", since=since)] if answer.is_waiting else []
    small = context(*waits, *([facts.code] if facts.code else []))
    row = actions(
        button(t("btn.take"), "triage_take", deal, style="primary"),
        button(t("btn.assign"), "triage_assign", deal),
    )
    return message(told, [section(told), small, row])


def _settled(answer: TriagePost | TriageAsked, reader: Reader) -> Part:
    """Who has it, or that nobody shall."""
    about = bold(_about(answer.facts, reader))
    told = reader.t("triage.over_post")
    if not answer.is_over:
        told = reader.t("triage.taken", who=answer.taken_by, about=about)
    return message(told, [section(told), context(answer.facts.code) if answer.facts.code else None])


def asked(answer: TriageAsked, reader: Reader) -> Part:
    """To a manager: three names, the least loaded first. To a director: who decides."""
    t, facts = reader.t, answer.facts
    about = bold(_about(facts, reader))
    if answer.is_over or answer.taken_by:
        return _settled(answer, reader)
    since = formats.moment(facts.since, reader.tz, reader.locale, reader.now)
    if not answer.able:
        manager = answer.manager or t("deal.nobody")
        told = t("triage.director", about=about, since=since, manager=manager)
        return message(told, [section(told), context(facts.code)])
    told = t("triage.asked", about=about, since=since)
    deal = facts.deal_id
    row = actions(
        *(button(one.label, "triage_give", f"{deal}:{one.value}") for one in answer.able),
        button(t("btn.assign"), "triage_assign", str(deal)),
    )
    return message(told, [section(told), context(t("triage.load"), facts.code), row])


def on_home(answer: TriageAsked, reader: Reader) -> list[Part | None]:
    """On a manager's Home, until somebody has it."""
    t, facts = reader.t, answer.facts
    since = formats.moment(facts.since, reader.tz, reader.locale, reader.now)
    told = section("\n".join([bold(_about(facts, reader)), t("triage.waiting", since=since)]))
    return [told, context(facts.code), actions(button(t("btn.assign"), "triage_assign", str(facts.deal_id)))]


def form(answer: TriageForm, reader: Reader) -> Part:
    """Whose shall it be?"""
    t = reader.t
    people = [parts.option(one.label, one.value) for one in answer.people]
    return parts.modal(
        t("triage.modal"),
        [
            section(bold(_about(answer.facts, reader))),
            parts.input_select(t("triage.f_person"), "choice", people, hint=t("triage.load")),
        ],
        submit=t("btn.assign_now"),
        close=t("btn.cancel"),
        callback_id="triage_form",
        private_metadata=json.dumps({"deal": answer.facts.deal_id}),
    )


def _when(on: date, at: time, reader: Reader) -> str:
    return formats.day_and_clock(on, at, reader.locale, reader.today)


def given(answer: LeadGiven, reader: Reader) -> Part:
    """To who took it: everything, and until when they call. To who gave it: that it is given."""
    t, deal = reader.t, str(answer.head.deal_id)
    when = _when(answer.call_on, answer.call_at, reader)
    if answer.owner:
        told = t("triage.given", owner=answer.owner, when=when)
        return message(told, [section(told)])
    return _yours(t("triage.yours", lead=_lead(answer.head, answer.facts, reader), when=when), deal, reader)


def _lead(head: Any, facts: LeadFacts, reader: Reader) -> str:
    return " · ".join([leads.with_code(head, reader), *leads.details(head, facts, reader)])


def _yours(told: str, deal: str, reader: Reader, small: str = "") -> Part:
    t = reader.t
    row = actions(
        button(t("btn.log_note"), "note_open", deal),
        button(t("btn.open"), "deal_card", deal),
        button(t("btn.not_mine"), "triage_pass", deal),
    )
    return message(told, [section(told), context(*([small] if small else [])), row])


def assigned(answer: LeadAssigned, reader: Reader) -> Part:
    """A lead is yours: call by then."""
    t = reader.t
    when = _when(answer.call_on, answer.call_at, reader)
    told = t("triage.assigned", lead=_lead(answer.head, answer.facts, reader), when=when)
    small = t("triage.from", who=answer.by) if answer.by else t("triage.by_rule")
    return _yours(told, str(answer.head.deal_id), reader, f"{answer.source_name} · {small}".strip(" ·"))


def passed(answer: LeadPassed, reader: Reader) -> Part:
    """Offered to the others."""
    told = reader.t("triage.passed", name=leads.with_code(answer.head, reader))
    return message(told, [section(told)])


def refused(answer: TriageRefused, reader: Reader) -> Part:
    """To admins: where no leads are offered, and why."""
    reason = reader.t(REASONS.get(answer.reason, "triage.not_in"))
    told = reader.t("triage.refused", channel=parts.mention(answer.channel), reason=reason)
    return message(told, [section(told)])


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    TriagePost.kind: post,
    TriageRefused.kind: refused,
    TriageAsked.kind: asked,
    LeadGiven.kind: given,
    LeadAssigned.kind: assigned,
    LeadPassed.kind: passed,
}
