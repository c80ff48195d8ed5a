"""What people can do, one line each: this table is the whole of it."""

from collections.abc import Callable, Sequence

from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware
from slack_bolt.request.payload_utils import (
    is_block_actions,
    is_shortcut,
    is_slash_command,
    is_view_submission,
)

from bot.views import parts
from handlers import (
    baton,
    claims,
    contacts,
    days,
    deal,
    digests,
    dm,
    followup,
    found,
    home,
    imports,
    kept,
    lead,
    menus,
    merging,
    note_taps,
    nudges,
    owed,
    papers,
    places,
    roster,
    settings,
    standups,
    story,
    tagging,
    talk,
    tasks,
    teams,
    triage,
    wait_more,
    waiving,
)
from handlers.guard import Body, Handler, guarded
from handlers.middleware import ABOUT_PEOPLE, PersonFirst
from handlers.request import Request, Runtime
from rules.errors import NotFound

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
    "setup_use": baton.template_used,
    "people_form": places.submit,
    "people_who_form": places.who_submitted,
    "lead_form": lead.submit,
    "note_form": followup.submit,
    "step_form": followup.picked,
    "gate_form": deal.moved,
    "owed_form": owed.given,
    "risk_form": deal.risked,
    "wait_form": deal.waited,
    "close_form": deal.closed,
    "waive_form": waiving.waived,
    "waive_ask_form": waiving.asked,
    "waive_no_form": waiving.refused,
    "verb_form": nudges.submit,
    "task_form": tasks.submit,
    "triage_form": triage.assigned,
    "merge_form": merging.chosen,
    "merge_confirm": merging.confirmed,
    "team_form": teams.changed,
    "contact_form": contacts.submit,
    "colleague_form": tasks.colleague_asked,
    "digest_form": digests.submit,
    "settings_form": settings.submit,
    "standup_form": standups.submit,
    "off_form": days.submit,
    "closed_form": days.submit_company,
    "import_file": imports.chosen,
    "import_form": imports.corrected,
}
BUTTONS: dict[str, Handler] = {
    "digest_off": digests.off,
    "lead_source": lead.source,
    "lead_undo": lead.undo,
    "lead_edit": lead.edit,
    "lead_anew": lead.anew,
    "lead_different": lead.different,
    "lead_unstick": lead.unstick,
    "lead_again": lead.again,
    "lead_owner": claims.tell_owner,
    "lead_contact": claims.add_contact,
    "lead_claim": claims.ask_manager,
    "triage_take": triage.take,
    "triage_give": triage.give,
    "triage_assign": triage.assign,
    "triage_pass": triage.pass_on,
    "merge_open": merging.start,
    "merge_part": merging.part,
    "merge_drop": merging.drop,
    "claim_keep": claims.keep,
    "claim_give": claims.give,
    "form_again": kept.again,
    "note_deal": followup.choose,
    "note_undo": followup.undo,
    "note_again": followup.again,
    "note_open": followup.open_form,
    "note_edit": followup.edit,
    "note_past": followup.open_past,
    "note_more": followup.more,
    "note_quiet": note_taps.quiet,
    "note_keep": note_taps.keep,
    "note_need": note_taps.need,
    "note_invalid": note_taps.invalid,
    "note_recap": note_taps.recap,
    "step_date": followup.tap_date,
    "step_pick": followup.pick_date,
    "deal_card": deal.card,
    "deal_page": found.page,
    "deals_of": found.of_person,
    "deal_story": story.page,
    "note_redact": story.redact,
    "home_pipeline": found.pipeline,
    "home_sources": found.by_source,
    "sort_open": found.sort,
    "sort_live": found.sort_live,
    "sort_park": found.sort_park,
    "deal_more": deal.more,
    "deal_wait": deal.wait,
    "deal_lost": deal.lost,
    "move_stage": deal.move,
    "deal_owed": owed.open_form,
    "tag_put": tagging.put,
    "tag_drop": tagging.drop,
    "to": deal.move_to,
    "stage_undo": deal.undo,
    "risk_end": deal.risk_ended,
    "waive_ask": waiving.ask,
    "waive_no": waiving.open_no,
    "wait_ask": wait_more.ask_for_more,
    "wait_allow": wait_more.allow,
    "deal_waive": waiving.open_form,
    "nudge_note": nudges.press,
    "nudge_owed": nudges.press,
    "nudge_fill": nudges.press,
    "nudge_wait": nudges.press,
    "nudge_date": nudges.press,
    "nudge_sign_on": nudges.press,
    "nudge_plan": nudges.press,
    "nudge_other": nudges.press,
    "nudge_invalid": nudges.press,
    "nudge_ask_help": nudges.press,
    "nudge_help_them": nudges.press,
    "nudge_reassign": nudges.press,
    "nudge_decide": nudges.press,
    "nudge_dismiss": nudges.press,
    "nudge_why": nudges.press,
    "nudge_park": nudges.press,
    "nudge_close": nudges.press,
    "nudge_keep": nudges.press,
    "nudge_more": nudges.more,
    "assign_undo": nudges.undo,
    "dismiss_undo": nudges.undo_dismissal,
    "nudge_blocker": nudges.blocker,
    "colleague_ask": tasks.colleague,
    "file_keep": papers.keep,
    "file_deal": papers.of_deal,
    "file_drop": papers.drop,
    "file_undo": papers.undo,
    "file_get": papers.get,
    "files_open": papers.shelf,
    "contact_edit": contacts.edit,
    "contact_off": contacts.off,
    "contact_back": contacts.back,
    "talk_save": talk.save,
    "talk_save_lead": talk.save_lead,
    "talk_edit": talk.edit,
    "talk_drop": talk.drop,
    "talk_as_lead": talk.as_lead,
    "talk_as_note": talk.as_note,
    "talk_deals": talk.my_deals,
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
    "home_people": places.open_list,
    "setup_details": baton.template_details,
    "setup_back": baton.template_back,
    "people_page": places.page,
    "people_open": places.open_form,
    "people_pick": places.pick,
    "people_undo": places.undo,
    "people_new": places.new_members,
    "people_who": places.who,
    "home_import": imports.open_form,
    "home_export": imports.export_pressed,
    "settings_open": settings.open_form,
    "standup_start": standups.start,
    "standup_end": standups.end,
    "off_cancel": days.cancel,
    "off_undo": days.undo,
    "off_new": days.open_form,
    "closed_cancel": days.open_again,
    "closed_undo": days.close_undo,
    "closed_new": days.open_company_form,
    "import_go": imports.go,
    "import_map": imports.correct,
    "import_kind": imports.turned,
    "import_table": imports.turned,
    "import_drop": imports.drop,
    "import_hand": imports.hand,
    "import_undo": imports.undo,
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


Name = Callable[[Body], str]


class _Straight(Middleware):
    """The last of Bolt's middleware answers whatever has a handler. Bolt's own way from here, which asks its listeners
    one by one and gathers thirty arguments to choose from for each, takes a hundred microseconds longer."""

    def __init__(
        self, kinds: Sequence[tuple[Callable[[Body], bool], Callable[..., BoltResponse | None]]]
    ) -> None:
        self._kinds = kinds

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,
        next: Callable[[], BoltResponse],  # noqa: A002 - Bolt's name
    ) -> BoltResponse | None:
        context = req.context
        for is_one, listener in self._kinds:
            if is_one(req.body):
                return listener(context.ack, req.body, context) or resp or context.ack.response
        return next()


def register(app: App, runtime: Runtime) -> None:
    """Puts every handler behind the person's door and the guard. What an older version showed, and no handler knows
    any more, gets its sentence; of events, those that nobody waits for stay unheard."""
    app.use(PersonFirst(runtime))
    kinds: tuple[tuple[Callable[[Body], bool], dict[str, Handler], Name, str], ...] = (
        (is_slash_command, COMMANDS, lambda body: body["command"], "err.old_command"),
        (is_block_actions, BUTTONS | MENUS, lambda body: body["actions"][0]["action_id"], "err.old_button"),
        (is_view_submission, FORMS, lambda body: body["view"]["callback_id"], "err.old_form"),
        (is_shortcut, SHORTCUTS, lambda body: body["callback_id"], "err.old_shortcut"),
    )
    app.use(_Straight([(is_one, guarded(_chosen(table, name, old))) for is_one, table, name, old in kinds]))
    for event, handler in EVENTS.items():
        app.event(event)(guarded(handler))
    for kind in ABOUT_PEOPLE:
        app.event(kind)(roster.taker(runtime))


def _chosen(table: dict[str, Handler], name: Name, unknown: str) -> Handler:
    """The handler of the table by the name that the request has; ``unknown`` is said when there is none."""

    def handler(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
        found = table.get(parts.action_name(name(body)))
        if found is None:
            raise NotFound(unknown, command=body.get("command", ""))
        return found(ack, body, request)

    return handler
