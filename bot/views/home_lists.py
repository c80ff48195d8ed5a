"""A list of Home in full, in a window of its own: a line for each deal with its card, and the way on and back."""

from collections.abc import Callable
from typing import Any

from bot.views import deal_rows, home_rows, parts
from bot.views.leads import name_of
from bot.views.parts import Part, bold, section
from bot.views.reader import Reader
from rules.answers import DealHead
from rules.answers.home import HomeListed

PAGE = 20  # as services.lists.home_lists cuts them
MANAGED = (
    "help",
    "hand",
    "team",
)  # others' deals: who looks after them may help, or give them to somebody else
TITLES = {
    "all": "home.list_all",
    "today": "home.today",
    "red": "home.red",
    "amber": "home.amber",
    "undecided": "home.list_undecided",
    "drafts": "home.list_drafts",
    "asleep": "home.list_asleep",
    "help": "home.help",
    "hand": "home.list_hand",
    "team": "home.list_team",
    "everybody": "home.list_everybody",
}


def view(answer: HomeListed, reader: Reader) -> Part:
    """ "All my deals: 21–40 of 57"; each with *Open*, a draft with *Edit*."""
    t, shown = reader.t, len(answer.deals) + len(answer.heads)
    head = t(TITLES.get(answer.which.partition("-")[0], "home.list_all"))
    beyond = deal_rows.beyond(answer.uncounted, reader)
    if not shown:
        return parts.message(head, [section(bold(head)), parts.context(t("home.list_none")), beyond])
    range_ = t("home.list_range", first=answer.first + 1, last=answer.first + shown, count=answer.count)
    rows: list[Part | None] = []
    for deal in answer.deals:
        if answer.which.partition("-")[0] in MANAGED:
            rows += [section(home_rows.row(deal, reader)), home_rows.manages(deal, reader)]
        else:
            card = _open("btn.open", "deal_card", deal.head.deal_id, reader)
            rows.append(section(home_rows.row(deal, reader), card))
    label, action = ("btn.edit", "lead_edit") if answer.which == "drafts" else ("btn.open", "deal_card")
    rows += [
        section(_named(head_, answer.which, reader), _open(label, action, head_.deal_id, reader))
        for head_ in answer.heads
    ]
    return parts.message(
        head, [section(f"{bold(head)} · {range_}"), beyond, *rows, _pages(answer, shown, reader)]
    )


def _named(head: DealHead, which: str, reader: Reader) -> str:
    """A deal that no clock runs for; among others it says why."""
    name = bold(name_of(head, reader))
    return f"{name}\n{reader.t('home.not_sorted')}" if which == "all" else name


def _open(label: str, action: str, deal_id: int, reader: Reader) -> Part:
    return parts.button(reader.t(label), action, str(deal_id))


def _pages(answer: HomeListed, shown: int, reader: Reader) -> Part | None:
    """The way back and on, where there is one."""
    page, t = answer.first // PAGE, reader.t
    back = parts.button(t("btn.previous"), "home_page", f"{answer.which}:{page - 1}") if page else None
    on = None
    if answer.first + shown < answer.count:
        on = parts.button(t("btn.next"), "home_page", f"{answer.which}:{page + 1}")
    return parts.actions(back, on)


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {HomeListed.kind: view}
