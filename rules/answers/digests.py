"""The daily lists: a rep's day, a manager's five, a channel's blocked list; and what a channel's audience is."""

from datetime import date, datetime
from typing import ClassVar

from rules.answers.admin import PersonLeft
from rules.answers.base import Answer, DealHead, Part, StepShown
from rules.answers.leads import Choice, MoneyShown
from rules.answers.nudges import Done, NudgeLine, Reminder


class MorningList(Reminder):
    """*My day* of one rep, most important first; `drafts` wait for a source longer than a working day.
    `asleep`: imported deals that they have not sorted yet, `a_day` of which will do. `more` and `more_drafts` are on
    Home; `unrated`: currencies of these deals that have no rate. `new`: of how many lines the reader was told nothing
    before, by a list or by a reminder of its own (None: it is not known). `undecided`: further ones whose question, park, close
    or keep, stood unanswered in list after list: they are told of together."""

    kind: ClassVar[str] = "morning"
    lines: tuple[NudgeLine, ...] = ()
    more: int = 0
    drafts: tuple[DealHead, ...] = ()
    more_drafts: int = 0
    asleep: int = 0
    a_day: int = 10
    unrated: tuple[str, ...] = ()
    new: int | None = None
    undecided: int = 0


GONE = ("lost", "invalid")  # closed, and nobody's success
LEFT = (*GONE, "dismissed", "planned")  # off the list, and nothing was solved
FATES = ("cleared", *LEFT, "waiting", "parked", "handed", "unowned")  # what may become of a listed deal


class BlockedLine(Part):
    """A stuck deal as a channel may read it: what its audience does not allow is empty.

    `days` in the stage are working days, and so are `silent` ones since the last contact, of a deal whose stage alone would not
    have put it there; `day` counts its days on the list; `now` is what became of it: cleared, lost,
    invalid, waiting (for the customer, `until`), parked (`until`), handed (to its owner, lately), unowned (its owner is gone), note, once somebody logged
    after the post, or step, once a next step was set after it by itself; planned, where that alone took it off the list. `step` is
    the one ahead: never its words, and its day only for an audience that reads everything. `pushed`: who manages it said to
    go on, and that holds; `is_moving`: its owner says that nothing is in the way."""

    head: DealHead
    stage_name: str = ""
    days: int = 0
    silent: int | None = None
    owner: str = ""
    blocker: str = ""
    group: str = ""
    amount: MoneyShown | None = None
    is_estimated: bool = False  # nobody said an amount: it is what the deal was ranked by
    missing: tuple[str, ...] = ()
    day: int = 1
    status: str = "new"
    now: str = ""
    until: date | None = None
    step: StepShown | None = None
    pushed: bool = False
    is_moving: bool = False

    @property
    def is_unsaid(self) -> bool:
        """Nobody named what is in its way, said that it is moving or to go on, and nothing is planned: whose turn it is nobody
        knows. That its owner is gone is in its way."""
        is_said = self.blocker or self.is_moving or self.pushed or self.now == "unowned"
        return not is_said and self.step is None


class BlockedList(Answer):
    """The channel's list of one day, edited in place. `audience` is heads, counts or full; `more` counts
    stuck deals that it does not show; of `on_us` those without a blocker and without a step ahead
    are told as *no reason given*; `apart` are those without a rate to rank them by; `decide` left it today, unchanged, for
    the manager to decide. `deciding`: of an empty one, how many left it before and still wait for that."""

    kind: ClassVar[str] = "blocked_list"
    on: date
    audience: str = "heads"
    cleared: tuple[BlockedLine, ...] = ()
    on_us: tuple[BlockedLine, ...] = ()
    on_them: tuple[BlockedLine, ...] = ()
    parked: tuple[BlockedLine, ...] = ()
    apart: tuple[BlockedLine, ...] = ()
    decide: tuple[BlockedLine, ...] = ()
    more: int = 0
    deciding: int = 0

    @property
    def let_off(self) -> tuple[BlockedLine, ...]:
        """Listed ones whose owner said not to be reminded: nothing is asked about them."""
        return tuple(x for x in self.on_us if x.now == "dismissed")

    @property
    def counts(self) -> dict[str, int]:
        """How many were cleared, lost, no lead at all, wait for the customer or are parked since, got a new owner or need one, are new on it, are
        still on it, left it for the manager, and stand below it."""
        told = [
            x.now if x.now in FATES else x.status
            for x in (*self.on_us, *self.on_them, *self.parked, *self.apart)
        ]
        fates = {fate: told.count(fate) for fate in FATES}
        for line in self.cleared:
            fates[line.now if line.now in LEFT else "cleared"] += 1
        new = told.count("new")
        return {
            **fates,
            "new": new,
            "still": len(told) - new - sum(map(told.count, FATES)),
            "decide": len(self.decide),
            "more": self.more,
        }


class WinPost(Answer):
    """Good news for a channel: who signed which deal, from which source, after how many days; what its audience does not
    allow is empty. ``is_taken_back``: it is not signed after all."""

    kind: ClassVar[str] = "win"
    head: DealHead
    owner: str = ""
    source: str = ""
    days: int | None = None
    amount: MoneyShown | None = None
    is_taken_back: bool = False


class ListPreview(Part):
    """What a channel's list would say: its manager alone reads it until `public_at`, when the quiet start ends."""

    channel: str
    public_at: datetime
    list: BlockedList


class ManagerList(Reminder):
    """One message for a manager: their own day first (`mine`), then deals of the team that could use a hand, requests
    for help first; the last `apart` lines are not ranked, for want of a rate of the `unrated` currencies. `handled`: further
    red ones, which their owners find on Home; `gone`: who left and has deals that nobody looks after; `previews`: only in
    the quiet start."""

    kind: ClassVar[str] = "manager_list"
    mine: MorningList | None = None
    lines: tuple[NudgeLine, ...] = ()
    more: int = 0
    handled: int = 0
    apart: int = 0
    unrated: tuple[str, ...] = ()
    gone: tuple[PersonLeft, ...] = ()
    previews: tuple[ListPreview, ...] = ()


class DigestRefused(Answer):
    """To admins, once: a channel's digest was not posted, and why (a key of the catalogue)."""

    kind: ClassVar[str] = "digest_refused"
    channel: str
    reason: str


class DigestEnded(Answer):
    """A channel gets no list any more; ``who`` took it off, where that is not the reader."""

    kind: ClassVar[str] = "digest_ended"
    channel: str
    who: str = ""


class ListInstead(Answer):
    """To the manager whose list a channel cannot get, and why (a key of the catalogue): the list itself."""

    kind: ClassVar[str] = "blocked_instead"
    channel: str
    reason: str
    list: BlockedList
    may_choose: bool = True  # another channel in its place


class DigestForm(Part):
    """The audience form of one channel, with how many people will read it and whose deals."""

    channel: str
    channel_name: str = ""
    audience: str = "heads"
    locale: str = "en"
    people: int = 0
    team: str = ""
    wins: bool = False
    of: str = ""  # the channel whose place it takes, which gets no list any more


class DigestSet(Answer):
    """A channel's audience is declared: who will see what from tomorrow on."""

    kind: ClassVar[str] = "digest_set"
    channel: str
    audience: str
    people: int
    team: str
    wins: bool = False
    of: str = ""  # the channel whose place it took


class DigestTaken(Answer):
    """To the manager whose channel it was: somebody declared it anew, for their own team."""

    kind: ClassVar[str] = "digest_taken"
    channel: str
    audience: str
    who: str


class HelpAsked(Answer):
    """To a manager: somebody asks for help with a deal."""

    kind: ClassVar[str] = "help_asked"
    line: NudgeLine
    who: str


class VerbForm(Part):
    """A verb that wants a word more: which, on which line of which message."""

    verb: str
    nudge_id: int
    deal_id: int
    channel: str = ""
    ts: str = ""
    name: str = ""
    choices: tuple[Choice, ...] = ()
    chosen: str | None = None
    on: date | None = None
    text: str = ""
    who: str = ""  # whose the deal is, where it is given on; for whom was waited, where that is asked about
    owner_id: int | None = None


class VerbDone(Answer):
    """What came of a verb whose message could not be rewritten."""

    kind: ClassVar[str] = "verb_done"
    head: DealHead
    done: Done


class VerbFilled(Part):
    """What a verb's small form was filled with."""

    choice: str = ""
    text: str = ""
    who: str = ""
    on: date | None = None
    reason: str = ""  # why it is lost, of a decision to close it
    owner_id: int | None = None  # whose it was when the form was opened


class HelpComing(Answer):
    """To the owner: a manager helps, gave the deal to somebody, parked it `until` then, closed it, or says push on; `text`: in their words;
    `verb` is helping, reassigned, they_park, they_close or they_push; `is_undone`: they took that back."""

    kind: ClassVar[str] = "help_coming"
    head: DealHead
    verb: str
    who: str
    until: datetime | None = None
    text: str = ""
    is_undone: bool = False


class DealYours(Answer):
    """To a deal's new owner: who gave it to them, where it stands, what is promised, what the next stage lacks.
    `call_by`: until when a lead that nobody called yet is called."""

    kind: ClassVar[str] = "deal_yours"
    head: DealHead
    who: str
    stage_name: str = ""
    step: StepShown | None = None
    waiting_until: datetime | None = None
    is_parked: bool = False
    missing: tuple[str, ...] = ()
    call_by: datetime | None = None
