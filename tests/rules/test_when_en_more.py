"""More English: spoken forms, typing slips, distances, edges of months, read on Tuesday 2026-11-24 at 15:30 in Shanghai."""

from tests.rules.when_table import at, wrong

TABLE = """
this time tomorrow | 2026-11-25 15:30 at
same time tomorrow | 2026-11-25 15:30 at
end of the week | 2026-11-27 on
end of this week | 2026-11-27 on
end of the day friday | 2026-11-27 by
end of business tomorrow | 2026-11-25 by
before the end of the month | 2026-11-30 by
before end of day | 2026-11-24 by
by the end of the day | 2026-11-24 by
by tomorrow eod | 2026-11-25 by
by tomorrow | 2026-11-25 by
by monday morning | 2026-11-30 morning by
by monday at 10 | 2026-11-30 10:00 by ~ 2026-11-30 22:00 by
by next tuesday | 2026-12-01 by
on or before friday | 2026-11-27 by
first thing tomorrow | 2026-11-25 morning on
first thing in the morning | ?passed 2026-11-25 morning on ; 2026-11-24 morning on
first thing next week | ?week 2026-11-30 morning on ; 2026-12-02 morning on ; 2026-12-04 morning on
tomorrow first thing | 2026-11-25 morning on
tomorrow afternoon | 2026-11-25 afternoon on
tomorrow evening at 6 | 2026-11-25 18:00 at
tomorrow in the morning | 2026-11-25 morning on
monday morning | 2026-11-30 morning on
monday morning 9:30 | 2026-11-30 09:30 at
monday am | 2026-11-30 morning on
monday pm | 2026-11-30 afternoon on
tues pm | ?today 2026-12-01 afternoon on ; 2026-11-24 afternoon on
this coming friday | 2026-11-27 on
coming monday | 2026-11-30 on
next thursday at 4 | ?next 2026-12-03 16:00 at ; 2026-11-26 16:00 at
next thurs | ?next 2026-12-03 on ; 2026-11-26 on
thurs next week | 2026-12-03 on
a week today | 2026-12-01 on
a week tomorrow | 2026-12-02 on
a week on tuesday | ?today 2026-12-08 on ; 2026-12-01 on
two weeks on friday | 2026-12-11 on
two weeks from tomorrow | 2026-12-09 on
three weeks from monday | 2026-12-21 on
week from today | 2026-12-01 on
1 week from now | 2026-12-01 on
1 week from friday | 2026-12-04 on
10 days from now | 2026-12-04 on
ten days from today | 2026-12-04 on
in ten days | 2026-12-04 on
in 10 days' time | 2026-12-04 on
in two weeks' time | 2026-12-08 on
in 3 weeks time | 2026-12-15 on
30 days from today | 2026-12-24 on
90 days from now | 2027-02-22 on
six weeks from now | 2027-01-05 on
in a month's time | 2026-12-24 on
in a week or two | ?vague 2026-12-01 on ; 2026-12-08 on
in a week or so | ?vague 2026-12-01 on
in 2-3 days | ?vague 2026-11-26 on ; 2026-11-27 on
in 2 to 3 weeks | ?vague 2026-12-08 on ; 2026-12-15 on
2-3 days | ?vague 2026-11-26 on ; 2026-11-27 on
2 or 3 days | ?vague 2026-11-26 on ; 2026-11-27 on
a couple days | ?duration 2026-11-26 on
in a couple days | 2026-11-26 on
in the next couple of days | 2026-11-26 by
in the next few days | ?vague 2026-11-27 on
within the week | 2026-11-27 by
within a week | 2026-12-01 by
within the month | 2026-11-30 by
this quarter | ?quarter 2026-12-31 on
next quarter | ?quarter 2027-01-01 on ; 2027-03-31 on
end q4 | 2026-12-31 on
q4 end | 2026-12-31 on
by q4 | ?quarter 2026-12-31 by
in q1 | ?quarter 2027-01-01 on ; 2027-03-31 on
by end of year | 2026-12-31 by
before year end | 2026-12-31 by
after new year | ?vague 2027-01-04 on ; 2027-01-11 on
after cny | ?vague 2027-02-15 on ; 2027-02-22 on
the first | ?passed 2026-12-01 on ; 2026-11-01 on
the 1st | ?passed 2026-12-01 on ; 2026-11-01 on
1st | ?passed 2026-12-01 on ; 2026-11-01 on
on the 3rd | ?passed 2026-12-03 on ; 2026-11-03 on
the 3rd of next month | 2026-12-03 on
3rd of january | 2027-01-03 on
jan 3rd | 2027-01-03 on
the third of january | 2027-01-03 on
jan 3 2027 | 2027-01-03 on
january 2027 | ?month 2027-01-01 on ; 2027-01-15 on ; 2027-01-31 on
mid-january | 2027-01-15 on
mid jan | 2027-01-15 on
mid month | ?passed 2026-12-15 on ; 2026-11-15 on
middle of next week | 2026-12-02 on
middle of december | 2026-12-15 on
late next month | ?vague 2026-12-25 on ; 2026-12-31 on
early december | ?vague 2026-12-01 on ; 2026-12-10 on
early next month | ?vague 2026-12-01 on ; 2026-12-10 on
the beginning of december | 2026-12-01 on
the last week of november | ?week 2026-11-30 on
end of november | 2026-11-30 on
month end | 2026-11-30 on
at month end | 2026-11-30 on
quarter end | 2026-12-31 on
last day of december | 2026-12-31 on
last business day of the month | 2026-11-30 on
the last friday in november | 2026-11-27 on
second tuesday in december | 2026-12-08 on
first monday next month | 2026-12-07 on
tomorrow at noon | 2026-11-25 12:00 at
at noon tomorrow | 2026-11-25 12:00 at
noon on friday | 2026-11-27 12:00 at
midnight friday | 2026-11-27 00:00 at
friday midnight | 2026-11-27 00:00 at
half past two tomorrow | 2026-11-25 14:30 at
quarter past three | ?passed 2026-11-25 15:15 at ; 2026-11-24 15:15 at
quarter to nine in the morning | ?passed 2026-11-25 08:45 at ; 2026-11-24 08:45 at
ten to three | ?passed 2026-11-25 14:50 at ; 2026-11-24 14:50 at
five past twelve | ?passed 2026-11-25 12:05 at ; 2026-11-24 12:05 at
twenty-five to six | 2026-11-24 17:35 at
at 14h | ?passed 2026-11-25 14:00 at ; 2026-11-24 14:00 at
14h tomorrow | 2026-11-25 14:00 at
at 1430 | ?passed 2026-11-25 14:30 at ; 2026-11-24 14:30 at
2:30pm | ?passed 2026-11-25 14:30 at ; 2026-11-24 14:30 at
2:30 p.m. | ?passed 2026-11-25 14:30 at ; 2026-11-24 14:30 at
2.30 pm | ?passed 2026-11-25 14:30 at ; 2026-11-24 14:30 at
230pm | ?passed 2026-11-25 14:30 at ; 2026-11-24 14:30 at
2pm sharp | ?passed 2026-11-25 14:00 at ; 2026-11-24 14:00 at
2pm-ish | ?passed 2026-11-25 14:00 at ; 2026-11-24 14:00 at
around 2 tomorrow | 2026-11-25 14:00 at
tomorrow around 2 | 2026-11-25 14:00 at
tomorrow @ 2 | 2026-11-25 14:00 at
tomorrow, 2 pm | 2026-11-25 14:00 at
tomorrow - 2pm | 2026-11-25 14:00 at
friday (nov 27) | 2026-11-27 on
fri 27 nov | 2026-11-27 on
fri 27th | 2026-11-27 on
fri 27 | 2026-11-27 on
fri 11/27 | 2026-11-27 on
fri 11/27 3pm | 2026-11-27 15:00 at
nov 27 fri | 2026-11-27 on
27 nov 2026 | 2026-11-27 on
27/11 | 2026-11-27 on
27-11-2026 | 2026-11-27 on
11.27.2026 | 2026-11-27 on
sept 5 | 2027-09-05 on
jun 5th | 2027-06-05 on
mon 30 nov 10:00 | 2026-11-30 10:00 at
on monday the 30th of november at ten in the morning | 2026-11-30 10:00 at
yesterday afternoon | 2026-11-23 afternoon on
yesterday at 3 | 2026-11-23 15:00 at
last tuesday | 2026-11-17 on
this past monday | 2026-11-23 on
monday last week | 2026-11-16 on
last week monday | 2026-11-16 on
last week on friday | 2026-11-20 on
two days ago | 2026-11-22 on
2 hours ago | 2026-11-24 13:30 at
an hour ago | 2026-11-24 14:30 at
30 mins ago | 2026-11-24 15:00 at
earlier today | 2026-11-24 on
later today | 2026-11-24 on
later this week | ?week 2026-11-27 on ; 2026-11-25 on
later this month | ?month 2026-11-30 on
sometime tomorrow | 2026-11-25 on
tomorrow or the day after | ?either 2026-11-25 on ; 2026-11-26 on
today or tomorrow | ?either 2026-11-24 on ; 2026-11-25 on
eod today | 2026-11-24 by
today eod | 2026-11-24 by
today cob | 2026-11-24 by
today by 5 | 2026-11-24 17:00 by
today before 6pm | 2026-11-24 18:00 by
by 6 today | 2026-11-24 18:00 by
by lunch | ?passed 2026-11-25 12:00 by ; 2026-11-24 12:00 by
by lunchtime tomorrow | 2026-11-25 12:00 by
after lunch | 2026-11-24 afternoon on
before lunch tomorrow | 2026-11-25 12:00 by
tonight 9pm | 2026-11-24 21:00 at
9 tonight | 2026-11-24 21:00 at
at 9 tonight | 2026-11-24 21:00 at
tomorow | 2026-11-25 on
tommorow | 2026-11-25 on
wendesday | 2026-11-25 on
wensday | 2026-11-25 on
thrusday | 2026-11-26 on
tuesdy | ?today 2026-12-01 on ; 2026-11-24 on
friady | 2026-11-27 on
2mrw | 2026-11-25 on
EOD Friday, Nov 27th | 2026-11-27 by
end-of-day tomorrow | 2026-11-25 by
end-of-month | 2026-11-30 on
5 days from tomorrow | 2026-11-30 on
3 days from yesterday | 2026-11-26 on
at 6 in the morning | ?passed 2026-11-25 06:00 at ; 2026-11-24 06:00 at
8 tomorrow morning | 2026-11-25 08:00 at
7pm tonight | 2026-11-24 19:00 at
ten pm tomorrow | 2026-11-25 22:00 at
the 4th of july | 2027-07-04 on
4th of july | 2027-07-04 on
the first of next month | 2026-12-01 on
between 3 and 5pm tomorrow | 2026-11-25 15:00 at
between dec 2 and dec 5 | ?range 2026-12-02 on ; 2026-12-05 on
from dec 2 to dec 5 | ?range 2026-12-02 on ; 2026-12-05 on
from friday to monday | ?range 2026-11-27 on ; 2026-11-30 on
dec 2nd - dec 5th | ?range 2026-12-02 on ; 2026-12-05 on
the 2nd to the 5th | ?range 2026-12-02 on ; 2026-11-02 on ; 2026-12-05 on ; 2026-11-05 on
2nd-5th | ?range 2026-12-02 on ; 2026-11-02 on ; 2026-12-05 on ; 2026-11-05 on
the week of dec 7 | ?week 2026-12-07 on ; 2026-12-11 on
week of december 7 | ?week 2026-12-07 on ; 2026-12-11 on
the week of the 7th | ?week 2026-12-07 on ; 2026-12-11 on
week commencing 7 december | ?week 2026-12-07 on ; 2026-12-11 on
w/c 7 dec | ?week 2026-12-07 on ; 2026-12-11 on
at noon ET | 2026-11-25 01:00 at
this december | ?month 2026-12-01 on ; 2026-12-15 on ; 2026-12-31 on
last december | ?month 2025-12-01 on ; 2025-12-15 on ; 2025-12-31 on
next friday the 4th | 2026-12-04 on
friday 4 dec | 2026-12-04 on
next friday dec 4 | 2026-12-04 on
this friday 27 nov at 2 | 2026-11-27 14:00 at
half past 9 am | ?passed 2026-11-25 09:30 at ; 2026-11-24 09:30 at
half 9 | ?passed 2026-11-25 09:30 at ; 2026-11-24 21:30 at ; 2026-11-24 09:30 at
20:00 tomorrow | 2026-11-25 20:00 at
8:30 tomorrow | 2026-11-25 08:30 at ~ 2026-11-25 20:30 at
8.30 tomorrow | 2026-11-25 08:30 at ~ 2026-11-25 20:30 at
tomorrow 8.30 | 2026-11-25 08:30 at ~ 2026-11-25 20:30 at
wed 2 | 2026-12-02 on
tomorrow 9-11am | 2026-11-25 09:00 at
before next week | 2026-11-27 by
before next month | 2026-11-30 by
by next week | ?week 2026-12-04 by ; 2026-12-02 by ; 2026-11-30 by
"""


def test_more_english_phrases() -> None:
    assert wrong(TABLE, at("2026-11-24T15:30"), "en") == []
