"""Words that cells say for a deal's state, a contact's part, a kind of note and a stage of other tools, in either language."""

from collections.abc import Mapping

from rules.names import squeezed


def _all(said: Mapping[str, str]) -> Mapping[str, str]:
    return {squeezed(word): key for key, words in said.items() for word in words.split("|")}


STATES = _all(
    {
        "open": "跟进中|进行中|在跟|跟进|活跃|开放|打开|open|active|in progress|ongoing|working|new|qualified|pending",
        "draft": "草稿|draft",
        "won": "赢单|成交|已成交|已签约|签约|签单|完成|已完成|won|closed won|win|signed|success|closed",
        "lost": "丢单|输单|流失|已流失|失败|战败|lost|closed lost|lose|loss|dead",
        "invalid": "无效|无效线索|作废|invalid|not a lead|disqualified|unqualified|junk|bad lead",
    }
)
ROLES = _all(
    {
        "decision_maker": "拍板人|决策者|决策人|decides|decision maker",
        "user": "使用者|使用人|uses it|user|end user",
        "influencer": "影响者|影响人|influences|influencer",
        "blocker": "阻碍者|反对者|against it|blocker",
    }
)
# A note's kind, or for an attempt its outcome.
NOTES = _all(
    {
        "talked": "通了电话|电话|通话|talked|call|called",
        "meeting": "见了面|面谈|会议|拜访|met|meeting|visit|demo",
        "message": "发了消息|消息|微信|wrote to them|message|email|mail",
        "reply": "对方回了|they replied|reply|replied",
        "no_answer": "没打通|没接|no answer",
        "voicemail": "留了言|voicemail",
        "wrong_number": "空号|wrong number",
        "call_back": "让回头再打|asked to call back|call back",
        "handover": "交接|handoff|handover",
        "internal": "内部|备忘|internal|memo",
    }
)
ATTEMPTS = frozenset(("no_answer", "voicemail", "wrong_number", "call_back"))
# Stages as other tools call them; which of ours they are hangs on the team's process.
STAGES = _all(
    {
        "first": "线索|新线索|潜在客户|未处理|prospecting|new|new lead|lead|unqualified|open",
        "talks": "需求确认|跟进|接洽|洽谈|engaging|engaged|qualification|qualified|discovery|needs analysis",
    }
)
