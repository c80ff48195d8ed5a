"""A time said in a named zone (`3pm ET`, 北京时间下午3点), carried over into the zone of the person who reads it."""

from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_ZONES = {
    "utc": "UTC", "gmt": "UTC", "z": "UTC",
    "et": "America/New_York", "est": "America/New_York", "edt": "America/New_York", "eastern": "America/New_York",
    "ct": "America/Chicago", "cdt": "America/Chicago", "central": "America/Chicago", "mt": "America/Denver",
    "mst": "America/Denver", "mdt": "America/Denver", "pt": "America/Los_Angeles", "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles", "pacific": "America/Los_Angeles", "bst": "Europe/London", "uk": "Europe/London",
    "london": "Europe/London", "cet": "Europe/Paris", "cest": "Europe/Paris", "sgt": "Asia/Singapore",
    "hkt": "Asia/Hong_Kong", "jst": "Asia/Tokyo", "beijing": "Asia/Shanghai", "china": "Asia/Shanghai",
    "北京": "Asia/Shanghai", "中国": "Asia/Shanghai", "东京": "Asia/Tokyo", "日本": "Asia/Tokyo", "新加坡": "Asia/Singapore",
    "纽约": "America/New_York", "伦敦": "Europe/London", "美东": "America/New_York", "美西": "America/Los_Angeles",
}  # fmt: skip
AFTER = (
    r" ?(?P<zone>utc|gmt|z|est|edt|et|cdt|ct|mst|mdt|mt|pst|pdt|pt|bst|cest|cet|sgt|hkt|jst|(?:(?<=:\d\d)\+|(?<=:\d\d:\d\d)-)\d\d:?\d\d(?!\d)"
    r"|(?:eastern|central|pacific|uk|london|beijing|china)(?= time))(?: time)?(?![\w+-])"
)
BEFORE = r"(?P<zone>北京|中国|东京|日本|新加坡|纽约|伦敦|美东|美西)时间 ?"


def carry(wall: datetime, name: str, home: tzinfo) -> datetime:
    """The naive wall clock in `home` at the moment a clock in the named zone shows `wall`."""
    if name[0] in "+-":
        minutes = int(name[1:3]) * 60 + int(name[-2:])
        there: tzinfo = timezone(timedelta(minutes=minutes % 1440 * (-1 if name[0] == "-" else 1)))
    else:
        there = ZoneInfo(_ZONES[name])
    return wall.replace(tzinfo=there).astimezone(home).replace(tzinfo=None)
