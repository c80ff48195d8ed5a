"""Is what colleagues write to each other a lead at all? A line that was typed to be one always is; of a message that somebody
else wrote, a company is only seen where something speaks for it."""

from rules.lead_reading import LeadText
from rules.lead_words import HAN_COMPANY, HAN_TRADE
from rules.names import norm_name
from rules.naming import is_place, without_place
from rules.patterns import late
from rules.wordlists import any_of

_WISH = late(
    r"[想要](?:要|上|做|找|换|买|了解|咨询|采购|看看|试|装|用)|公司.{0,3}叫|需要|需求|采购|求购|询价|报价|预算|意向|感兴趣|选型|招标|"
    r"(?<![a-z])(?:looking (?:for|at|to)|interested|wants?|needs?|would like|evaluating|replac(?:e|ing)|demo|quot(?:e|ation)|"
    r"pricing|price list|rfp|rfq|budget|purchas(?:e|ing))(?![a-z])"
)
_FIRM = late(rf"..*(?:{any_of((*HAN_TRADE, *HAN_COMPANY))})")


def tells_of_a_lead(lead: LeadText, text: str) -> bool:
    """A person, a way to reach them, a sum, a wish, or what reads like a company's name."""
    if lead.contact or lead.phone_raw or lead.email or lead.amount or lead.too_long:
        return True
    return bool(_WISH.search(text.lower())) or _is_firm(lead, text)


def _is_firm(lead: LeadText, text: str) -> bool:
    name = lead.account or ""
    if not name.isascii():
        norm = norm_name(name)
        return bool(_FIRM.match(name)) or (without_place(norm) != norm and not is_place(norm))
    return name[:1].isupper() and "account" not in lead.unsure
