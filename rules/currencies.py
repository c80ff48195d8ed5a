"""Currencies: which ones exist, how many decimals each has, and the signs and words people write."""

from rules.wordlists import words

# ISO 4217, active codes that a customer could pay in.
ISO_CODES = frozenset(
    words("""AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
    CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD
    HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD
    MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR
    RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
    UGX USD UYI UYU UYW UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG""")
)
# What most sums are in, to be chosen from a list.
USUAL = words(
    """USD CNY EUR GBP JPY HKD TWD SGD KRW INR AUD CAD CHF AED BRL CZK DKK IDR ILS MXN MYR NOK NZD PHP PLN SAR SEK THB TRY
    VND ZAR"""
)
_MINOR = {
    **dict.fromkeys(words("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"), 0),
    **dict.fromkeys(words("BHD IQD JOD KWD LYD OMR TND"), 3),
    **dict.fromkeys(words("CLF UYW"), 4),
}
# Codes that are words or product names too: "10 CAD seats", "try", "all". Never read in lower case.
WORDLIKE = frozenset(words("ALL ANG BAM CAD COP CUP GEL LAK MAD MOP PAB PEN RON SOS TOP TRY"))

# What is written for a currency, lower case. Signs that several currencies share are settled by the base.
SIGNS = {
    "hk$": "HKD",
    "us$": "USD",
    "nt$": "TWD",
    "a$": "AUD",
    "c$": "CAD",
    "s$": "SGD",
    "nz$": "NZD",
    "r$": "BRL",
    "rmb": "CNY",
    "人民币": "CNY",
    "元": "CNY",
    "块钱": "CNY",
    "块": "CNY",
    "yuan": "CNY",
    "美元": "USD",
    "美金": "USD",
    "美刀": "USD",
    "dollars": "$",
    "dollar": "$",
    "bucks": "$",
    "$": "$",
    "欧元": "EUR",
    "euros": "EUR",
    "euro": "EUR",
    "€": "EUR",
    "英镑": "GBP",
    "pounds": "GBP",
    "£": "GBP",
    "日元": "JPY",
    "日圆": "JPY",
    "円": "JPY",
    "yen": "JPY",
    "港币": "HKD",
    "港幣": "HKD",
    "港元": "HKD",
    "台币": "TWD",
    "新台币": "TWD",
    "新币": "SGD",
    "韩元": "KRW",
    "₩": "KRW",
    "卢比": "INR",
    "₹": "INR",
    "rs.": "INR",
    "卢布": "RUB",
    "₽": "RUB",
    "reais": "BRL",
    "泰铢": "THB",
    "฿": "THB",
    "₫": "VND",
    "₪": "ILS",
    "₱": "PHP",
    "澳元": "AUD",
    "加元": "CAD",
    "瑞郎": "CHF",
    "naira": "NGN",
    "rupees": "INR",
    "baht": "THB",
    "ringgit": "MYR",
    "shekels": "ILS",
    "dirhams": "AED",
    "riyals": "SAR",
    "zloty": "PLN",
    "kronor": "SEK",
    "francs": "CHF",
    "quid": "GBP",
    "¥": "¥",
}
_SAID_BEHIND = {"欧": "EUR", "刀": "USD"}  # of a number only: 80k 欧, 3万刀
_DOLLARS = frozenset(
    words("AUD BMD BND BSD BBD BZD CAD FJD GYD HKD JMD KYD LRD NAD NZD SBD SGD SRD TTD TWD USD XCD")
)


# Words that several countries share: settled by the base, else asked.
_SHARED = {"kr": words("SEK NOK DKK ISK"), "pesos": words("MXN ARS COP CLP PHP UYU DOP")}


def minor_digits(currency: str) -> int:
    """Decimals of the currency's minor unit (ISO 4217): 2 unless listed, 0 for JPY."""
    return _MINOR.get(currency.upper(), 2)


def currency_of(sign: str, base_currency: str) -> str | None:
    """The currency that a sign, word or code stands for, or None when it has to be asked (`¥`)."""
    said = sign.strip().lower().removeprefix("pesos ")
    if said in _SHARED:
        return base_currency if base_currency in _SHARED[said] else None
    named = "INR" if said == "rs" else SIGNS.get(said) or _SAID_BEHIND.get(said)
    if named == "$":
        return base_currency if base_currency in _DOLLARS else "USD"
    if named == "¥":
        return base_currency if base_currency in {"CNY", "JPY"} else None
    if named:
        return named
    return said.upper() if said.upper() in ISO_CODES else None
