"""What is said in the DM to be done to a deal: its form is offered, where nothing else can be meant; else it is a note."""

from collections.abc import Iterator

import pytest

from rules.answers.notes import NoteWhich
from rules.answers.talk import NoteOffer, VerbOffer
from services.talk import hearing
from services.talk.places import Said
from tests.lending import CopyOf
from tests.services.hand import Hand, danas
from tests.services.machine import Machine

LEADS = (
    "Contoso, Lena Ortiz 212-555-0161, batch tracing, $35k, website",
    "Huadong Bearings, Ravi Patel 212-555-0143, ERP for two plants, $80k, expo",
    "Acme Foods, Ana Lee 212-555-0165, batch tracing, $35k, website",
    "Acme Corp, Bo Kraft 212-555-0144, ERP, $80k, expo",
    "恒达机械 张总 13800138000 想上ERP 预算80万 展会",
    "华东轴承 孙主任 13701610082 设备点检 预算30万 展会",
)
ORDERS = {
    "move Huadong to proposal": ("move", "Huadong Bearings", "proposal"),
    "Push Contoso to the negotiation stage please": ("move", "Contoso", "negotiation"),
    "advance Contoso": ("move", "Contoso", "screened"),
    "把华东轴承推到方案": ("move", "华东轴承", "proposal"),
    "恒达推进到商务谈判吧": ("move", "恒达机械", "negotiation"),
    "park Contoso until Dec 3": ("park", "Contoso", "2026-12-03"),
    "恒达先放到12月3号": ("park", "恒达机械", "2026-12-03"),
    "把华东轴承先放一放，下周三再说": ("park", "华东轴承", "2026-12-02"),
    "snooze Contoso until next Monday": ("park", "Contoso", "2026-11-30"),
    "恒达先放着，12月3号再说": ("park", "恒达机械", "2026-12-03"),
    "park Contoso": ("park", "Contoso", ""),
    "We lost Contoso on price": ("lost", "Contoso", "price"),
    "Contoso lost: no budget": ("lost", "Contoso", "no_budget"),
    "恒达丢单了，因为价格": ("lost", "恒达机械", "price"),
    "恒达丢单了": ("lost", "恒达机械", ""),
    "恒达丢了，价格太高": ("lost", "恒达机械", "price"),
    "我们丢了恒达，价格太高": ("lost", "恒达机械", "price"),
    "we lost Contoso, price too high": ("lost", "Contoso", "price"),
    "park Acme until Dec 3": ("park", "Acme", "2026-12-03"),
    "we lost Acme on price": ("lost", "Acme", "price"),
    "move Acme to proposal": ("move", "Acme", "proposal"),
    "Contoso not a lead, duplicate": ("invalid", "Contoso", "duplicate"),
}
NOTES = (
    "we parked the car near Contoso",
    "Contoso lost their CFO",
    "恒达丢了一个客户",
    "Contoso lost, price was too high for the board",
    "moved Contoso to proposal",
    "恒达推到方案了，反馈不错",
    "move the meeting with Contoso to Friday",
    "push Contoso for a decision by Friday",
    "Contoso moved to a new office",
    "Contoso wants to move to proposal next week",
    "恒达推到下周三",
    "把恒达的样品放到仓库",
    "恒达先放到仓库",
    "恒达先放着",
    "Contoso wants to pause until Dec 3",
    "park Contoso until they answer",
    "park Contoso until last Friday",
    "advance Acme",
    "move Contoso to lead",
    "move Contoso to proposal, they liked the demo",
    "lost Initech on price",
    "Contoso stage",
    "恒达 无效",
)


def six_deals(url: str) -> None:
    """Dana's; another one is Liam's."""
    machine = Machine(url)
    danas(machine, LEADS)
    machine.close()


@pytest.fixture
def dana(copy_of: CopyOf) -> Iterator[Hand]:
    machine = Machine(copy_of(six_deals))
    yield Hand(machine, "dana")
    machine.close()


def test_what_is_asked_for_is_offered_and_what_only_sounds_like_it_is_a_note(dana: Hand) -> None:
    heard: dict[str, object] = {}
    for at, text in enumerate((*ORDERS, *NOTES)):
        answer = hearing.hear(Hand(dana.machine, "dana").ask(f"dm:{at}"), Said(text, f"17640000{at:02}.0009"))
        heard[text] = type(answer)
        if isinstance(answer, VerbOffer):
            heard[text] = answer.verb, answer.said if answer.others else answer.head.account, answer.more
    assert {text: heard[text] for text in ORDERS} == ORDERS
    assert {
        text: said for text, said in heard.items() if text in NOTES and said not in (NoteOffer, NoteWhich)
    } == {}
