"""The same phrases on awkward days: month end, Sunday, leap day, New Year's Eve; and leaning to the past."""

import pytest

from tests.rules.when_table import at, wrong

SATURDAY_MONTH_END = """
明天 | 2026-03-01 on
周一 | 2026-03-02 on
周日 | 2026-03-01 on
周六 | ?today 2026-03-07 on ; 2026-02-28 on
下周一 | 2026-03-02 on
下周日 | 2026-03-08 on
本周三 | ?passed 2026-02-25 on ; 2026-03-04 on
上周五 | 2026-02-20 on
this friday | ?passed 2026-03-06 on ; 2026-02-27 on
next monday | 2026-03-02 on
next sunday | ?next 2026-03-08 on ; 2026-03-01 on
last monday | ?last 2026-02-23 on ; 2026-02-16 on
本周内 | 2026-03-01 by
eow | 2026-03-06 by ~ 2026-02-27 by
月底 | 2026-02-28 on
下月底 | 2026-03-31 on
eom | 2026-02-28 by
end of next month | 2026-03-31 on
the 29th | 2026-03-29 on
the 31st | 2026-03-31 on
29号 | 2026-03-29 on
5号 | ?passed 2026-03-05 on ; 2026-02-05 on
一个月后 | 2026-03-28 on
两个月后 | 2026-04-28 on
a year from now | 2027-02-28 on
a month ago | 2026-01-28 on
in 2 business days | 2026-03-03 on
next business day | 2026-03-02 on
5 business days ago | 2026-02-23 on
tomorrow 9am | 2026-03-01 09:00 at
8:00 | ?passed 2026-03-01 08:00 at ; 2026-02-28 20:00 at ; 2026-02-28 08:00 at
eod | 2026-02-28 by
tonight | 2026-02-28 evening on
今晚11点 | 2026-02-28 23:00 at
eoy | 2026-12-31 by
季末 | 2026-03-31 on
q1 | ?quarter 2026-03-31 on
12月15日 | 2026-12-15 on
feb 29 | 2028-02-29 on
jan 5 | ?passed 2027-01-05 on ; 2026-01-05 on
dec 30 | ?passed 2026-12-30 on ; 2025-12-30 on
春节 | ?passed 2027-02-06 on ; 2026-02-17 on
weekend | ?today 2026-02-28 on ; 2026-03-07 on
"""
SUNDAY = """
下周前 | 2026-11-29 by
明天 | 2026-11-30 on
周一 | 2026-11-30 on
周日 | ?today 2026-12-06 on ; 2026-11-29 on
周六 | 2026-12-05 on
下周一 | 2026-11-30 on
下周日 | 2026-12-06 on
本周三 | ?passed 2026-11-25 on ; 2026-12-02 on
上周五 | 2026-11-20 on
this friday | ?passed 2026-12-04 on ; 2026-11-27 on
next monday | 2026-11-30 on
next sunday | 2026-12-06 on
last monday | ?last 2026-11-23 on ; 2026-11-16 on
本周内 | 2026-11-29 by
eow | 2026-12-04 by ~ 2026-11-27 by
月底 | 2026-11-30 on
下月底 | 2026-12-31 on
eom | 2026-11-30 by
end of next month | 2026-12-31 on
the 29th | 2026-11-29 on
the 31st | 2026-12-31 on
29号 | 2026-11-29 on
5号 | ?passed 2026-12-05 on ; 2026-11-05 on
一个月后 | 2026-12-29 on
两个月后 | 2027-01-29 on
a year from now | 2027-11-29 on
a month ago | 2026-10-29 on
in 2 business days | 2026-12-01 on
next business day | 2026-11-30 on
5 business days ago | 2026-11-23 on
tomorrow 9am | 2026-11-30 09:00 at
8:00 | ?passed 2026-11-30 08:00 at ; 2026-11-29 20:00 at ; 2026-11-29 08:00 at
eod | 2026-11-29 by
tonight | 2026-11-29 evening on
今晚11点 | 2026-11-29 23:00 at
eoy | 2026-12-31 by
季末 | 2026-12-31 on
q1 | ?quarter 2027-01-01 on ; 2027-03-31 on
12月15日 | 2026-12-15 on
feb 29 | 2028-02-29 on
jan 5 | 2027-01-05 on
dec 30 | 2026-12-30 on
春节 | 2027-02-06 on
weekend | ?today 2026-11-29 on ; 2026-12-05 on
"""
LEAP_DAY = """
明天 | 2028-03-01 on
周一 | 2028-03-06 on
周日 | 2028-03-05 on
周六 | 2028-03-04 on
下周一 | 2028-03-06 on
下周日 | 2028-03-12 on
本周三 | 2028-03-01 on
上周五 | 2028-02-25 on
this friday | 2028-03-03 on
next monday | 2028-03-06 on
next sunday | ?next 2028-03-12 on ; 2028-03-05 on
last monday | ?last 2028-02-28 on ; 2028-02-21 on
本周内 | 2028-03-03 by
eow | 2028-03-03 by
月底 | 2028-02-29 on
下月底 | 2028-03-31 on
eom | 2028-02-29 by
end of next month | 2028-03-31 on
the 29th | 2028-02-29 on
the 31st | 2028-03-31 on
29号 | 2028-02-29 on
5号 | ?passed 2028-03-05 on ; 2028-02-05 on
一个月后 | 2028-03-29 on
两个月后 | 2028-04-29 on
a year from now | 2029-02-28 on
a month ago | 2028-01-29 on
in 2 business days | 2028-03-02 on
next business day | 2028-03-01 on
5 business days ago | 2028-02-22 on
tomorrow 9am | 2028-03-01 09:00 at
8:00 | ?passed 2028-03-01 08:00 at ; 2028-02-29 20:00 at ; 2028-02-29 08:00 at
eod | 2028-02-29 by
tonight | 2028-02-29 evening on
今晚11点 | 2028-02-29 23:00 at
eoy | 2028-12-31 by
季末 | 2028-03-31 on
q1 | ?quarter 2028-03-31 on
12月15日 | 2028-12-15 on
feb 29 | 2028-02-29 on
jan 5 | ?passed 2029-01-05 on ; 2028-01-05 on
dec 30 | 2028-12-30 on
春节 | ?passed 2029-02-13 on ; 2028-01-26 on
weekend | 2028-03-04 on
"""
NEW_YEARS_EVE = """
明天 | 2027-01-01 on
周一 | 2027-01-04 on
周日 | 2027-01-03 on
周六 | 2027-01-02 on
下周一 | 2027-01-04 on
下周日 | 2027-01-10 on
本周三 | ?passed 2026-12-30 on ; 2027-01-06 on
上周五 | 2026-12-25 on
this friday | 2027-01-01 on
next monday | 2027-01-04 on
next sunday | ?next 2027-01-10 on ; 2027-01-03 on
last monday | ?last 2026-12-28 on ; 2026-12-21 on
本周内 | 2027-01-01 by
eow | 2027-01-01 by
月底 | 2026-12-31 on
下月底 | 2027-01-31 on
eom | 2026-12-31 by
end of next month | 2027-01-31 on
the 29th | ?passed 2027-01-29 on ; 2026-12-29 on
the 31st | 2026-12-31 on
29号 | ?passed 2027-01-29 on ; 2026-12-29 on
5号 | ?passed 2027-01-05 on ; 2026-12-05 on
一个月后 | 2027-01-31 on
两个月后 | 2027-02-28 on
a year from now | 2027-12-31 on
a month ago | 2026-11-30 on
in 2 business days | 2027-01-04 on
next business day | 2027-01-01 on
5 business days ago | 2026-12-24 on
tomorrow 9am | 2027-01-01 09:00 at
8:00 | ?passed 2027-01-01 08:00 at ; 2026-12-31 08:00 at
eod | 2026-12-31 by
tonight | 2026-12-31 evening on
今晚11点 | 2026-12-31 23:00 at
eoy | 2026-12-31 by
季末 | 2026-12-31 on
q1 | ?quarter 2027-01-01 on ; 2027-03-31 on
12月15日 | ?passed 2027-12-15 on ; 2026-12-15 on
feb 29 | 2028-02-29 on
jan 5 | 2027-01-05 on
dec 30 | ?passed 2027-12-30 on ; 2026-12-30 on
春节 | 2027-02-06 on
weekend | 2027-01-02 on
"""
PAST = """
friday | 2026-11-20 on
tuesday | ?today 2026-11-17 on ; 2026-11-24 on
wed | 2026-11-18 on
周五 | 2026-11-20 on
12月15日 | ?passed 2025-12-15 on ; 2026-12-15 on
Nov 20 | 2026-11-20 on
11月25日 | ?passed 2025-11-25 on ; 2026-11-25 on
5号 | 2026-11-05 on
30号 | ?passed 2026-10-30 on ; 2026-11-30 on
3pm | 2026-11-24 15:00 at
16:00 | ?passed 2026-11-23 16:00 at ; 2026-11-24 16:00 at
this friday | 2026-11-27 on
last week | ?week 2026-11-16 on ; 2026-11-18 on ; 2026-11-20 on
上周 | ?week 2026-11-16 on ; 2026-11-18 on ; 2026-11-20 on
本周一 | 2026-11-23 on
next friday | ?next 2026-12-04 on ; 2026-11-27 on
mid october | 2026-10-15 on
october | ?month 2026-10-01 on ; 2026-10-15 on ; 2026-10-31 on
早上 | 2026-11-24 morning on
dec 2 | ?passed 2025-12-02 on ; 2026-12-02 on
"""


@pytest.mark.parametrize(
    ("now", "table"),
    [
        ("2026-02-28T17:45", SATURDAY_MONTH_END),
        ("2026-11-29T10:00", SUNDAY),
        ("2028-02-29T09:00", LEAP_DAY),
        ("2026-12-31T23:30", NEW_YEARS_EVE),
    ],
)
def test_awkward_days(now: str, table: str) -> None:
    assert wrong(table, at(now), "en") == []


def test_leaning_to_the_past() -> None:
    assert wrong(PAST, at("2026-11-24T15:30"), "en", "past") == []
