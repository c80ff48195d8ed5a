"""A note on a customer that Baton does not know goes to nobody's deal in silence, however its name begins."""

import random
from collections.abc import Iterator

import pytest

from rules.answers.notes import NoteSaved, NoteWhich
from services.capture import note_forms, notes
from storage.tables import Note
from tests.lending import CopyOf
from tests.services.hand import Hand
from tests.services.machine import Machine

pytestmark = pytest.mark.few_on_postgresql

KNOWN = (
    "苏州安信达科技有限公司，王总 13800138000，ERP，约80万，展会",
    "上海恒通物流有限公司，李总 13800138001，WMS，30万，展会",
    "宁波东方电缆，周总 13800138003，CRM，展会",
    "华东医药，孙总，ERP，展会",
    "Suzhou Anxinda Tech, Mr. Wu 212-555-0101, ERP, expo",
    "Acme Pacific, Bob Gray 212-555-0103, ERP, expo",
    "First National Bank, Ann Lee 212-555-0104, ERP, expo",
)


def known(url: str) -> None:
    machine = Machine(url)
    for lead in KNOWN:
        Hand(machine, "dana").lead(lead)
    machine.close()


@pytest.fixture
def dana(copy_of: CopyOf) -> Iterator[Hand]:
    machine = Machine(copy_of(known))
    yield Hand(machine, "dana")
    machine.close()


def asked(dana: Hand, text: str, account: str) -> NoteWhich:
    """Nothing is logged, that customer's deal is the first to be offered, and the words are kept."""
    answer = dana.note(text)
    assert isinstance(answer, NoteWhich), text
    assert (answer.heads[0].account, answer.text) == (account, text)
    assert dana.machine.rows(Note) == []
    return answer


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("东方明珠 今天见了，周五前发报价", "宁波东方电缆"),
        ("东方航空公司 今天来电，周五前发报价", "宁波东方电缆"),
        ("安信达物流 今天见了王经理，周五前发合同", "苏州安信达科技有限公司"),
        ("恒通机械 见面了，周五前发报价", "上海恒通物流有限公司"),
        ("李总监 今天来电，周五前发报价", "上海恒通物流有限公司"),
        ("Anxinda Logistics called, send quote by Fri", "Suzhou Anxinda Tech"),
        ("Acme Steel called, send quote by Fri", "Acme Pacific"),
        ("Pacific Bank called, send quote by Fri", "Acme Pacific"),
        ("Bob Smith from Tesla called, send quote by Fri", "Acme Pacific"),
        ("Bob, Globex, called, send quote by Fri", "Acme Pacific"),
        ("李总，明珠电子，周五前发报价", "上海恒通物流有限公司"),
        ("Bob Bob called, send quote by Fri", "Acme Pacific"),
        ("National Steel called, send quote by Fri", "First National Bank"),
        ("National holiday, nobody answered, call by Fri", "First National Bank"),
    ],
)
def test_whoever_is_only_called_alike_is_asked_about_and_no_word_is_lost(
    dana: Hand, text: str, account: str
) -> None:
    which = asked(dana, text, account)
    saved = dana.do(notes.choose, which.draft_id, which.heads[-1].deal_id)
    assert isinstance(saved, NoteSaved) and saved.agreed and text.startswith(saved.agreed)


def test_of_any_names_that_begin_alike_none_is_taken_for_the_other(dana: Hand) -> None:
    chance = random.Random(9)
    for shared, account, is_han in (
        ("安信达", "苏州安信达科技有限公司", True),
        ("东方", "宁波东方电缆", True),
        ("Acme", "Acme Pacific", False),
        ("National", "First National Bank", False),
    ):
        for _ in range(6):
            if is_han:
                other = (
                    shared
                    + "".join(chance.sample("山海云盛嘉瑞泰凯宏鼎", 2))
                    + chance.choice(["", "物流", "集团"])
                )
                text = other + chance.choice([" 今天见了，周五前发报价", "同意方案；周三发报价"])
            else:
                other = f"{shared} {chance.choice(['Heron', 'Ridge', 'Summit'])}{chance.choice(['', ' Foods', ' Ltd'])}"
                text = other + chance.choice([" called, send quote by Fri", " likes it; send SOW"])
            asked(Hand(dana.machine, "dana"), text, account)


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(
    ("text", "account", "agreed"),
    [
        ("安信达 同意方案；周三下发报价", "苏州安信达科技有限公司", "同意方案"),
        ("安信达王总说太贵；周五发报价", "苏州安信达科技有限公司", "王总说太贵"),
        ("李总说可以；周五发报价", "上海恒通物流有限公司", "说可以"),
        ("Anxinda likes the pilot; send SOW by Fri", "Suzhou Anxinda Tech", "likes the pilot"),
        ("Acme Bob likes the pilot; send SOW by Fri", "Acme Pacific", "Bob likes the pilot"),
        ("National Bank called; send SOW by Fri", "First National Bank", "called"),
    ],
)
def test_whoever_is_meant_plainly_is_not_asked_about(
    dana: Hand, text: str, account: str, agreed: str
) -> None:
    answer = dana.note(text)
    assert isinstance(answer, NoteSaved)
    assert (answer.head.account, answer.agreed, answer.is_guess) == (account, agreed, False)


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(
    "said", ["我在东方明珠吃饭，报价明天发", "医药行业白皮书", "National Rail price list"]
)
def test_a_message_that_names_no_customer_fills_in_no_deal(dana: Hand, said: str) -> None:
    assert not note_forms.form(dana.ask(), said).chosen
