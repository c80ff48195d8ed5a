"""English phrases, read on Tuesday 2026-11-24 at 15:30 in Shanghai."""

from tests.rules.when_table import at, wrong

TABLE = """
12.15 | 2026-12-15 on
14:00 | ?passed 2026-11-25 14:00 at ; 2026-11-24 14:00 at
tomorrow | 2026-11-25 on
tonight | 2026-11-24 evening on
fri | 2026-11-27 on
this fri | 2026-11-27 on
next wed 2pm | ?next 2026-12-02 14:00 at ; 2026-11-25 14:00 at
next friday | ?next 2026-12-04 on ; 2026-11-27 on
next monday | 2026-11-30 on
last friday | 2026-11-20 on
in 3 days | 2026-11-27 on
in 2 business days | 2026-11-26 on
in a fortnight | 2026-12-08 on
2 weeks from now | 2026-12-08 on
a week from friday | 2026-12-04 on
eod | 2026-11-24 by
cob | 2026-11-24 by
eow | 2026-11-27 by
eom | 2026-11-30 by
eoq | 2026-12-31 by
eoy | 2026-12-31 by
end of month | 2026-11-30 on
end of the quarter | 2026-12-31 on
end of year | 2026-12-31 on
mid december | 2026-12-15 on
the 15th | ?passed 2026-12-15 on ; 2026-11-15 on
Dec 2 | 2026-12-02 on
2 Dec | 2026-12-02 on
December 2nd 2026 | 2026-12-02 on
2026-12-02 | 2026-12-02 on
12/02 | ?order 2026-12-02 on ; 2027-02-12 on
12/25 | 2026-12-25 on
tomorrow at half past nine | 2026-11-25 09:30 at ~ 2026-11-25 21:30 at
quarter to 5 | 2026-11-24 16:45 at
noon | ?passed 2026-11-25 12:00 at ; 2026-11-24 12:00 at
3pm | ?passed 2026-11-25 15:00 at ; 2026-11-24 15:00 at
15:30 | 2026-11-24 15:30 at
16:00 | 2026-11-24 16:00 at
first thing monday | 2026-11-30 morning on
by close of business thursday | 2026-11-26 by
a | ?nonsense
no | ?nonsense
10k | ?nonsense
31/02 | ?no_day 2027-02-28 on ; 2027-03-01 on
may | ?month 2027-05-01 on ; 2027-05-15 on ; 2027-05-31 on
may 5 | 2027-05-05 on
friday week | 2026-12-04 on
the day after tomorrow at 10 | 2026-11-26 10:00 at ~ 2026-11-26 22:00 at
wed, dec 2 | 2026-12-02 on
thu dec 2 | ?weekday 2026-12-02 on ; 2026-11-26 on
2026-12-02T15:00 | 2026-12-02 15:00 at
by 5pm tomorrow | 2026-11-25 17:00 by
before friday | 2026-11-27 by
eod friday | 2026-11-27 by
two days after christmas | 2026-12-27 on
last friday of the month | 2026-11-27 on
at 3 | ?passed 2026-11-25 15:00 at ; 2026-11-24 15:00 at
at 3 tomorrow | 2026-11-25 15:00 at
tuesday | ?today 2026-12-01 on ; 2026-11-24 on
2-4pm friday | 2026-11-27 14:00 at
in 2 hours | 2026-11-24 17:30 at
yesterday | 2026-11-23 on
Wed or Thu | ?either 2026-11-25 on ; 2026-11-26 on
Wed or Thu at 3pm | ?either 2026-11-25 15:00 at ; 2026-11-26 15:00 at
Dec 2-5 | ?range 2026-12-02 on ; 2026-12-05 on
Dec 2 to Dec 5 | ?range 2026-12-02 on ; 2026-12-05 on
Mon-Wed | ?range 2026-11-30 on ; 2026-12-02 on
from 2 to 4pm on friday | 2026-11-27 14:00 at
2 weeks | ?duration 2026-12-08 on
in a week | 2026-12-01 on
early next week | 2026-11-30 on
late next week | 2026-12-04 on
end of next week | 2026-12-04 on
mid next week | 2026-12-02 on
beginning of next month | 2026-12-01 on
next month | ?month 2026-12-01 on ; 2026-12-15 on ; 2026-12-31 on
this week | ?week 2026-11-27 on ; 2026-11-25 on
this weekend | 2026-11-28 on
next weekend | 2026-12-05 on
weekend | 2026-11-28 on
the week after next | ?week 2026-12-07 on ; 2026-12-09 on ; 2026-12-11 on
week after next | ?week 2026-12-07 on ; 2026-12-09 on ; 2026-12-11 on
tuesday of next week | 2026-12-01 on
next week tuesday | 2026-12-01 on
next week on tuesday | 2026-12-01 on
friday next week | 2026-12-04 on
monday after next | 2026-12-07 on
the friday after next | ?next 2026-12-04 on ; 2026-12-11 on
wed the 2nd | 2026-12-02 on
friday the 27th | 2026-11-27 on
2nd of december at 10am | 2026-12-02 10:00 at
december the second | 2026-12-02 on
the second of december | 2026-12-02 on
dec 2nd, 2026, 3:30 pm | 2026-12-02 15:30 at
2026/12/02 | 2026-12-02 on
2026.12.02 | 2026-12-02 on
02.12.2026 | ?order 2026-12-02 on ; 2026-02-12 on
20261202 | 2026-12-02 on
12/2/26 | ?order 2026-12-02 on ; 2026-02-12 on
2/12/2026 | ?order 2026-02-12 on ; 2026-12-02 on
25/12 | 2026-12-25 on
13/12 | 2026-12-13 on
Wednesday, December 2, 2026 at 2:00 PM | 2026-12-02 14:00 at
Wed, 02 Dec 2026 14:00:00 | 2026-12-02 14:00 at
2026-12-02T15:00:00Z | 2026-12-02 23:00 at
2026-12-02 15:00 | 2026-12-02 15:00 at
tomorrow 3pm | 2026-11-25 15:00 at
tomorrow 15h | 2026-11-25 15:00 at
tmrw 9am | 2026-11-25 09:00 at
tomorrow night | 2026-11-25 night on
tomorrow morning at 9 | 2026-11-25 09:00 at
tomorrow at 7 in the evening | 2026-11-25 19:00 at
friday at 5 in the afternoon | 2026-11-27 17:00 at
8 o'clock tonight | 2026-11-24 20:00 at
tonight at 8:30 | 2026-11-24 20:30 at
midnight | 2026-11-25 00:00 at
midnight tomorrow | 2026-11-25 00:00 at
noon tomorrow | 2026-11-25 12:00 at
lunchtime friday | 2026-11-27 12:00 at
half nine | ?passed 2026-11-25 09:30 at ; 2026-11-24 21:30 at ; 2026-11-24 09:30 at
half past 9 on monday | 2026-11-30 09:30 at ~ 2026-11-30 21:30 at
nine thirty | ?passed 2026-11-25 09:30 at ; 2026-11-24 21:30 at ; 2026-11-24 09:30 at
nine thirty am tomorrow | 2026-11-25 09:30 at
10 to 5 | 2026-11-24 16:50 at
20 past 3 | ?passed 2026-11-25 15:20 at ; 2026-11-24 15:20 at
quarter past 10 tomorrow | 2026-11-25 10:15 at ~ 2026-11-25 22:15 at
ten past three pm | ?passed 2026-11-25 15:10 at ; 2026-11-24 15:10 at
1500 hours | ?passed 2026-11-25 15:00 at ; 2026-11-24 15:00 at
15h30 | 2026-11-24 15:30 at
3.30pm | 2026-11-24 15:30 at
3:30p | 2026-11-24 15:30 at
3p | ?passed 2026-11-25 15:00 at ; 2026-11-24 15:00 at
12am | 2026-11-25 00:00 at
12pm | ?passed 2026-11-25 12:00 at ; 2026-11-24 12:00 at
12:30 | ?passed 2026-11-25 12:30 at ; 2026-11-24 12:30 at
00:30 | 2026-11-25 00:30 at
24:00 | 2026-11-25 00:00 at
at nine | ?passed 2026-11-25 09:00 at ; 2026-11-24 21:00 at ; 2026-11-24 09:00 at
@3pm | ?passed 2026-11-25 15:00 at ; 2026-11-24 15:00 at
3ish | ?passed 2026-11-25 15:00 at ; 2026-11-24 15:00 at
around 3pm | ?passed 2026-11-25 15:00 at ; 2026-11-24 15:00 at
by noon | ?passed 2026-11-25 12:00 by ; 2026-11-24 12:00 by
by 5 | 2026-11-24 17:00 by
before 5pm | 2026-11-24 17:00 by
no later than friday 5pm | 2026-11-27 17:00 by
friday at the latest | 2026-11-27 by
due friday | 2026-11-27 by
due by 12/25 | 2026-12-25 by
asap | ?vague 2026-11-24 by ; 2026-11-25 by
sometime next week | ?week 2026-11-30 on ; 2026-12-02 on ; 2026-12-04 on
in a couple of days | 2026-11-26 on
in a few days | ?vague 2026-11-27 on
couple of weeks | ?duration 2026-12-08 on
within 2 weeks | 2026-12-08 by
within 48 hours | 2026-11-26 15:30 by
in 48 hours | 2026-11-26 15:30 at
within the next 3 days | 2026-11-27 by
next 3 days | ?range 2026-11-25 on ; 2026-11-27 on
3 working days from today | 2026-11-27 on
five business days from now | 2026-12-01 on
10 days ago | 2026-11-14 on
two weeks ago | 2026-11-10 on
a month ago | 2026-10-24 on
last week | ?week 2026-11-16 on ; 2026-11-18 on ; 2026-11-20 on
last month | ?month 2026-10-01 on ; 2026-10-15 on ; 2026-10-31 on
last night | 2026-11-23 evening on
this morning | 2026-11-24 morning on
this afternoon | 2026-11-24 afternoon on
the other day | ?nonsense
the day after | ?nonsense
the day after the 15th | ?passed 2026-12-16 on ; 2026-11-16 on
day before christmas | 2026-12-24 on
christmas eve | 2026-12-24 on
new year's eve | 2026-12-31 on
new year | 2027-01-01 on
thanksgiving | 2026-11-26 on
labor day | 2027-09-06 on
first monday of december | 2026-12-07 on
3rd wednesday of next month | 2026-12-16 on
last day of the month | 2026-11-30 on
last working day of november | 2026-11-30 on
first of december | 2026-12-01 on
first week of december | ?week 2026-12-01 on ; 2026-12-04 on
second week of january | ?week 2027-01-04 on ; 2027-01-08 on
q1 | ?quarter 2027-01-01 on ; 2027-03-31 on
end of q1 | 2027-03-31 on
end of q1 2027 | 2027-03-31 on
mid q1 | 2027-02-15 on
early january | ?vague 2027-01-01 on ; 2027-01-10 on
late december | ?vague 2026-12-25 on ; 2026-12-31 on
end of dec | 2026-12-31 on
end of february | 2027-02-28 on
december | ?month 2026-12-01 on ; 2026-12-15 on ; 2026-12-31 on
december 2026 | ?month 2026-12-01 on ; 2026-12-15 on ; 2026-12-31 on
in january | ?month 2027-01-01 on ; 2027-01-15 on ; 2027-01-31 on
next january | ?month 2027-01-01 on ; 2027-01-15 on ; 2027-01-31 on
half an hour | ?nonsense
in half an hour | 2026-11-24 16:00 at
in an hour | 2026-11-24 16:30 at
in 90 minutes | 2026-11-24 17:00 at
in 1.5 hours | 2026-11-24 17:00 at
in an hour and a half | 2026-11-24 17:00 at
in a year | 2027-11-24 on
in six months | 2027-05-24 on
a quarter from now | 2027-02-24 on
now | 2026-11-24 15:30 at
3pm ET tomorrow | 2026-11-26 04:00 at
tomorrow 3pm ET | 2026-11-26 04:00 at
tomorrow 9am PST | 2026-11-26 01:00 at
3pm GMT | 2026-11-24 23:00 at
black friday | 2026-11-27 on
Thu Dec 17 14:05 2026 | 2026-12-17 14:05 at
nxt fri | ?next 2026-12-04 on ; 2026-11-27 on
wednesday after next | ?next 2026-12-02 on ; 2026-12-09 on
next week at 3pm | ?week 2026-11-30 15:00 at ; 2026-12-02 15:00 at ; 2026-12-04 15:00 at
new year's day | 2027-01-01 on
christmas day 2027 | 2027-12-25 on
"""


def test_english_phrases() -> None:
    assert wrong(TABLE, at("2026-11-24T15:30"), "en") == []
