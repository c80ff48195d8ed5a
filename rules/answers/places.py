"""Answers about who is in the team: people with their roles, managers and calendars, and what was just set."""

from typing import ClassVar, Literal

from rules.answers.base import Answer, Part

PlaceDone = Literal["changed", "same", "restored"]
NewMembers = Literal["rep", "refuse"]


class PersonRow(Part):
    """Somebody of the list. ``deals``: open ones of theirs; ``is_unmapped``: a file names them, and nobody in Slack is
    they yet; ``is_away``: left Slack, or a guest there."""

    person_id: int
    name: str
    handle: str = ""
    roles: tuple[str, ...] = ()
    manager: str = ""
    calendar: str = ""
    deals: int = 0
    is_unmapped: bool = False
    is_away: bool = False


class PeopleShown(Answer):
    """A page of people. ``asked`` is what was typed or tapped, ``which`` what of it is a group of people (lonely,
    roleless, unmapped, away, or a role); the counts are of everybody."""

    kind: ClassVar[str] = "people.shown"
    asked: str = ""
    which: str = ""
    words: str = ""
    rows: tuple[PersonRow, ...] = ()
    page: int = 0
    first: int = 0
    count: int = 0
    members: int = 0
    lonely: int = 0
    roleless: int = 0
    unmapped: int = 0
    away: int = 0
    new_members: NewMembers = "rep"


class PlacePart(Part):
    """Where somebody stands: roles, manager (a Slack id), calendar and home zone."""

    roles: tuple[str, ...] = ()
    manager: str = ""
    calendar: str = ""
    zone: str = ""


class PlaceForm(Part):
    """What the form of one person opens with; ``calendars`` and ``zones`` are what may be chosen."""

    person_id: int
    name: str
    handle: str = ""
    now: PlacePart
    calendars: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()


class PlaceSet(Answer):
    """Somebody's place was set, or put back. ``manager``: by name; ``made_manager``: somebody who became a manager with
    it (by id and name); ``unseen``: open deals of theirs that they see no more, since they sell no more; ``led``: how
    many report to them, who is no manager any more."""

    kind: ClassVar[str] = "people.place"
    done: PlaceDone
    person_id: int
    who: str
    handle: str = ""
    before: PlacePart
    now: PlacePart
    manager: str = ""
    made_manager: int = 0
    made_manager_name: str = ""
    unseen: int = 0
    led: int = 0


class NewMembersSet(Answer):
    """With what people who join Slack start from now on."""

    kind: ClassVar[str] = "people.new_members"
    new_members: NewMembers


class MeantForm(Part):
    """Somebody of a file who is nobody in Slack: how many open deals are theirs."""

    person_id: int
    name: str
    deals: int = 0


class PersonMeant(Answer):
    """Somebody of a file was found to be somebody in Slack, who has their deals now."""

    kind: ClassVar[str] = "people.meant"
    name: str
    who: str
    deals: int = 0
