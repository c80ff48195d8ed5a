"""The small forms of verbs that want a word more: until when, which date, what help, who, why lost."""

import json
from typing import Any

from bot.views import parts, pickers
from bot.views.deal_modals import words_for
from bot.views.markup import id_of
from bot.views.parts import Part
from bot.views.reader import Reader
from bot.views.sent import day, kept
from rules.answers.digests import VerbFilled, VerbForm
from rules.slack_text import clean

TITLES = {
    "date": "btn.change_date",
    "sign_on": "btn.sign_on",
    "plan": "btn.plan",
    "wait": "btn.waiting",
    "park": "btn.park",
    "close": "btn.close_deal",
    "later": "btn.later",
    "ask_help": "btn.ask_help",
    "lost": "btn.lost",
    "invalid": "btn.invalid",
    "other": "btn.other_person",
    "reassign": "btn.reassign",
    "decide": "btn.decide",
    "dismiss": "btn.dismiss",
    "blocker": "btn.blocker",
}
SUBMITS = {
    "date": "btn.save",
    "sign_on": "btn.save",
    "plan": "btn.save",
    "wait": "btn.do_wait",
    "park": "btn.park",
    "later": "btn.do_later",
    "ask_help": "btn.do_ask",
    "lost": "btn.do_lost",
    "close": "btn.do_lost",
    "invalid": "btn.do_invalid",
    "other": "btn.save",
    "reassign": "btn.reassign",
    "decide": "btn.save",
    "dismiss": "btn.do_dismiss",
    "blocker": "btn.save",
}
LATER = {"tomorrow": "verb.tomorrow", "two_days": "verb.two_days", "monday": "verb.monday"}
DISMISS = {
    "done": "verb.dismiss_done",
    "their_pace": "verb.dismiss_their_pace",
    "not_this_deal": "verb.dismiss_not_this_deal",
    "other": "verb.dismiss_other",
}
DECIDE = {"push": "verb.push", "park": "verb.park", "close": "verb.close"}


def view(form: VerbForm, reader: Reader, *, is_over: bool = False, titled: str = "") -> Part:
    """The form of one verb, which remembers on which line of which message it was pressed; `is_over`: over a window that
    closes with it; `titled`: what was pressed, where that has another name."""
    t = reader.t
    kept = {
        "verb": form.verb,
        "nudge": form.nudge_id,
        "deal": form.deal_id,
        "channel": form.channel,
        "ts": form.ts,
        **({"owner": form.owner_id} if form.owner_id is not None else {}),
        **({"over": True} if is_over else {}),
    }
    return parts.modal(
        t(TITLES[titled or form.verb]),
        [parts.section(parts.bold(form.name)), *_inputs(form, reader)],
        submit=t(SUBMITS[form.verb]),
        close=t("btn.cancel"),
        callback_id="verb_form",
        private_metadata=json.dumps(kept),
    )


def _inputs(form: VerbForm, reader: Reader) -> list[Part | None]:
    t, on = reader.t, form.on.isoformat() if form.on else None
    choices = [parts.option(c.label, c.value) for c in form.choices]
    match form.verb:
        case "date" | "plan":
            return [parts.input_date(t("verb.f_date"), "on", on), _words(t("verb.f_step"), False, form.text)]
        case "sign_on":
            return [parts.input_date(t("verb.f_sign_on"), "on", on)]
        case "wait":
            return [
                parts.input_text(t("verb.f_who"), "who", form.who, most=80, optional=True),
                _words(t("verb.f_for_what"), True, form.text),
                parts.input_date(t("verb.f_until"), "on", on),
            ]
        case "park":
            return [parts.input_date(t("verb.f_park_until"), "on", on), _words(t("verb.f_park_why"), True)]
        case "later":
            offered = [parts.option(t(LATER[c.value]), c.value) for c in form.choices if c.value in LATER]
            return [parts.input_select(t("verb.f_later"), "choice", offered)]
        case "dismiss":
            offered = [parts.option(t(key), value) for value, key in DISMISS.items()]
            return [
                pickers.input_radio(t("verb.f_dismiss"), "choice", offered),
                _words(t("verb.f_dismiss_words"), True),
                parts.context(t("verb.dismiss_says")),
            ]
        case "ask_help":
            return [_words(t("verb.f_help"), False)]
        case "other":
            return [
                parts.input_text(t("verb.f_other"), "who", most=80),
                parts.input_text(t("verb.f_number"), "text", most=80, optional=True),
            ]
        case "lost" | "invalid":
            return [
                parts.input_select(t("verb.f_reason"), "choice", choices),
                _words(t("verb.f_words"), True, hint=words_for(form.choices, reader)),
            ]
        case "reassign":
            whose = parts.context(t("verb.with_now", who=form.who)) if form.who else None
            return [whose, parts.input_select(t("verb.f_person"), "choice", choices)]
        case "blocker":
            return [parts.input_select(t("nudge.in_the_way"), "choice", choices, form.chosen)]
        case _:
            return _decision(form, reader, choices)


def _decision(form: VerbForm, reader: Reader, reasons: list[Part]) -> list[Part | None]:
    """Push, park or close, and what goes with the last two."""
    t, on = reader.t, form.on.isoformat() if form.on else None
    offered = [parts.option(t(key), value) for value, key in DECIDE.items()]
    return [
        parts.input_select(t("verb.f_decide"), "choice", offered),
        parts.input_date(t("verb.f_park_day"), "on", on),
        parts.input_select(
            t("verb.f_close_why"), "reason", reasons, optional=True, hint=t("verb.close_needs")
        ),
        _words(t("verb.f_words"), True, hint=words_for(form.choices, reader)),
    ]


def _words(label: str, optional: bool, initial: str = "", hint: str | None = None) -> Part:
    return parts.input_text(label, "text", initial, most=500, multiline=True, optional=optional, hint=hint)


def read(sent: dict[str, Any]) -> tuple[dict[str, Any], VerbFilled]:
    """Where the form was opened (checked like any other input), and what was filled in."""
    values = sent["state"]["values"]

    def field(name: str) -> dict[str, Any]:
        found = values.get(name, {}).get(name, {})
        return found if isinstance(found, dict) else {}

    filled = VerbFilled(
        on=day(values, "on"),
        choice=str((field("choice").get("selected_option") or {}).get("value") or ""),
        text=clean(str(field("text").get("value") or "")),
        who=clean(str(field("who").get("value") or "")),
        reason=str((field("reason").get("selected_option") or {}).get("value") or ""),
        owner_id=id_of(kept(sent).get("owner")),
    )
    return kept(sent), filled


def result(verb: str, blocks: list[Part], reader: Reader) -> Part:
    """What came of it, in the form's window."""
    return parts.modal(reader.t(TITLES[verb]), blocks, close=reader.t("btn.done"))
