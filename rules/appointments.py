"""Which next steps are a call or a meeting, and when such a one is over."""

import re
from datetime import datetime, timedelta
from typing import Literal

from rules.facts import StepFacts
from rules.patterns import late

Appointment = Literal["call", "meeting"]
# How long one lasts where nobody said so.
LASTS: dict[Appointment, timedelta] = {"call": timedelta(minutes=30), "meeting": timedelta(minutes=60)}

_MEETING = late(
    r"见面|面谈|拜访|登门|上门|当面|开会|会议|碰头|碰一下|演示|路演|宣讲|吃饭|喝茶|喝咖啡|考察|参观|现场|约在|见(?!效|好|谅|怪|笑|附)|"
    r"(?<![a-z])(?:meet(?:ing|s)?|visit|demo|presentation|workshop|lunch|dinner|breakfast|coffee|on-?site|site tour|kick-?off)(?![a-z])",
    re.I,
)
_CALL = late(
    r"电话|通话|打给|打个|给.{1,8}打|回电|视频|语音|腾讯会议|飞书|钉钉会|线上聊|聊(?!天记录)|"
    r"(?<![a-z])(?:call(?:ing|s)?|phone|ring|zoom|teams|google meet|webex|catch[- ]?up|sync|talk|speak)(?![a-z])",
    re.I,
)


def appointment(text: str) -> Appointment | None:
    """What a step's words mark it as; None for what can be done alone (send, prepare, remind)."""
    if _CALL.search(text) and not re.search(
        r"(?<![a-z])(?:visit|lunch|dinner|on-?site)(?![a-z])", text, re.I
    ):
        return "call"
    return "meeting" if _MEETING.search(text) else None


def over_at(step: StepFacts) -> datetime | None:
    """When a step that is an appointment at a time is over; None for all others."""
    kind = appointment(step.text) if step.kind == "at" and step.has_time else None
    return step.due_at + LASTS[kind] if kind is not None else None
