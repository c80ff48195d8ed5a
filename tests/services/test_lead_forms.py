"""The form of a text that is kept: what it is filled with when it is opened, and when it is taken up again."""

import pytest

from rules.answers.notes import NoteWhich
from rules.answers.talk import LeadOffer
from services.capture import lead_forms
from services.talk import hearing, taps
from services.talk.places import Said
from tests.services.hand import Hand
from tests.services.machine import Machine


@pytest.mark.parametrize(
    ("text", "account", "need"),
    [
        (
            "明早 8:50 这里会出今日卡点，大家先看各自的私信",
            None,
            "明早 8:50 这里会出今日卡点，大家先看各自的私信",
        ),
        ("预算会改到周五", None, "预算会改到周五"),
        ("安信达想上ERP", "安信达", "想上ERP"),
        ("Northwind wants a demo", "Northwind", "wants a demo"),
        ("Budget review moves to Friday", None, "Budget review moves to Friday"),
    ],
)
def test_a_message_is_read_alike_whenever_its_form_is_opened(
    machine: Machine, text: str, account: str | None, need: str
) -> None:
    liam = Hand(machine, "liam")
    opened = lead_forms.start(liam.ask(), text)
    assert opened.draft_id is not None
    again = taps.form(liam.ask(), opened.draft_id)
    assert isinstance(again, lead_forms.LeadForm)
    assert again == opened
    assert (opened.account or None, opened.need, opened.is_nameless) == (account, need, account is None)


def test_what_was_said_to_be_a_lead_keeps_the_company_that_was_offered(machine: Machine) -> None:
    liam = Hand(machine, "liam")
    asked = hearing.hear(liam.ask("dm:1"), Said("Kowalski", "1764000000.000900"))
    assert isinstance(asked, NoteWhich) and asked.draft_id is not None
    offered = liam.do(taps.as_lead, asked.draft_id)
    assert isinstance(offered, LeadOffer) and offered.head.account == "Kowalski"
    form = taps.form(liam.ask(), offered.draft_id)
    assert isinstance(form, lead_forms.LeadForm) and form.account == "Kowalski"
