"""Which deal a note is about: named, or plainly the last one; else it is asked, and nothing is logged meanwhile."""

from collections.abc import Iterator
from datetime import UTC

import pytest
from sqlmodel import select

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.notes import NoteSaved, NoteWhich
from rules.answers.talk import TalkHelp
from services.capture import note_forms, notes
from services.talk import hearing
from services.talk.places import Said
from storage.tables import Account, Note
from tests.lending import CopyOf
from tests.services.hand import Hand, danas
from tests.services.machine import Machine

LEADS = (
    "Acme Foods, Lena Ortiz 212-555-0161, batch tracing, $35k, website",
    "Acme Corp, Ravi Patel 212-555-0143, ERP for two plants, $80k, expo",
    "Metro Logistics, Ines Duarte 212-555-0136, warehouse, $48k, expo",
    "恒达机械 张总 13800138000 想上ERP 预算80万 展会",
    "Globex Machinery, Tom Becker 212-555-0178, field service, $150k, referral",
)


def five_deals(url: str) -> None:
    """Dana has five deals, and has just logged a note on Globex."""
    machine = Machine(url)
    danas(machine, LEADS).note("Globex likes the plan")
    machine.close()


@pytest.fixture
def dana(copy_of: CopyOf) -> Iterator[Hand]:
    machine = Machine(copy_of(five_deals))
    yield Hand(machine, "dana")
    machine.close()


def logged(dana: Hand) -> list[str]:
    """The notes after the first."""
    return [note.raw for note in dana.machine.rows(Note)[1:]]


def asked(dana: Hand, text: str) -> tuple[str, ...]:
    """The accounts among which this text makes Baton ask; nothing is logged."""
    answer = dana.note(text)
    assert isinstance(answer, NoteWhich) and logged(dana) == []
    return tuple(head.account for head in answer.heads)


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(
    "text",
    [
        "likes the pilot; send SOW by Fri", "called, no answer", "amount is now $220k", "金额改成 22万",
        "同意出方案；周三发对比", "没接，周五再打", "Tom said yes", "Tom's boss agreed", "spoke to Bob about price",
        "met with the CFO about terms", "called Marcy, she is on leave", "spoke to Slack about price",
    ],
)  # fmt: skip
def test_a_note_without_a_name_goes_to_the_last_deal_and_says_so(dana: Hand, text: str) -> None:
    answer = dana.note(text)
    assert isinstance(answer, NoteSaved) and ("'s" not in text or answer.agreed == text)
    assert answer.head.account == "Globex Machinery"
    assert answer.is_guess == (not text.startswith("Tom"))


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("Acme Corp likes it", "Acme Corp"), ("acme foods agreed", "Acme Foods"),
        ("acme ravi likes the pilot", "Acme Corp"), ("acme Lena agreed", "Acme Foods"),
        ("恒达 同意了", "恒达机械"), ("metro agreed", "Metro Logistics"),
        ("0136 agreed", "Metro Logistics"), ("Ravi (Acme Corp) agreed", "Acme Corp"), ("Metro's Bob agreed", "Metro Logistics"),
    ],
)  # fmt: skip
def test_a_name_says_which(dana: Hand, text: str, account: str) -> None:
    answer = dana.note(text)
    assert isinstance(answer, NoteSaved) and answer.head.account == account and not answer.is_guess


@pytest.mark.parametrize("text", ["Acme likes the pilot; send SOW by Fri", "ACME: agreed", "acme"])
def test_how_two_names_begin_is_a_question(dana: Hand, text: str) -> None:
    assert set(asked(dana, text)) == {"Acme Corp", "Acme Foods"}


def test_a_name_as_it_is_written_wins(dana: Hand) -> None:
    dana.lead("Acme Trading, Zed 212-555-0199, ERP, $10k, expo")
    with dana.machine.db.write() as tx:
        tx.exec(select(Account).where(Account.name == "Acme Trading")).one().name = "Acme"
    answer = dana.note("Acme likes it")
    assert isinstance(answer, NoteSaved) and answer.head.account == "Acme"


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(
    "text",
    [
        "Siemens agreed; send the quote",
        "blah blah",
        "小米 同意了",
        "EXPO-2026-999 agreed",
        "9999 agreed",
        "Initech likes it",
        "globx said yes",
        "Met with Summit Bank",
        "spoke to Umbrella about price",
        "met Umbrella today, they want a demo",
        "visited Summit Bank today, they want a demo",
        "拜访了中天科技，周五发报价",
    ],
)
def test_a_name_that_nobody_has_is_asked_about_with_the_last_deal_offered(dana: Hand, text: str) -> None:
    offered = asked(dana, text)
    assert "Globex Machinery" in offered and "Initech" not in offered


def test_what_comes_close_is_offered_first(dana: Hand) -> None:
    assert set(asked(dana, "Acmee Food agreed")[:2]) == {"Acme Foods", "Acme Corp"}


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("met the team at Metro, all good", "Metro Logistics"),
        ("spoke to Ravi about price", "Acme Corp"),
        ("昨天跟恒达聊了，同意出方案", "恒达机械"),
        ("called, Acme Foods wants a demo", "Acme Foods"),
    ],
)
def test_words_about_another_customer_are_not_logged_on_the_last(dana: Hand, text: str, account: str) -> None:
    assert asked(dana, text) == (account, "Globex Machinery")


def test_words_about_the_last_customer_are(dana: Hand) -> None:
    answer = dana.note("spoke to Tom and to Ravi about price")
    assert isinstance(answer, NoteSaved) and answer.is_guess


def test_a_family_name_of_the_last_customer_s_own_is_no_firm(dana: Hand) -> None:
    dana.lead("Acme Trading, Ana Quisp 212-555-0199, ERP, $10k, expo")
    answer = Hand(dana.machine, "dana").note("spoke to Quisp about price")
    assert isinstance(answer, NoteSaved) and answer.is_guess and answer.head.account == "Acme Trading"


def test_a_word_that_begins_a_name_and_a_note_is_asked_about(dana: Hand) -> None:
    dana.lead("Good Foods, Pat Hill 212-555-0191, ERP, $10k, expo")
    Hand(dana.machine, "dana").note("Globex agreed")
    answer = Hand(dana.machine, "dana").note("good call; send SOW by Fri")
    assert isinstance(answer, NoteWhich) and answer.why == "unsure"
    assert [head.account for head in answer.heads] == ["Good Foods", "Globex Machinery"]


def test_the_answer_to_the_question_logs_what_was_typed(dana: Hand) -> None:
    which = dana.note("met the team at Metro, all good; send SOW by Fri")
    metro = next(head for head in which.heads if head.account == "Metro Logistics")
    saved = dana.do(notes.choose, which.draft_id, metro.deal_id)
    assert (saved.head.account, saved.agreed) == ("Metro Logistics", "met the team at Metro, all good")


def test_a_step_keeps_its_marks_when_its_date_is_taken_out(dana: Hand) -> None:
    answer = dana.note("Globex picked plan B // contract draft due Thursday; sign Dec 8")
    assert answer.step is not None and answer.step.text == "contract draft; sign Dec 8"


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(("said", "account"), [
    ("Tom wrote: Metro Logistics wants the contract by Friday", "Metro Logistics"),
    ("fwd: re EXPO-2026-001, they agree to the price", "Acme Corp"),
    ("客户群里说：恒达机械周五签", "恒达机械"),
    ("恒达那边周五签", "恒达机械"),
    ("Acme wants to talk", None),
    ("Metro Logistics and Globex Machinery both want a demo", None),
    ("Initech is ready to sign", None),
    ("they are ready to sign", None),
])  # fmt: skip
def test_a_forwarded_message_picks_the_one_deal_that_it_names(
    dana: Hand, said: str, account: str | None
) -> None:
    form = dana.do(note_forms.form, said)
    picked = [head.account for head in form.deals if head.deal_id == form.chosen]
    assert picked == ([account] if account else [])


@pytest.mark.parametrize(
    ("text", "missed"), [("长丰锻造怎么样了", "长丰锻造"), ("how is Umbrella doing?", "Umbrella"), ("how's Lisst?", "Lisst")]
)  # fmt: skip
def test_a_question_about_nobody_s_deal_names_what_was_not_found(dana: Hand, text: str, missed: str) -> None:
    answer = hearing.hear(dana.ask("dm:1"), Said(text, "1764000000.000900"))
    assert isinstance(answer, TalkHelp) and (answer.missed, answer.near) == (missed, "") and answer.draft_id


SHORT = (
    "苏州安信达，刘经理 13905120077，仓库盘点，30万，展会",
    "Suzhou Anxinda Ltd, Mr. Liu 212-555-0191, stock counting, $40k, expo",
)


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("安信达 同意试用；周三发方案", "苏州安信达"),
        ("安信达同意试用；周三发方案", "苏州安信达"),
        ("Anxinda likes it; send SOW by Fri", "Suzhou Anxinda Ltd"),
    ],
)
def test_a_customer_goes_by_its_name_without_the_city(dana: Hand, text: str, account: str) -> None:
    for line in SHORT:
        dana.lead(line)
    dana.note("Globex likes the plan")
    answer = dana.note(text)
    assert isinstance(answer, NoteSaved) and answer.head.account == account
    assert not answer.is_guess and answer.undo_id


@pytest.mark.parametrize(
    "other", ["上海安信达，王总 13905120078，ERP，展会", "安信达物流，王总 13905120078，ERP，展会"]
)
def test_a_short_name_of_two_customers_is_asked_about(dana: Hand, other: str) -> None:
    dana.lead(SHORT[0])
    dana.lead(other)
    assert set(asked(dana, "安信达 同意试用")) == {"苏州安信达", other.split("，")[0]}


def test_only_what_is_called_alike_is_offered_where_something_is(dana: Hand) -> None:
    dana.lead(SHORT[0])
    dana.note("Globex likes the plan")
    answer = dana.note("苏洲安信达 同意试用")
    assert isinstance(answer, NoteWhich) and [head.account for head in answer.heads] == ["苏州安信达"]


def test_a_city_or_a_trade_is_no_name(dana: Hand) -> None:
    dana.lead(SHORT[0])
    for text in ("苏州 同意试用", "机械 同意试用", "Logistics agreed"):
        assert isinstance(dana.note(text), NoteWhich)


def test_one_that_may_be_meant_is_asked_about_as_one(dana: Hand) -> None:
    dana.machine.clock.push(days=3)
    answer = dana.note("Globex bolts called, send SOW by Fri")
    assert isinstance(answer, NoteWhich) and [head.account for head in answer.heads] == ["Globex Machinery"]
    told = str(render(answer, Reader("en", UTC, dana.machine.clock.now(), ""))["blocks"])
    assert "Is it this one?" in told and "in front" not in told and logged(dana) == []


def test_a_person_behind_a_customer_s_name_is_that_customer_s_where_they_are_a_contact_there(
    dana: Hand,
) -> None:
    answer = dana.note("Acme Corp Ravi likes the pilot\nsend SOW by Fri")
    assert isinstance(answer, NoteSaved) and answer.head.account == "Acme Corp"
    assert (answer.agreed, answer.step and answer.step.text) == ("Ravi likes the pilot", "send SOW")


@pytest.mark.parametrize("text", ["Acme Corp Rachel likes the pilot", "Acme Corp rachel likes the pilot"])
def test_anybody_else_s_name_behind_it_may_be_another_customer_s(dana: Hand, text: str) -> None:
    assert asked(dana, text) == ("Acme Corp",)


@pytest.mark.parametrize("text", ["明天打电话给恒达机械", "send the quote to 恒达机械"])
def test_a_name_behind_the_words_is_named(dana: Hand, text: str) -> None:
    dana.note("恒达机械 同意方案")
    answer = Hand(dana.machine, "dana").note(text)
    assert isinstance(answer, NoteSaved) and answer.head.account == "恒达机械" and not answer.is_guess


@pytest.mark.parametrize(
    "text", ["明天打电话给恒达机械", "call Acme Corp on Friday", "昨天跟恒达机械聊了，同意出方案"]
)
def test_the_only_customer_named_behind_the_words_is_meant(dana: Hand, text: str) -> None:
    answer = dana.note(text)  # the last note was on Globex
    assert isinstance(answer, NoteSaved) and not answer.is_guess
    assert answer.head.account in ("恒达机械", "Acme Corp")


@pytest.mark.parametrize("text", [
    "明天打电话给恒达机械和Acme Corp", "明天打电话给恒达", "明天打电话给恒达机械厂",
    "call Acme on Friday", "met Tesla, they know Acme Corp", "Ravi (Siemens) agreed",
])  # fmt: skip
def test_two_customers_a_part_of_a_name_or_one_that_is_only_spoken_of_are_asked_about(
    dana: Hand, text: str
) -> None:
    assert asked(dana, text)


@pytest.mark.parametrize("text", ["明天打电话给恒达机械厂", "明天打电话给张总", "明天打电话"])
def test_a_person_or_what_is_called_alike_behind_the_words_is_not(dana: Hand, text: str) -> None:
    dana.note("恒达机械 同意方案")
    answer = Hand(dana.machine, "dana").note(text)
    assert not isinstance(answer, NoteSaved) or answer.is_guess
