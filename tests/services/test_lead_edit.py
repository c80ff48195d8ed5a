"""Editing a lead: the signing date and the contact's role, two people at once, a contact that other deals share."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.views import lead_modal
from bot.views.reader import Reader
from rules.answers.forms import LeadFilled, LeadForm
from rules.answers.story import Story
from rules.errors import Conflict, Invalid
from services.capture import lead_edit, lead_forms
from services.deals import story
from storage import deals as deal_rows
from storage.tables import Account, Contact, Deal, DealContact
from tests.services import tables
from tests.services.hand import Hand, with_lead
from tests.services.interleaving import overtaken
from tests.services.test_configured import applied

pytestmark = pytest.mark.few_on_postgresql

LINE = "Acme Corp, Ms. Chen 212-555-0143, ERP, about $80k, expo"


@pytest.fixture
def liam(team_url: str) -> Iterator[Hand]:
    yield from with_lead(team_url, LINE)


def opened(hand: Hand, deal_id: int = 1) -> LeadFilled:
    """The form as it is shown and sent back untouched."""
    form = lead_edit.form(hand.ask(), deal_id)
    who = f"{form.contact} {form.title}".strip()
    return LeadFilled(**{**form.model_dump(include=set(LeadFilled.model_fields)), "contact": who})


def save(hand: Hand, filled: LeadFilled, **typed: object) -> None:
    hand.do(lead_forms.sent, filled.model_copy(update=typed))


@pytest.mark.one_on_postgresql
def test_the_signing_date_and_the_contacts_part_are_saved_shown_and_cleared(liam: Hand) -> None:
    save(liam, opened(liam), sign_on=date(2027, 1, 15), role="decision_maker")
    deal = liam.machine.deal_row(1)
    assert deal.expected_sign_on == date(2027, 1, 15)
    again = opened(liam)
    assert (again.sign_on, again.role) == (date(2027, 1, 15), "decision_maker")
    save(liam, again, sign_on=None, role=None)
    assert (opened(liam).sign_on, opened(liam).role) == (None, None)
    with pytest.raises(Invalid):
        save(liam, opened(liam), role="king")


def test_a_form_opens_while_somebody_else_is_saving(liam: Hand) -> None:
    with liam.machine.db.write() as tx:
        deal_rows.change(tx, 1, liam.machine.deal_row(1).version, need="MES")
        assert opened(liam).need == "ERP"  # neither waits for the other: nothing is held for a look
    assert opened(liam).need == "MES"


def test_who_saves_second_is_told_and_keeps_what_they_typed(liam: Hand) -> None:
    maya = Hand(liam.machine, "maya")
    mine, hers = opened(liam), opened(maya)
    save(maya, hers, amount="90,000 USD", role="user")
    typed = mine.model_copy(update={"need": "ERP for two plants", "amount": "70k USD"})
    with pytest.raises(Conflict):
        save(liam, typed)
    deal = liam.machine.deal_row(1)
    assert (deal.amount_minor, deal.need) == (9_000_000, "ERP")
    form = lead_edit.again(liam.ask(), typed)
    assert isinstance(form, LeadForm)
    assert form.changed == {"amount": "90,000 USD", "role": "user"}
    assert (form.need, form.amount, form.role) == ("ERP for two plants", "70k USD", None)
    save(liam, typed, stamp=form.stamp)
    assert liam.machine.deal_row(1).need == "ERP for two plants"


def test_a_note_in_between_is_no_conflict(liam: Hand) -> None:
    mine = opened(liam)
    liam.note("likes the pilot; send SOW by Fri")
    save(liam, mine, need="ERP for two plants")
    assert liam.machine.deal_row(1).need == "ERP for two plants"


def test_what_was_not_touched_stays_as_it_was(liam: Hand) -> None:
    save(liam, opened(liam), need="more", phone="(212) 555-0143")
    deal = liam.machine.deal_row(1)
    assert deal.amount_approx and deal.amount_minor == 8_000_000
    (contact,) = liam.machine.rows(Contact)
    assert (contact.phone, contact.version) == ("+12125550143", 1)


def test_a_name_put_right_takes_along_what_the_form_says_of_the_customer(liam: Hand) -> None:
    save(liam, opened(liam), region="east", tier="A")
    save(liam, opened(liam), account="Acme Robotics", tier="B")
    assert (opened(liam).region, opened(liam).tier) == ("east", "B")
    other = liam.machine.deal("dana", code="REF-2026-009")
    with liam.machine.db.write() as tx:
        theirs = tx.get_one(Account, liam.machine.deal_row(other).account_id)
        theirs.region, name = "west", theirs.name
    save(liam, opened(liam), account=name)
    assert (opened(liam).region, opened(liam).tier) == ("west", "B")  # what it has of its own stands
    page = story.page_of(liam.ask(), 1)
    assert isinstance(page, Story)
    newest = next(line.changed for line in page.lines if line.changed)
    told = {one.field: (one.before.name, one.after.name) for one in newest}
    assert told == {"account": ("Acme Robotics", name), "region": ("East", "West")}


@pytest.mark.one_on_postgresql
def test_a_table_of_customers_leaves_what_somebody_chose_at_that_moment(liam: Hand) -> None:
    table = b"Account Name,Industry,Region,Tier,Website,Also Known As\nAcme Corp,,East,A,,\n"
    form, now = opened(liam), liam.machine.clock.now()
    _, done = overtaken(
        liam.machine.db,
        lambda: save(liam, form, region="west"),
        lambda: tables.take(liam.deps, tables.of_file("accounts.csv", table), now),
    )
    assert done.counts == {"changed": 1}
    assert (opened(liam).region, opened(liam).tier) == ("west", "A")


@pytest.mark.one_on_postgresql
def test_lists_too_long_for_a_form_push_nothing_else_out_of_it(liam: Hand) -> None:
    entries = [{"key": f"k{n}", "name": dict.fromkeys(("en", "zh"), f"{n}{'长' * 40}")} for n in range(99)]
    applied(
        liam.machine, lambda data: data.update(dict.fromkeys(("industries", "regions", "tiers"), entries))
    )
    reader = Reader("zh", ZoneInfo("Asia/Shanghai"), liam.machine.clock.now(), "U0")
    shown = lead_modal.view(lead_edit.form(liam.ask(), 1), reader)["blocks"]
    fields = [block["block_id"] for block in shown if block["type"] == "input"]
    assert {"source", "probability", "industry"} <= set(fields) and "tier" not in fields
    save(liam, opened(liam), need="MES")


def test_a_shared_contact_stays_the_other_deals_own(liam: Hand) -> None:
    other = liam.machine.deal("dana", code="REF-2026-009")
    with liam.machine.db.write() as tx:
        tx.add(DealContact(deal_id=other, contact_id=1, role="user"))
        link = tx.get_one(DealContact, (1, 1))
        link.role = "influencer"
        tx.add(link)
    save(liam, opened(liam), need="more")
    assert len(liam.machine.rows(Contact)) == 1
    save(liam, opened(liam), phone="212-555-0199", contact="Ms. Wu")
    first, own = liam.machine.rows(Contact)
    assert (first.name, first.phone) == ("Ms. Chen", "+12125550143")
    assert (own.name, own.phone, own.account_id) == ("Ms. Wu", "+12125550199", first.account_id)
    with liam.machine.db.read() as tx:
        links = {(x.deal_id, x.contact_id): x.role for x in tx.exec(select(DealContact))}
    assert links == {(1, own.id): "influencer", (other, first.id): "user"}
    assert opened(liam).contact == "Ms. Wu"
    assert liam.note("0199 agreed").head.deal_id == 1


def test_an_account_of_the_same_plain_name_is_not_taken_instead(liam: Hand) -> None:
    liam.lead("Acme Inc, Bo Hill 212-555-0177, CRM, expo", is_different=True)
    before = {d.id: d.account_id for d in liam.machine.rows(Deal)}
    for deal_id in before:
        save(liam, opened(liam, deal_id or 0), need="changed")
    assert {d.id: d.account_id for d in liam.machine.rows(Deal)} == before


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ({"phone": "not a phone"}, {"phone": "lead.fault_phone"}),
        ({"email": "nope@"}, {"email": "lead.fault_email"}),
        ({"email": "chen@acme"}, {"email": "lead.fault_email"}),
        ({"phone": "微信 zhangzong", "email": "chen.li+erp@mail.acme.co.uk"}, {}),
        ({"phone": "212-555-0161 ext. 204", "email": ""}, {}),
    ],
)
def test_what_nobody_can_be_reached_by_goes_back_into_its_field(
    liam: Hand, typed: dict[str, str], faults: dict[str, str]
) -> None:
    new = LeadFilled(account="Globex", contact="Tom Becker", source="expo", **typed)
    if not faults:
        assert liam.do(lead_forms.sent, new).head.account == "Globex"
        return
    with pytest.raises(Invalid) as refused:
        liam.do(lead_forms.sent, new)
    assert refused.value.faults == faults
    assert len(liam.machine.rows(Deal)) == 1
