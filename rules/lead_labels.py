"""Pasted forms: `公司：… 联系人：…`, `Company: … / Phone: …`. A label's value runs to the next label or the line's end."""

import re
from dataclasses import dataclass

from rules.patterns import late

_LABELS = {
    "account": "公司名称|公司|客户名称|客户公司|客户|单位名称|单位|企业名称|企业|company name|company|account|organi[sz]ation|customer|client",
    "contact": "联系人姓名|联系人|对接人|姓名|称呼|contact person|contact name|contact|who|full name|name|attn",
    "title": "职位|职务|岗位|job title|title|position|role",
    "phone": "联系电话|联系方式|电话号码|手机号码|手机号|手机|电话|座机|phone number|phone|mobile|cell|tel|telephone|whatsapp",
    "email": "电子邮箱|电子邮件|邮箱|邮件|e-?mail address|e-?mail|mail",
    "need": "客户需求|需求描述|需求|意向产品|意向|产品|needs?|requirements?|interested in|interest|product|looking for|use case|request|message|需求说明",
    "amount": "预算金额|预计金额|预算|金额|预估金额|estimated budget|budget|amount|deal size|value|est\\. value",
    "source": "线索来源|来源渠道|客户来源|来源|渠道|lead source|source|channel|how did you hear",
    "owner": "负责人|销售代表|销售|跟进人|分配给|assigned to|assign to|owner|sales rep|rep",
    "rest": "备注|说明|地址|行业|地区|区域|网址|官网|微信号|notes?|comments?|remarks?|address|industry|region|location|website|web|url|country|city|qq",
}
_KIND = {f"g{i}": kind for i, kind in enumerate(_LABELS)}
_ANY = "|".join(f"(?P<g{i}>{spelled})" for i, spelled in enumerate(_LABELS.values()))
_LABEL = late(
    rf"(?:^|(?<=[\n,，;；|、\s\-*•>·]))[*_【\[]{{0,6}}(?:{_ANY})[*_】\]]*[ ]?(?:[:：][*_]*|=(?!=))[ ]?", re.I
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled value: the label's offset, the value's offsets, the kind of field it names."""

    label_start: int
    start: int
    end: int
    kind: str


def find_labels(text: str) -> list[Labelled]:
    """Every labelled value in order. Separators before the next label are not part of the value."""
    hits = list(_LABEL.finditer(text))
    found = []
    for number, hit in enumerate(hits):
        stop = hits[number + 1].start() if number + 1 < len(hits) else len(text)
        line_end = text.find("\n", hit.end())
        stop = min(stop, line_end) if line_end >= 0 else stop
        kind = next(_KIND[name] for name, said in hit.groupdict().items() if said)
        # A need may be a sentence; a name or a sum ends where the next thing could begin.
        inner = None if kind in {"need", "rest"} else re.search(r"[;；|，、]", text[hit.end() : stop])
        stop = hit.end() + inner.start() if inner else stop
        value = text[hit.end() : stop].rstrip(" ,，;；|、-*•>·\n")
        if value:
            found.append(Labelled(hit.start(), hit.end(), hit.end() + len(value), kind))
    return found
