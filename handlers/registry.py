"""What people can do, one line each: this table is the whole of it."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import App

from handlers import (
    baton,
    claims,
    deal,
    digests,
    dm,
    followup,
    home,
    kept,
    lead,
    menus,
    nudges,
    roster,
    tasks,
    wait_more,
)
from handlers.guard import Handler, guarded
from handlers.middleware import ABOUT_PEOPLE, person_first
from handlers.request import Runtime

COMMANDS: dict[str, Handler] = {
    "/baton": baton.command,
    "/lead": lead.command,
    "/followup": followup.command,
    "/deal": deal.command,
}
SHORTCUTS: dict[str, Handler] = {
    "capture_lead": lead.from_message,
    "log_note": followup.from_message,
    "new_lead": home.new_lead,
    "log_call": home.new_note,
}
FORMS: dict[str, Handler] = {
    "setup_team": baton.team_answered,
    "setup_channel": baton.channel_answered,
    "setup_template": baton.template_answered,
    "lead_form": lead.submit,
    "note_form": followup.submit,
    "step_form": followup.picked,
    "gate_form": deal.moved,
    "risk_form": deal.risked,
    "wait_form": deal.waited,
    "close_form": deal.closed,
    "waive_form": deal.waived,
    "verb_form": nudges.submit,
    "task_form": tasks.submit,
    "digest_form": digests.submit,
}
BUTTONS: dict[str, Handler] = {
    "lead_source": lead.source,
    "lead_undo": lead.undo,
    "lead_edit": lead.edit,
    "lead_different": lead.different,
    "lead_unstick": lead.unstick,
    "lead_again": lead.again,
    "lead_owner": claims.tell_owner,
    "lead_contact": claims.add_contact,
    "lead_claim": claims.ask_manager,
    "claim_keep": claims.keep,
    "claim_give": claims.give,
    "form_again": kept.again,
    "note_deal": followup.choose,
    "note_undo": followup.undo,
    "note_again": followup.again,
    "note_open": followup.open_form,
    "step_date": followup.tap_date,
    "step_pick": followup.pick_date,
    "deal_card": deal.card,
    "deal_more": deal.more,
    "deal_wait": deal.wait,
    "deal_lost": deal.lost,
    "move_stage": deal.move,
    "to": deal.move_to,
    "stage_undo": deal.undo,
    "risk_end": deal.risk_ended,
    "waive_ask": deal.ask_waive,
    "wait_ask": wait_more.ask,
    "wait_allow": wait_more.allow,
    "deal_waive": deal.open_waive,
    "nudge_note": nudges.press,
    "nudge_wait": nudges.press,
    "nudge_date": nudges.press,
    "nudge_ask_help": nudges.press,
    "nudge_help_them": nudges.press,
    "nudge_reassign": nudges.press,
    "nudge_decide": nudges.press,
    "nudge_more": nudges.more,
    "nudge_blocker": nudges.blocker,
    "task_done": tasks.done,
    "task_date": tasks.ask_more,
    "task_pass": tasks.ask_more,
    "task_word": tasks.ask_more,
    "lead_new": home.new_lead,
    "home_note": home.new_note,
    "home_list": home.open_list,
    "home_page": home.turn_page,
    "home_unstick": home.unstick,
    "home_setup": home.questions,
}
MENUS: dict[str, Handler] = {
    "home_more": menus.chosen(BUTTONS),
    "lead_more": menus.chosen(BUTTONS),
    "task_more": menus.chosen(BUTTONS),
}
EVENTS: dict[str, Handler] = {
    "message": dm.message,
    "app_home_opened": home.opened,
}


def register(app: App, runtime: Runtime) -> None:
    """Puts every handler behind the person's door and the guard."""
    app.use(person_first(runtime))
    tables: tuple[tuple[dict[str, Handler], Callable[[Any], Any]], ...] = (
        (COMMANDS, app.command),
        (SHORTCUTS, app.shortcut),
        (FORMS, app.view),
        (BUTTONS, lambda name: app.action(_numbered(name))),
        (MENUS, lambda name: app.action(_numbered(name))),
        (EVENTS, app.event),
    )
    for table, on in tables:
        for name, handler in table.items():
            on(name)(guarded(handler))
    for name in ABOUT_PEOPLE:
        app.event(name)(roster.taker(runtime))


def _numbered(name: str) -> Any:
    """A button's action, also as ``name#2`` where equal buttons stand in one row."""
    return re.compile(rf"{re.escape(name)}(#\d+)?")
