"""Pasted forms: `公司：… 联系人：…`, `Company: … / Phone: …`. A label's value runs to the next label or the line's end."""

import re
from dataclasses import dataclass

from rules.patterns import late, late_han
from rules.spans import HAN

_LABELS = {
    "account": "公司名称|公司名|公司全称|公司|客户名称|客户公司|客户名|客户|单位名称|单位|企业名称|企业|company name|company|account name|account|organi[sz]ation|org|customer|client|firm|co|business",
    "contact": "联系人姓名|联系人|对接人|接口人|姓名|称呼|人|contact person|contact name|primary contact|point of contact|contact|poc|person|who|full name|name|attn|attention",
    "first": "first name|given name|名",
    "last": "last name|surname|family name|姓",
    "title": "职位|职务|岗位|头衔|job title|title|position|role",
    "phone": "联系电话|联系方式|电话号码|手机号码|手机号|手机|电话|座机|固话|电(?=[:：] ?[+\\d])|tel|phone number|phone|mobile|cell|telephone|whatsapp|ph|office|direct|mob|[motpc](?=[:.] ?[+(\\d])",
    "email": "电子邮箱|电子邮件|邮箱|邮件|e-?mail address|e-?mail|mail|e(?=: ?[\\w.]+@)",
    "need": "客户需求|需求描述|留言内容|留言|咨询内容|咨询事项|诉求|需求说明|事(?=[:：])|需求|意向产品|意向|产品|要|想要|needs?|requirements?|interested in|interest|product|looking for|use case|request|message|what they need|what|wants|msg|subject|req|requirement|re",
    "amount": "预算金额|预计金额|预算|金额|预估金额|钱(?=[:：])|estimated budget|budget|amount|deal size|value|est\\. value|how much",
    "source": "线索来源|来源渠道|客户来源|来源|渠道|lead source|source|src|channel|how did you hear(?: about us)?|where from|came from|via",
    "referrer": "推荐人|介绍人|转介绍人|referred by|referrer|introduced by",
    "owner": "负责人|销售代表|销售|跟进人|分配给|assigned to|assign to|owner|sales rep|rep",
    "rest": "备注|说明|地址|行业|地区|区域|网址|官网|微信号|传真|时间|决策人|notes?|comments?|remarks?|address|industry|region|location|website|web|url|country|city|qq|fax|timeline|decision maker",
    "noise": "new lead|lead|prospect|opportunity|新线索|线索|转发|fwd?|转",
}
_KIND = {f"g{i}": kind for i, kind in enumerate(_LABELS)}
_ANY = "|".join(f"(?P<g{i}>{spelled})" for i, spelled in enumerate(_LABELS.values()))
_LABEL = late(
    rf"(?:^|(?<=[\n\t,，;；|、\s\-*•>·。.】」）)！!?？]))[*_【\[]{{0,6}}(?:{_ANY})[*_】\]]*[ ]?(?:[:：][*_]*|=(?!=))[ \t]?",
    re.I,
)
# A form pasted line by line: `• Company – Initrode`, `公司<tab>恒达`. A word alone before a name: `客户 金山办公`.
_LINED = late(rf"(?:^|(?<=\n))[ \t]*[*•·>\-]?[ ]?(?:{_ANY})(?:[ ][-–—][ ]|\t)", re.I)
_BARE = late_han(
    r"(?:^|(?<=[\s,，;；|]))(?:(?P<g0>公司|客户|单位)|(?P<g1>联系人|对接人))[ ](?=[^\s\d,，:：]{2,12}(?:[\s,，;；]|$))"
)

_MARK = late("[:：=]")
# Who sent it or has it is one name; what follows it is the lead's: 推荐人：李明 注塑机MES, owner: Gina 303-555-0170.
_ONE_NAME = late(
    rf"@?[{HAN}]{{2,6}}(?=\s)|@?[A-Za-z][\w.'’-]*(?: (?-i:[A-Z])[\w.'’-]*){{0,2}}(?=\s+[+(\d])", re.I
)
_INNER = late(r"[;；|，、\t]|, (?=[^,\n]{1,40}=)|\. (?=[A-Z][a-z ]{1,20}: )")
# The subject of a mail ends at a dash: re: demo request - Hannah Klein
_SUBJECT, _SUBJECT_END = late(r"\W*(?:re|subject|fwd?)\s*:", re.I), late(r" [-–—] ")
_WEB = late(r"[*_ ]*(?:website|web|url|官网|网址)", re.I)
_SHORT = late(
    r"[*_ ]*(?:website|web|url|官网|网址|location|city|country|industry|region|timeline|行业|地区|区域|qq|fax)",
    re.I,
)
_ADDRESS = late(r"\s*(?:https?:|www\.|[\w-]+(?:\.[\w-]+)+)", re.I)
_ALONE = frozenset({"公司", "客户", "单位", "联系人", "对接人"})


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled value: the label's offset, the value's offsets, the kind of field it names."""

    label_start: int
    start: int
    end: int
    kind: str


def find_labels(text: str) -> list[Labelled]:
    """Every labelled value in order. Separators before the next label are not part of the value."""
    hits = list(_LABEL.finditer(text)) if _MARK.search(text) else []
    for pattern in (_LINED, _BARE):
        if pattern is _BARE or text.count("\n") > 1:
            hits += [
                m
                for m in pattern.finditer(text)
                if not any(h.start() < m.end() and m.start() < h.end() for h in hits)
            ]
    hits.sort(key=lambda hit: hit.start())
    found = []
    for number, hit in enumerate(hits):
        stop = hits[number + 1].start() if number + 1 < len(hits) else len(text)
        line_end = text.find("\n", hit.end())
        stop = min(stop, line_end) if line_end >= 0 else stop
        kind = next(_KIND[name] for name, said in hit.groupdict().items() if said)
        # A need may be a sentence; a name or a sum ends where the next thing could begin.
        part = _SUBJECT_END if _SUBJECT.match(hit[0]) else None if kind in {"need", "rest"} else _INNER
        inner = part.search(text, hit.end(), stop) if part else None
        stop = inner.start() if inner else stop
        if (
            hit[0][-1] == " "
            and ":" not in hit[0]
            and "：" not in hit[0]
            and "=" not in hit[0]
            and hit[0].strip() in _ALONE
        ):
            stop = hit.end() + len(text[hit.end() : stop].split(maxsplit=1)[0])
        if kind in {"owner", "referrer"}:
            one = _ONE_NAME.match(text, hit.end(), stop)
            stop = one.end() if one else stop
        if kind == "rest" and _SHORT.match(text, hit.start()):
            comma = text.find(",", hit.end(), stop)
            stop = comma if comma > 0 else stop
            if _WEB.match(text, hit.start()) and not _ADDRESS.match(text, hit.end()):
                continue  # "inbound from website: Meridian …" names a source
        value = text[hit.end() : stop].rstrip(" ,，;；|、/-*•>·\n")
        if value:
            found.append(Labelled(hit.start(), hit.end(), hit.end() + len(value), kind))
    return found


_SLASHES = late(r"(?<=[^\s/\d:])/(?=[^\s/])|(?<=[^\s/:])/(?=[^\s/\d])")
# 1,200 and 40.000,50 are one number each; a comma beside anything else parts two fields.
_TIGHT_COMMA = late(
    r"(?<=[^\s\d]),(?=[\d+(¥$€£])|(?<=\d{7}),(?=\S)|(?<=\d[- .]\d{4}),(?=\S)|(?<=\d),(?=\+|\(?\d{3}[)-]|(?:\d[ -]?){7})"
)
_DASHES = late(
    r"(?<=[\u3400-\u9fff])-(?![\u3400-\u9fff]{2,8}(?:公司|[分总]部|事业部|店)(?:-|$))(?=\S)|(?<=[^\s\u3400-\u9fff-])-(?=[\u3400-\u9fff])|(?<=\d{7})-(?=[^\d\s])|(?<=[A-Za-z])-(?=\d+[万wWkK])"
)
_GAP, _MARKS = (
    re.compile(r"(?<=[^\s,，;；:：|/-])[ \t]{2,8}(?=[^\s,，;；:：|/-])"),
    late(r"[,，;；|]|\s[-–—/]\s"),
)
_BULLETS = late(r"(?:(?<=\s)|(?<=^)|(?<=[;；,，]))[1-9](?:[.、)）]|．)(?=\s?[^\d\s])")


def unslashed(line: str) -> str:
    """张三/恒达/138…/ERP, 恒达-张三-138…-ERP: what parts a line from end to end stands between spaces."""
    if line.count("-") > 2 and not any(c.isspace() for c in line) and len(_DASHES.findall(line)) > 2:
        return _DASHES.sub(" - ", line)
    slashes = len(_SLASHES.findall(line)) if "/" in line else 0
    return (
        _SLASHES.sub(" / ", line)
        if slashes > 2 and "//" not in line and line.count(" ") <= slashes * 2
        else line
    )


def parted(line: str) -> str:
    """恒达,张总,138…,80万: a comma without a space behind it parts two fields, where it is none of a number's. So do wide
    gaps: Carla Voss  Director of Facilities  Meridian Hospital, a signature pasted in one line."""
    gaps = len(_GAP.findall(line)) if "  " in line else 0
    if gaps > 1 and gaps * 2 >= len(_MARKS.findall(line)):
        line = _GAP.sub("\t", line)
    return _TIGHT_COMMA.sub(", ", line) if "," in line else line


def bullets(text: str) -> list[tuple[int, int]]:
    """1.昌隆纸业 2.蔡总 3.想做能耗管理: where the numbers of a list stand, which are none of what they number."""
    if not ("1." in text or "1、" in text or "1)" in text or "1）" in text):
        return []
    found = list(_BULLETS.finditer(text))
    in_order = [int(m[0][0]) for m in found] == list(range(1, len(found) + 1))
    is_list = len(found) > 2 or len(found) == 2 and not text[: found[0].start()].strip()
    return [m.span() for m in found] if is_list and in_order else []
