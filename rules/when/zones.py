"""A time said in a named zone (`3pm ET`, 北京时间下午3点), carried over into the zone of the person who reads it."""

from datetime import date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from rules.patterns import late

_SHORT = {
    "utc": "UTC", "gmt": "UTC", "z": "UTC", "zulu": "UTC", "et": "America/New_York", "est": "America/New_York",
    "edt": "America/New_York", "eastern": "America/New_York", "ct": "America/Chicago", "cdt": "America/Chicago",
    "central": "America/Chicago", "mt": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver",
    "mountain": "America/Denver", "pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "pacific": "America/Los_Angeles", "bst": "Europe/London", "uk": "Europe/London", "wet": "Europe/Lisbon",
    "cet": "Europe/Paris", "cest": "Europe/Paris", "eet": "Europe/Helsinki", "eest": "Europe/Helsinki", "msk": "Europe/Moscow",
    "sgt": "Asia/Singapore", "hkt": "Asia/Hong_Kong", "jst": "Asia/Tokyo", "kst": "Asia/Seoul", "ist": "Asia/Kolkata",
    "india": "Asia/Kolkata", "aest": "Australia/Sydney", "aedt": "Australia/Sydney", "awst": "Australia/Perth",
    "nzst": "Pacific/Auckland", "nzdt": "Pacific/Auckland", "china": "Asia/Shanghai", "japan": "Asia/Tokyo",
}  # fmt: skip
_CITIES = {
    "london": "Europe/London", "paris": "Europe/Paris", "berlin": "Europe/Berlin", "madrid": "Europe/Madrid", "rome": "Europe/Rome",
    "amsterdam": "Europe/Amsterdam", "zurich": "Europe/Zurich", "moscow": "Europe/Moscow", "dubai": "Asia/Dubai",
    "mumbai": "Asia/Kolkata", "delhi": "Asia/Kolkata", "singapore": "Asia/Singapore", "beijing": "Asia/Shanghai",
    "shanghai": "Asia/Shanghai", "shenzhen": "Asia/Shanghai", "hong kong": "Asia/Hong_Kong", "hk": "Asia/Hong_Kong",
    "taipei": "Asia/Taipei", "tokyo": "Asia/Tokyo", "seoul": "Asia/Seoul", "sydney": "Australia/Sydney", "new york": "America/New_York",
    "ny": "America/New_York", "nyc": "America/New_York", "boston": "America/New_York", "chicago": "America/Chicago",
    "denver": "America/Denver", "la": "America/Los_Angeles", "sf": "America/Los_Angeles", "los angeles": "America/Los_Angeles",
    "san francisco": "America/Los_Angeles", "seattle": "America/Los_Angeles",
}  # fmt: skip
_HAN = {
    "北京": "Asia/Shanghai", "中国": "Asia/Shanghai", "香港": "Asia/Hong_Kong", "台北": "Asia/Taipei", "东京": "Asia/Tokyo",
    "日本": "Asia/Tokyo", "首尔": "Asia/Seoul", "新加坡": "Asia/Singapore", "印度": "Asia/Kolkata", "迪拜": "Asia/Dubai",
    "纽约": "America/New_York", "伦敦": "Europe/London", "巴黎": "Europe/Paris", "柏林": "Europe/Berlin", "悉尼": "Australia/Sydney",
    "美东": "America/New_York", "美西": "America/Los_Angeles", "欧洲中部": "Europe/Paris", "格林威治": "UTC", "东八区": "Asia/Shanghai", "东九区": "Asia/Tokyo",
}  # fmt: skip
_NAMES = _SHORT | _CITIES | _HAN
_ALONE = "|".join(sorted(set(_SHORT) - {"uk", "india", "china", "japan", "zulu"}, key=len, reverse=True))
_WITH_TIME = "|".join(sorted({*_CITIES, "uk", "india", "china", "japan", "zulu"}, key=len, reverse=True))
AFTER = late(
    r" ?\(?(?P<zone>(?:utc|gmt) ?[+-] ?\d{1,2}(?::?[0-5]\d)?(?!\d)|(?:(?<=:\d\d)\+|(?<=:\d\d:\d\d)[+-]|(?<=\.\d\d\d)[+-]|(?<=:\d\d )[+-])\d\d:?\d\d(?!\d)"
    rf"|(?:{_ALONE})(?!\w)|(?:{_WITH_TIME})(?= time))(?: (?:standard |daylight )?time)?(?![\w+-])\)?"
)
BEFORE = late(rf"(?P<zone>{'|'.join(_HAN)})(?:(?<=区)(?:时间)?|时间)的? ?")


def carry(wall: datetime, name: str, home: tzinfo) -> datetime:
    """The naive wall clock in `home` at the moment a clock in the named zone shows `wall`."""
    return wall.replace(tzinfo=_zone(name)).astimezone(home).replace(tzinfo=None)


def today_in(name: str, utc: datetime) -> date:
    """The day that the named zone has at an instant."""
    return utc.astimezone(_zone(name)).date()


def _zone(name: str) -> tzinfo:
    offset = name.removeprefix("utc").removeprefix("gmt").replace(" ", "").replace(":", "")
    if not offset or offset[0] not in "+-":
        return ZoneInfo(_NAMES[name])
    digits = offset[1:]
    hours, minutes = (
        (int(digits[:2]), int(digits[2:] or 0)) if len(digits) != 3 else (int(digits[0]), int(digits[1:]))
    )
    return timezone(timedelta(minutes=(hours * 60 + minutes) % 1440 * (-1 if offset[0] == "-" else 1)))
