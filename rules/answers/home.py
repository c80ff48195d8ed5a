"""App Home as data: what one person finds there, by role. Never kept: it is made anew each time."""

from datetime import date, datetime, time
from typing import ClassVar

from rules.answers.base import Answer, DealHead, Part, StageDays, StepShown
from rules.answers.claims import ClaimRequest
from rules.answers.deals import OwedShown
from rules.answers.leads import Choice
from rules.answers.nudges import NudgeLine
from rules.answers.triage import TriageAsked
from rules.answers.waits import WaitRequest
from rules.answers.waiving import WaiveRequest


class HomeDeal(StageDays):
    """A deal's row. `reasons` says why it is listed (waiting, owed, step, untouched, date, quiet, slow: the signals that hold); `owner` is empty for
    the reader's own; `asks` are the words of a request for help."""

    head: DealHead
    stage_name: str = ""
    light: str = "green"
    reasons: tuple[str, ...] = ()
    step: StepShown | None = None
    step_whose: tuple[str, ...] = ()  # who promised it, where that is not the owner
    owed: tuple[OwedShown, ...] = ()
    sign_on: date | None = None
    last_contact_at: datetime | None = None
    given_at: datetime | None = None  # since when a new lead is its owner's to call
    owner: str = ""
    owner_left: bool = False
    is_guests: bool = False  # the owner became a guest, who hears nothing from Baton
    asks: str | None = None
    nudge_id: int = 0  # what the manager was told of it with, which the verbs answer
    decides: bool = False  # push, park or close: asked of the manager
    helping_since: datetime | None = None  # the reader promised to, and nothing has moved it on


class HomeDeals(Part):
    """Some deals under one title, and how many more there are; `title` is a person's name, or empty; `which` names
    the whole list, for somebody who opens it."""

    title: str = ""
    has_left: bool = False  # the person of the title
    which: str = ""
    deals: tuple[HomeDeal, ...] = ()
    more: int = 0


class HomeSaved(Part):
    """Something just saved that can be taken back until `until`, or was."""

    undo_id: int
    action: str
    head: DealHead
    until: datetime
    is_undone: bool = False
    words: str = ""  # of a note, where several of a deal stand here


class HomeOffer(Part):
    """Something typed or sent that waits for its tap; `sort` is note, lead or files."""

    draft_id: int
    sort: str
    words: str
    at: datetime
    head: DealHead | None = None


class HomeTask(Part):
    """Something asked of the reader or of their group."""

    task_id: int
    head: DealHead
    stage_name: str = ""
    what: str = ""
    who: str = ""
    due: date | None = None
    at: time | None = None


class HomeTasks(Part):
    """The open tasks of somebody who is asked, and for which roles they are."""

    roles: tuple[str, ...]
    tasks: tuple[HomeTask, ...] = ()
    more: int = 0


class HomeMine(Part):
    """What a person who sells finds of their own. `held` is what the day's budget kept back; `asleep` counts
    imported deals that nobody has touched; `sticky` is today's source by name, until `sticky_until`."""

    saved: tuple[HomeSaved, ...] = ()
    today: HomeDeals = HomeDeals()
    red: HomeDeals = HomeDeals()
    amber: HomeDeals = HomeDeals()
    held: tuple[NudgeLine, ...] = ()
    offers: tuple[HomeOffer, ...] = ()
    more_offers: int = 0
    drafts: tuple[DealHead, ...] = ()
    more_drafts: int = 0
    sources: tuple[Choice, ...] = ()
    sticky: str = ""
    sticky_until: datetime | None = None
    deals: int = 0
    uncounted: int = 0
    asleep: int = 0

    @property
    def asking(self) -> int:
        """How many deals want something of the reader, counted as in the morning list."""
        listed = (self.today, self.red, self.amber)
        listed_deals = sum(len(x.deals) + x.more for x in listed)
        return listed_deals + len(self.held)

    @property
    def unsaved(self) -> int:
        """What is not saved yet has a count of its own: it is none of the things of a day."""
        return len(self.drafts) + self.more_drafts + len(self.offers) + self.more_offers

    @property
    def every(self) -> int:
        """All open deals of the reader, imported ones that nobody has touched too."""
        return self.deals + self.asleep


class HomeAsked(Part):
    """What somebody who looks after others is asked: to allow something or whose a customer is (`requests`), what their list asked about
    (`needs`), for help."""

    requests: tuple[WaiveRequest | WaitRequest | ClaimRequest, ...] = ()
    more_requests: int = 0
    needs: HomeDeals = HomeDeals()
    help: tuple[HomeDeal, ...] = ()
    more_help: int = 0


class HomeTeam(HomeAsked):
    """A manager's team: what they are asked, and the other red ones under each rep's name, in the names' order."""

    people: int
    untaken: tuple[TriageAsked, ...] = ()  # leads that they were asked to give out
    more_untaken: int = 0
    red: tuple[HomeDeals, ...] = ()
    more_people: int = 0
    uncounted: int = 0


class HomeStage(Part):
    """How many running deals of a stage are red, amber and green."""

    name: str
    red: int = 0
    amber: int = 0
    green: int = 0


class HomeAll(HomeAsked):
    """A director's view of everything that runs; what they are asked in a manager's place, where no team of theirs says
    so. `uncounted`, here and elsewhere: deals beyond those that were looked at, which entered their stage last."""

    stages: tuple[HomeStage, ...] = ()
    red: HomeDeals = HomeDeals()
    asleep: int = 0
    uncounted: int = 0


class HomeChannel(Part):
    """A channel that gets the blocked list: what it may show, and why its last list was not posted."""

    channel: str
    audience: str
    people: int = 0
    fault: str | None = None


class HomeSetUp(Part):
    """How far the installation is set up: counts and names of people, nothing of a deal."""

    admins: tuple[str, ...] = ()
    without_manager: tuple[str, ...] = ()
    more_without: int = 0
    unmapped: int = 0
    unmapped_deals: int = 0
    unheard: int = 0
    channels: tuple[HomeChannel, ...] = ()
    quiet_until: datetime | None = None
    loose: tuple[str, ...] = ()  # rules whose reminders lead to little


class Home(Answer):
    """Everything on one person's Home; a part is None where it is not theirs. ``helping``:
    the deals of others whose team they are on. ``imports``, ``exports``: may they bring
    tables in, may they take theirs out."""

    kind: ClassVar[str] = "home"
    mine: HomeMine | None = None
    team: HomeTeam | None = None
    all: HomeAll | None = None
    helping: HomeDeals = HomeDeals()
    tasks: HomeTasks | None = None
    setup: HomeSetUp | None = None
    imports: bool = False
    exports: bool = False
    closes: bool = False  # may set the company's days

    @property
    def until(self) -> datetime | None:
        """When the first thing is over that it says holds until then."""
        saved, sticky = (self.mine.saved, self.mine.sticky_until) if self.mine else ((), None)
        return min([*(one.until for one in saved), *([sticky] if sticky else [])], default=None)


class HomeListed(Answer):
    """One of Home's lists in full, a page of it: rows, or names where no clock runs. `first` counts from 0."""

    kind: ClassVar[str] = "home.listed"
    which: str
    deals: tuple[HomeDeal, ...] = ()
    heads: tuple[DealHead, ...] = ()
    first: int = 0
    count: int = 0
    uncounted: int = 0


class HomeClosed(Answer):
    """Home of somebody Baton does not work for: one polite sentence."""

    kind: ClassVar[str] = "home.closed"
    admin: str = ""
