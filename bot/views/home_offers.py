"""What waits for its tap, on Home: the words, and the buttons of its offer."""

from bot.views.home_rows import Blocks, title
from bot.views.leads import name_of
from bot.views.parts import Part, actions, bold, button, context, section
from bot.views.reader import Reader
from rules.answers.home import HomeMine, HomeOffer

ASKED = {"note": "home.offer_note", "lead": "home.offer_lead", "files": "home.offer_files"}


def rows(mine: HomeMine, reader: Reader) -> Blocks:
    """Two blocks for each; nothing without any."""
    if not mine.offers:
        return []
    t = reader.t
    blocks: Blocks = [title(t("home.offers", count=len(mine.offers) + mine.more_offers), reader)]
    for one in mine.offers:
        blocks += [section(_row(one, reader)), _taps(one, reader)]
    return [*blocks, context(t("list.more", count=mine.more_offers)) if mine.more_offers else None]


def _row(one: HomeOffer, reader: Reader) -> str:
    t = reader.t
    asked = t(ASKED.get(one.sort, "home.offer_note"))
    name = bold(name_of(one.head, reader)) if one.head is not None else ""
    return "\n".join([" · ".join(word for word in (asked, name) if word), t("note.quoted", words=one.words)])


def _taps(one: HomeOffer, reader: Reader) -> Part | None:
    t, kept = reader.t, str(one.draft_id)
    deal = one.head.deal_id if one.head is not None else 0
    edit = button(t("btn.edit"), "talk_edit", kept)
    if one.sort == "files":
        return actions(
            button(t("file.b_what"), "file_deal", f"{kept}:{deal}", style="primary"),
            button(t("file.b_drop"), "file_drop", kept),
        )
    if one.sort == "lead":
        save = button(t("btn.save_lead"), "talk_save_lead", kept, style="primary")
        return actions(save, edit, button(t("btn.not_a_lead"), "talk_drop", kept))
    first = button(t("btn.save"), "talk_save", f"{kept}:{deal}", style="primary") if deal else None
    return actions(first, edit, button(t("btn.not_a_note"), "talk_drop", kept))
