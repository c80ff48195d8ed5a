"""Is what colleagues write to each other a lead at all? A line that was typed to be one always is; of a message that somebody
else wrote, a company is only seen where something speaks for it."""

from dataclasses import replace

from rules.lead_reading import beside
from rules.lead_text import LeadText
from rules.lead_words import HAN_COMPANY, HAN_TRADE
from rules.money import told_range
from rules.names import norm_name
from rules.naming import is_place, without_place
from rules.patterns import late
from rules.wordlists import any_of

_WISH = late(
    r"[想要](?:要|上|做|找|换|买|了解|咨询|采购|看看|试|装|用)|公司.{0,3}叫|需要|需求|采购|求购|询价|报价|预算|意向|感兴趣|选型|招标|"
    r"(?<![a-z])(?:looking (?:for|at|to)|interested|wants?|needs?|would like|evaluating|replac(?:e|ing)|demo|quot(?:e|ation)|"
    r"pricing|price list|rfp|rfq|budget|purchas(?:e|ing))(?![a-z])"
)
# Who is talked to, and what a team spends money on itself: no firm is called so.
_US = late(
    r"谁.*|(?:大家|我们|咱们|各位|公司|部门|团队|团建|聚餐|下午茶|午餐|晚饭|年会|会议室)|"
    r"(?:anyone|anybody|everyone|everybody|someone|somebody|who|we|team|lunch|dinner|offsite)(?: (?:lunch|dinner|budget))?"
)
_FIRM = late(rf"..*(?:{any_of((*HAN_TRADE, *HAN_COMPANY))})")


def tells_of_a_lead(lead: LeadText, text: str) -> bool:
    """A person, a way to reach them, a sum, a wish, or what reads like a company's name."""
    if lead.contact or lead.phone_raw or lead.email or lead.amount or lead.too_long:
        return True
    return bool(_WISH.search(text.lower())) or _is_firm(lead, text)


def as_told(lead: LeadText, text: str) -> LeadText:
    """A message as far as it tells of a lead. Where nothing does, or no more than a wish or a sum that somebody has who is
    not named, no company is made of it: its words stand where the need does."""
    if not tells_of_a_lead(lead, text):
        return LeadText(need=text)
    if lead.account is None or _is_named(lead, text):
        return lead
    return replace(lead, account=None, need=text, unsure=tuple(x for x in lead.unsure if x != "account"))


def with_range(lead: LeadText) -> LeadText:
    """A range is kept by its lower end: the words that told it go with the need, for nobody to take that for the sum."""
    said = next((piece.text for piece in lead.pieces if piece.kind == "amount"), "")
    if lead.amount is None or not told_range(said):
        return lead
    return replace(lead, need=beside(lead.need, said) if lead.need else said)


def _is_named(lead: LeadText, text: str) -> bool:
    """Somebody to reach speaks for the company, or its own name, or that it stands beside the wish and not in it."""
    if lead.contact or lead.phone_raw or lead.email or lead.too_long or _is_firm(lead, text):
        return True
    name, said = (lead.account or "").lower(), text.lower()
    at = said.find(name)
    wishes = [x.span() for x in _WISH.finditer(said)]
    return not (_US.fullmatch(name) or any(start < at + len(name) and at < end for start, end in wishes))


def _is_firm(lead: LeadText, text: str) -> bool:
    name = lead.account or ""
    if _US.fullmatch(name.lower()):
        return False
    if not name.isascii():
        norm = norm_name(name)
        return bool(_FIRM.match(name)) or (without_place(norm) != norm and not is_place(norm))
    return name[:1].isupper() and "account" not in lead.unsure
