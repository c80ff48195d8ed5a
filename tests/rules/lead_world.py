"""The team and sources that the lead tests read with: the shipped source keys, words left to the rules."""

from rules.lead_text import LeadText, SourceWords, parse_lead

SOURCES = tuple(
    SourceWords(key, code)
    for key, code in [
        ("expo", "EXPO"),
        ("webinar", "WEBI"),
        ("online_ad", "AD"),
        ("website", "WEB"),
        ("referral", "REF"),
        ("outbound", "OUT"),
        ("inbound", "INB"),
        ("partner", "PTN"),
        ("existing", "OLD"),
        ("social", "SOC"),
        ("wechat", "WX"),
        ("other", "OTH"),
    ]
)


def read(line: str) -> LeadText:
    """A Chinese line as a team in China reads it, any other as one in the US."""
    chinese = any("\u4e00" <= c <= "\u9fff" for c in line)
    return parse_lead(
        line,
        sources=SOURCES,
        base_currency="CNY" if chinese else "USD",
        region="CN" if chinese else "US",
        people=lambda: ["李娜", "Dana", "李明", "Liam"],
    )
