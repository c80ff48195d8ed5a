"""Answers about Baton itself: help by role, how it is doing, the three questions of the first day."""

from datetime import date, datetime
from typing import ClassVar

from rules.answers.base import Answer, Part
from rules.auditing import Fault
from rules.precision import Looser


class Help(Answer):
    """What this person can do here, by role."""

    kind: ClassVar[str] = "admin.help"
    roles: tuple[str, ...] = ()


class Unmapped(Answer):
    """Open deals of an import belong to people who are nobody in Slack yet."""

    kind: ClassVar[str] = "admin.unmapped"
    deals: int
    people: int


class Trouble(Part):
    """A reason for red: the key of its sentence, and what fills it."""

    key: str
    minutes: int = 0
    code: str = ""  # Slack's word


class RuleJudged(Part):
    """What came of one rule's reminders. `is_loose`: fewer than half were acted on, so it should be loosened."""

    rule: str
    acted: int = 0
    dismissed: int = 0
    ignored: int = 0
    waiting: int = 0
    is_loose: bool = False
    looser: Looser | None = None

    @property
    def count(self) -> int:
        return self.acted + self.dismissed + self.ignored


class RulesJudged(Part):
    """Each rule that spoke since then, the most frequent first; `is_part`: there were more than the newest `most`, which are
    looked at. `on`: the day of a look that is kept."""

    rules: tuple[RuleJudged, ...] = ()
    since: datetime | None = None
    is_part: bool = False
    most: int = 0
    on: date | None = None


class TeamRules(Answer):
    """The same of a manager's people alone, without advice: the limits are not theirs to set."""

    kind: ClassVar[str] = "rules.team"
    judged: RulesJudged


class Status(Answer):
    """How Baton is doing; counts only, no content."""

    kind: ClassVar[str] = "admin.status"
    config_version: int
    members: int
    without_manager: int
    open_deals: int
    unmapped_deals: int
    unmapped_people: int
    unheard: int = 0  # deals over a limit, with nobody above their owners to hear of it
    waiting: int  # messages that are due and not out yet
    failed: int  # messages that nobody will get
    digests: int
    digest_faults: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    judged: RulesJudged = RulesJudged()
    unknown_year: int | None = None  # whose make-up working days in China are not known


class NotDelivered(Part):
    """Messages to one recipient that did not arrive for one reason."""

    who: str = ""  # a person's name, or
    channel: str = ""  # Slack's id of a channel
    is_unsure: bool = False  # it may be out: Slack's history could not be read
    code: str = ""  # Slack's word, or ours
    count: int = 1


class Undelivered(Answer):
    """To admins: what did not arrive since they were last told; ``more`` of ``count`` stand in no line."""

    kind: ClassVar[str] = "admin.undelivered"
    lines: tuple[NotDelivered, ...]
    count: int
    more: int = 0


class ToldTo(Part):
    """A recipient: a person's name, or Slack's id of a channel."""

    who: str = ""
    channel: str = ""


class AuditFound(Answer):
    """To admins: a kind of fault in what is said, how often, since when, and for whom (``more`` are not named). With
    ``mended_at`` it is over."""

    kind: ClassVar[str] = "admin.audit"
    is_private: ClassVar[bool] = True
    finding_id: int
    fault: Fault
    count: int
    since: datetime | None = None
    whom: tuple[ToldTo, ...] = ()
    more: int = 0
    mended_at: datetime | None = None


class NotSaving(Answer):
    """To an admin: the database takes nothing. ``why``: full, readonly, broken."""

    kind: ClassVar[str] = "not_saving"
    why: str


class CameBack(Answer):
    """To admins: Baton was away from then until then, and how many lists and reminders came late."""

    kind: ClassVar[str] = "admin.came_back"
    is_private: ClassVar[bool] = True
    since: datetime
    until: datetime
    lists: int = 0
    reminders: int = 0


class PersonLeft(Answer):
    """To whoever has their deals in sight now: somebody left Slack (or is a guest there by now) and has open deals.
    ``is_lonely``: nobody is above them, so the admins hear how many there are, and no more."""

    kind: ClassVar[str] = "admin.left"
    person_id: int
    who: str
    handle: str = ""
    is_guest: bool = False
    deals: int = 0
    is_lonely: bool = False


class PeopleLeft(Answer):
    """The same of several who left at once: one message."""

    kind: ClassVar[str] = "admin.people_left"
    people: tuple[PersonLeft, ...]


class ChannelSuggested(Answer):
    """To a manager: the admin suggests this channel (Slack's id) for the blocked list."""

    kind: ClassVar[str] = "admin.channel_suggested"
    channel: str


class StageShown(Part):
    """A stage of a process as the set-up shows it."""

    name: str
    limit: str = ""
    needs: tuple[str, ...] = ()


class TeamShown(Part):
    """A manager and the first of who reports to them."""

    manager: str
    names: tuple[str, ...]
    more: int = 0


class SetUpSoFar(Part):
    """What the questions of the first day were answered already: teams, the channels that get the list, or the one that
    was suggested and waits for its manager."""

    teams: tuple[TeamShown, ...] = ()
    more_teams: int = 0
    channels: tuple[str, ...] = ()
    suggested: str = ""


class ProcessSet(Answer):
    """Another process is in force: its version, and the one before; `is_back`: that one again."""

    kind: ClassVar[str] = "admin.process"
    name: str = ""
    version: int
    before: int
    is_back: bool = False


class TemplateEffect(Part):
    """What a process would flag today, and what is flagged now: rule → how many deals."""

    key: str
    name: str
    now: dict[str, int] = {}
    then: dict[str, int] = {}


class TemplateShown(Part):
    """A process to choose: its stages with what they require, and the reasons of a loss."""

    key: str
    name: str
    stages: tuple[StageShown, ...]
    losses: tuple[str, ...] = ()
