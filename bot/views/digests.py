"""The daily lists: my day, the manager's list, a channel's stuck deals."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bot.views import home_rows, leavers, nudges, parts, standups
from bot.views.leads import name_of
from bot.views.parts import Part, bold, message, section
from bot.views.reader import Reader
from bot.views.step_words import due
from bot.views.tasks import in_the_way
from bot.words import formats
from rules.answers.digests import (
    LEFT,
    BlockedLine,
    BlockedList,
    ListPreview,
    ManagerList,
    MorningList,
)

COUNTS = {
    "cleared": "digest.n_cleared",
    "lost": "digest.n_lost",
    "invalid": "digest.n_invalid",
    "dismissed": "digest.n_dismissed",
    "planned": "digest.n_planned",
    "waiting": "digest.n_waiting",
    "parked": "digest.n_parked",
    "handed": "digest.n_handed",
    "unowned": "digest.n_unowned",
    "new": "digest.n_new",
    "still": "digest.n_still",
    "decide": "digest.n_decide",
    "more": "digest.n_more",
}
BECAME = {
    "lost": "digest.lost",
    "invalid": "digest.invalid",
    "dismissed": "digest.dismissed",
    "planned": "digest.planned",
    "waiting": "digest.waiting",
    "parked": "digest.parked",
    "handed": "digest.handed",
    "unowned": "digest.unowned",
}
CLEARED = 5  # told by name; the rest is counted


def morning(answer: MorningList, reader: Reader) -> Part:
    """ "Morning! 4 things today, most important first"."""
    reader = reader.of(answer.told_at)
    head = _my_head(answer, reader)
    blocks = [section(head), nudges.away(answer, reader), *_my_day(answer, reader)]
    return message(head, [*blocks, nudges.reason(answer.lines, reader)])


def _my_head(answer: MorningList, reader: Reader) -> str:
    """Counts the deals that are shown, then what else is open, as Home does. Drafts have a count of their own."""
    t, drafts = reader.t, len(answer.drafts) + answer.more_drafts
    open_ = sum(line.done is None for line in answer.lines) + answer.more + drafts
    count = len(answer.lines) + answer.more
    if answer.undecided and not (answer.lines or drafts):
        return t("myday.only_undecided", count=answer.undecided)
    if (then := reader.then).is_later:
        day = then.near_day(then.today)
        return t("myday.past", count=count + drafts, day=day) if open_ else t("myday.past_done", day=day)
    if not open_:
        return t("myday.only_sort" if answer.asleep and not answer.lines else "myday.all_done")
    if not count:
        return t("myday.only_drafts")
    if answer.more and answer.lines:
        return t("myday.head_more", count=len(answer.lines), more=answer.more)
    if count == 1:
        return t("myday.one")
    if answer.new is None or answer.new == count:
        return t("myday.head", count=count)
    key = "myday.head_new" if answer.new else "myday.head_still"
    return t(key, count=count, new=answer.new, still=count - answer.new)


def _my_day(answer: MorningList, reader: Reader) -> list[Part | None]:
    t = reader.t
    blocks = nudges.blocks_of(answer.lines, reader)
    if answer.more:
        blocks.append(home_rows.more("all", t("myday.see_all"), reader))
    blocks.append(_unrated(answer.unrated, reader))
    if answer.drafts:
        names = [name_of(d, reader) for d in answer.drafts]
        edit = [
            parts.button(name, "lead_edit", str(d.deal_id))
            for name, d in zip(names, answer.drafts, strict=True)
        ]
        told = t("myday.drafts", count=len(names) + answer.more_drafts)
        blocks += [section(told), parts.actions(*edit[:5])]
        rest = len(names) - len(edit[:5]) + answer.more_drafts
        blocks.append(parts.context(t("myday.more_drafts", count=rest)) if rest else None)
    if answer.asleep:
        blocks += _to_sort(answer, reader)
    if answer.undecided:
        told = t("myday.undecided", count=answer.undecided) if answer.lines else t("mgr.see_all")
        blocks.append(home_rows.more("undecided", told, reader))
    return blocks


def _to_sort(answer: MorningList, reader: Reader) -> list[Part | None]:
    t, told = reader.t, reader.t("myday.sort", count=answer.asleep)
    if answer.asleep > answer.a_day:
        told = t("list.sentences", first=told, second=t("myday.sort_pace", count=answer.a_day))
    label = t("myday.b_sort", count=min(answer.asleep, answer.a_day))
    return [section(told), parts.actions(parts.button(label, "sort_open"))]


def _unrated(currencies: Iterable[str], reader: Reader) -> Part | None:
    """Why some deals are not ranked by their amount, and what helps."""
    names = reader.t("list.comma").join(currencies)
    return parts.context(reader.t("digest.unrated", currencies=names)) if names else None


def manager(answer: ManagerList, reader: Reader) -> Part:
    """One's own day first; then "3 deals of the team could use your help (6 more are red: they're on your Home)"."""
    mine, heads, blocks, reader = answer.mine, [], list[Part | None](), reader.of(answer.told_at)
    if mine is not None:
        heads.append(_my_head(mine, reader))
        blocks += [section(heads[-1]), *_my_day(mine, reader)]
    if answer.lines:
        heads.append(_team_head(answer, reader))
        blocks += [parts.divider() if mine else None, section(heads[-1])]
        ranked = len(answer.lines) - answer.apart
        blocks += nudges.blocks_of(answer.lines[:ranked], reader)
        if answer.apart:
            blocks += _apart(nudges.blocks_of(answer.lines[ranked:], reader), reader)
        blocks.append(home_rows.more("hand", reader.t("mgr.see_all"), reader) if answer.more else None)
        blocks.append(_unrated(answer.unrated, reader))
    blocks.append(_ways_on(answer, reader))
    if answer.gone:
        heads += [leavers.waiting(answer.gone[0], reader)] if not heads else []
        blocks += leavers.still(answer.gone, reader)
    blocks.append(nudges.reason((*(mine.lines if mine else ()), *answer.lines), reader))
    for one in answer.previews:
        heads.append(_preview_head(one, reader.then))
        blocks += [parts.divider() if len(heads) > 1 else None, section(heads[-1])]
        blocks += blocked(one.list, reader.then, is_posted=False)["blocks"]
    return message(reader.t("mgr.and").join(heads), [nudges.away(answer, reader), *blocks])


def _ways_on(answer: ManagerList, reader: Reader) -> Part | None:
    """At its end: the stand-up, which may be gone on with after what was decided in it, and what else is red."""
    is_open = any(line.done is None or line.done.verb == "decided" for line in answer.lines)
    red = parts.button(reader.t("mgr.all_red"), "home_list", "team:0")
    return parts.actions(
        standups.start(reader) if is_open else None, red if answer.lines and answer.handled else None
    )


def _team_head(answer: ManagerList, reader: Reader) -> str:
    t = reader.t
    key = "mgr.list" if answer.mine is None else "mgr.team"
    head = t(key, count=len(answer.lines))
    if answer.more:
        head = t("mgr.first", head=head, count=answer.more)
    if answer.handled:
        head = t("mgr.with_handled", head=head, handled=t("mgr.handled", count=answer.handled))
    return head


def _preview_head(one: ListPreview, reader: Reader) -> str:
    until = formats.moment(one.public_at, reader.tz, reader.locale, reader.now)
    return reader.t("digest.preview", channel=parts.mention(one.channel), until=until)


def blocked(answer: BlockedList, reader: Reader, *, is_posted: bool = True) -> Part:
    """The channel's list: cleared first, then us, nobody knows, them; an empty day is one line, and what is
    never on it."""
    t, counts = reader.t, answer.counts
    if not any(counts.values()):
        none = t("digest.none_new", count=answer.deciding) if answer.deciding else t("digest.empty")
        return message(none, [section(none), parts.context(t("digest.empty_why"))])
    on = formats.day(answer.on, reader.locale, reader.today)
    is_named = answer.audience != "counts"
    told = [t(COUNTS[name], count=n) for name, n in counts.items() if n and not (is_named and name == "more")]
    head = " · ".join([t("digest.head", day=on), *told])
    blocks: list[Part | None] = [section(f"*{head}*")]
    if is_named:
        asked = [x for x in answer.on_us if x not in answer.let_off]
        blocks += _cleared_ones(answer, reader)
        blocks += _group(t("digest.on_us"), (x for x in asked if not x.is_unsaid), reader)
        blocks += _group(t("digest.unsaid"), (x for x in asked if x.is_unsaid), reader)
        blocks += _group(t("digest.on_them"), answer.on_them, reader)
        blocks += _group(t("digest.set_aside"), (*answer.let_off, *answer.parked), reader)
        blocks += _apart([section(_line(line, reader)) for line in answer.apart], reader)
        names = [_name(line, reader) for line in answer.decide]
        gone = t("list.comma").join(_some(names, "digest.more_names", reader))
        blocks.append(parts.context(t("digest.decide", names=gone)) if names else None)
        blocks.append(parts.context(t("digest.unlisted", count=answer.more)) if answer.more else None)
    is_planned = any(line.now == "planned" for line in (*answer.on_us, *answer.on_them, *answer.apart))
    is_on = is_posted and (counts["new"] or counts["still"] or counts["handed"] or is_planned)
    return message(head, [*blocks, parts.actions(standups.start(reader)) if is_on else None])


def _cleared_ones(answer: BlockedList, reader: Reader) -> list[Part | None]:
    """What was cleared since the last list, then what was closed without a deal."""
    solved = [_cleared(line, reader) for line in answer.cleared if line.now not in LEFT]
    gone = [_line(line, reader) for line in answer.cleared if line.now in LEFT]
    told = [*_some(solved, "digest.more_cleared", reader), *_some(gone, "digest.more", reader)]
    return [section("\n".join(told))] if told else []


def _some(told: Sequence[str], more: str, reader: Reader) -> list[str]:
    rest = len(told) - CLEARED
    return [*told[:CLEARED], *([reader.t(more, count=rest)] if rest > 0 else [])]


def _group(title: str, lines: Iterable[BlockedLine], reader: Reader) -> list[Part | None]:
    told = [_line(line, reader) for line in lines]
    return [section(bold(title)), *(section(line) for line in told)] if told else []


def _apart(lines: Sequence[Part | None], reader: Reader) -> list[Part | None]:
    """Deals that cannot be ranked by their amount stand last, under a small line that says why: they are no group."""
    return [parts.context(reader.t("digest.apart")), *lines] if lines else []


def _name(line: BlockedLine, reader: Reader) -> str:
    head = line.head
    return bold(head.called or reader.t("deal.unnamed"))


def _cleared(line: BlockedLine, reader: Reader) -> str:
    return reader.t("digest.cleared", name=_name(line, reader), owner=line.owner)


def _line(line: BlockedLine, reader: Reader) -> str:
    t = reader.t
    if line.now == "cleared":
        return _cleared(line, reader)
    if line.now in BECAME:
        return " · ".join(
            x for x in (_name(line, reader), line.stage_name, line.owner, _became(line, reader)) if x
        )
    facts = [
        _name(line, reader),
        _money(line, reader),
        line.stage_name,
        _stands(line, reader),
        line.owner,
        in_the_way(line.blocker, line.group, reader),
        t("digest.moving") if line.is_moving else "",
        t("digest.pushed") if line.pushed else "",
        t("digest.lacks", items=t("list.comma").join(line.missing)) if line.missing else "",
        t("digest.new") if line.status == "new" else t("digest.day", count=line.day),
        _planned(line, reader),
        t("digest.noted") if line.now == "note" else "",
    ]
    return " · ".join(fact for fact in facts if fact)


def _money(line: BlockedLine, reader: Reader) -> str:
    if line.amount is None:
        return ""
    told = formats.money(line.amount.minor, line.amount.currency, reader.locale)
    return reader.t("digest.estimated", amount=told) if line.is_estimated else told


def _stands(line: BlockedLine, reader: Reader) -> str:
    """For how long: without a word from the customer, where that is the reason, else in the stage."""
    if line.silent is None:
        return formats.working_days(line.days, reader.locale)
    return reader.t("digest.silent", days=formats.working_days(line.silent, reader.locale))


def _planned(line: BlockedLine, reader: Reader) -> str:
    """That it has a next step, and its day where the channel may read it."""
    if line.step is None:
        return ""
    if line.step.on is None:
        return reader.t("digest.has_step_new" if line.now == "step" else "digest.has_step")
    return reader.t("digest.step_set" if line.now == "step" else "digest.step", due=due(line.step, reader))


def _became(line: BlockedLine, reader: Reader) -> str:
    """Nobody cleared it: it was closed, it waits for the customer or for its next step, or somebody else has it now."""
    if line.now == "planned" and (line.step is None or line.step.on is None):
        return reader.t("digest.has_step")
    on = formats.day(line.until, reader.locale, reader.today) if line.until else reader.t("when.unknown")
    return reader.t(BECAME[line.now], day=on, due=due(line.step, reader) if line.step else "")


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    MorningList.kind: morning,
    ManagerList.kind: manager,
    BlockedList.kind: blocked,
}
