"""What of a note could be read otherwise is named; what is plain is not."""

import pytest

from rules.note import split_note
from tests.rules.test_note_dates import TODAY, dates_of


@pytest.mark.parametrize(
    ("line", "unsure"),
    [
        ("王工说图纸周四给我们，收到后三天内报价", ("next", "when")),
        ("he sends the drawings Thursday; quote within 3 days of receipt", ("when",)),
        ("他说下周二开会定，我周三早上问结果", ("when",)),
        ("微信上把合同发过去了，法务明天看完给意见，我后天追", ("next",)),
        ("付款审批到总经理了，说周五能付", ("next", "when")),
        ("样品寄过去了，快递明天到，周四回访一下感受", ("next", "when")),
        ("Talked with Hugo. He will send the data sample by Friday. Then we build the POC", ("next", "when")),
        ("Had lunch with Olga. She'll introduce me to their VP Sales next week", ("next", "when")),
        ("合同寄出了，顺丰，明天到", ("next", "when")),
        ("told him yes, 10am", ("next", "when")),
        ("contract is with legal, signature hopefully monday", ("next", "when")),
        ("me on site Friday 9-12, they want a live test, competitor demo is on Monday", ("next", "when")),
        ("约了周四上午去厂里，客户要看三个案例，ppt明晚之前改好", ("next", "when")),
        ("尾款18万没付，她答应周五打款，到账了告诉生产发货", ("next", "when")),
        ("他说回来看方案，大概下周三回，周四我打给他", ("when",)),
        ("Rescheduled our Thursday call to Friday 9am", ("when",)),
        ("再聊；下周五25点打电话", ("when",)),
        ("同意出方案；周五15点打电话", ()),
        ("同意出方案，周三下午两点前发对比", ()),
        ("spoke to Ravi, likes it. next: send SOW friday", ()),
        ("他说下周二开会定，我下周三问结果", ()),
        ("没接", ()),
        ("left a vm for jake, trying again friday", ()),
    ],
)
def test_doubts_are_named(line: str, unsure: tuple[str, ...]) -> None:
    assert split_note(line, find_dates=dates_of(line), today=TODAY).unsure == unsure
