"""A form that Slack did not open in time, offered again."""

from bot.views.parts import Part, actions, button, message, section
from bot.views.reader import Reader
from rules.answers import FormLate


def late(answer: FormLate, reader: Reader) -> Part:
    """Nothing is lost; *Continue* opens it."""
    told = reader.t("err.expired")
    go_on = button(reader.t("btn.continue"), "form_again", str(answer.form_id), style="primary")
    return message(told, [section(told), actions(go_on)])


VIEWS = {FormLate.kind: late}
