"""The daily lists: my day, the manager's list, a channel's stuck deals; and the form of a channel's audience."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from bot.views import nudges, parts
from bot.views.parts import Part, bold, message, section
from bot.views.reader import Reader
from bot.words import formats
from rules.answers.digests import (
    BlockedLine,
    BlockedList,
    DigestForm,
    DigestRefused,
    DigestSet,
    ManagerList,
    MorningList,
)

AUDIENCES = {"heads": "digest.aud_heads", "counts": "digest.aud_counts", "full": "digest.aud_full"}
REASONS = {
    "digest.archived": "digest.archived",
    "digest.not_in": "digest.not_in",
    "digest.shared": "digest.shared",
    "digest.guests": "digest.guests",
}
GROUPS = {
    "presales": "group.presales",
    "legal": "group.legal",
    "delivery": "group.delivery",
    "finance": "group.finance",
}


def group_name(role: str, reader: Reader) -> str:
    """What a group is called: "pre-sales"; a role without a name of ours as it is written."""
    return reader.t(GROUPS[role]) if role in GROUPS else role


def morning(answer: MorningList, reader: Reader) -> Part:
    """ "Morning! 4 things today, most important first"."""
    t, count = reader.t, len(answer.lines) + len(answer.drafts)
    open_ = sum(line.done is None for line in answer.lines) + len(answer.drafts)
    head = (t("myday.head", count=count) if count > 1 else t("myday.one")) if open_ else t("myday.all_done")
    blocks: list[Part | None] = [section(head), *nudges.blocks_of(answer.lines, reader)]
    if answer.drafts:
        names = [d.account or d.contact or t("deal.unnamed") for d in answer.drafts]
        edit = [
            parts.button(name, "lead_edit", str(d.deal_id))
            for name, d in zip(names, answer.drafts, strict=True)
        ]
        blocks += [section(t("myday.drafts", count=len(names))), parts.actions(*edit[:5])]
    more = parts.context(t("myday.more", count=answer.more)) if answer.more else None
    return message(head, [*blocks, more, nudges.reason(answer.lines, reader)])


def manager(answer: ManagerList, reader: Reader) -> Part:
    """ "Morning! 3 deals could use your help (6 more are being handled)"."""
    t, count = reader.t, len(answer.lines) + answer.more
    head = t("mgr.list", count=count)
    if answer.handled:
        head = t("mgr.with_handled", head=head, handled=t("mgr.handled", count=answer.handled))
    more = parts.context(t("list.more", count=answer.more)) if answer.more else None
    blocks = [section(head), *nudges.blocks_of(answer.lines, reader), more]
    return message(head, [*blocks, nudges.reason(answer.lines, reader)])


def blocked(answer: BlockedList, reader: Reader) -> Part:
    """The channel's list: cleared first, then the two groups; an empty day is one line."""
    t = reader.t
    if not (answer.cleared or answer.on_us or answer.on_them or answer.more):
        return message(t("digest.empty"), [section(t("digest.empty"))])
    counts = {
        "digest.n_cleared": len(answer.cleared),
        "digest.n_new": answer.new,
        "digest.n_still": answer.still,
    }
    on = formats.day(answer.on, reader.locale, reader.today)
    head = " · ".join([t("digest.head", day=on), *(t(key, count=n) for key, n in counts.items() if n)])
    blocks: list[Part | None] = [section(f"*{head}*")]
    if answer.audience != "counts":
        if answer.cleared:
            blocks.append(section("\n".join(_cleared(line, reader) for line in answer.cleared[:20])))
        blocks += _group(t("digest.on_us"), answer.on_us, reader)
        blocks += _group(t("digest.on_them"), answer.on_them, reader)
        blocks.append(parts.context(t("list.more", count=answer.more)) if answer.more else None)
    return message(head, blocks)


def _group(title: str, lines: Iterable[BlockedLine], reader: Reader) -> list[Part | None]:
    told = [_line(line, reader) for line in lines]
    return [section(bold(title)), *(section(line) for line in told)] if told else []


def _name(line: BlockedLine, reader: Reader) -> str:
    head = line.head
    return bold(head.account or head.contact or head.code or reader.t("deal.unnamed"))


def _cleared(line: BlockedLine, reader: Reader) -> str:
    return reader.t("digest.cleared", name=_name(line, reader), owner=line.owner)


def _line(line: BlockedLine, reader: Reader) -> str:
    t = reader.t
    if line.now == "cleared":
        return _cleared(line, reader)
    money = formats.money(line.amount.minor, line.amount.currency, reader.locale) if line.amount else ""
    facts = [
        _name(line, reader),
        money,
        line.stage_name,
        t("when.days", count=line.days),
        line.owner,
        _in_the_way(line, reader),
        t("digest.lacks", items=t("list.comma").join(line.missing)) if line.missing else "",
        t("digest.new") if line.status == "new" else t("digest.day", count=line.day),
        t("digest.noted") if line.now == "note" else "",
    ]
    return " · ".join(fact for fact in facts if fact)


def _in_the_way(line: BlockedLine, reader: Reader) -> str:
    if not line.blocker:
        return ""
    if not line.group:
        return reader.t("digest.blocker", blocker=line.blocker)
    return reader.t("digest.blocker_of", blocker=line.blocker, group=group_name(line.group, reader))


# -- the audience ---------------------------------------------------------------------------------------


def refused(answer: DigestRefused, reader: Reader) -> Part:
    """To admins: where the list was not posted, and why."""
    reason = reader.t(REASONS.get(answer.reason, "digest.not_in"))
    told = reader.t("digest.refused", channel=parts.mention(answer.channel), reason=reason)
    return message(told, [section(told)])


def declared(answer: DigestSet, reader: Reader) -> Part:
    """From tomorrow on: who sees what."""
    told = reader.t(
        "digest.set",
        channel=parts.mention(answer.channel),
        audience=reader.t(AUDIENCES[answer.audience]),
        seen=reader.t("digest.seen", count=answer.people, team=answer.team),
    )
    return message(told, [section(told)])


def form(given: DigestForm, reader: Reader) -> Part:
    """Which channel's audience, in whose language; who will read it is said before it is declared."""
    t = reader.t
    audiences = [parts.option(t(key), value) for value, key in AUDIENCES.items()]
    languages = [parts.option(t("digest.in_en"), "en"), parts.option(t("digest.in_zh"), "zh")]
    where = parts.mention(given.channel)
    seen = t("digest.seen", count=given.people, team=given.team)
    return parts.modal(
        t("digest.modal"),
        [
            section(t("digest.ask", channel=where, seen=seen)),
            parts.input_select(t("digest.f_audience"), "audience", audiences, given.audience),
            parts.input_select(t("digest.f_language"), "language", languages, given.locale),
        ],
        submit=t("btn.save"),
        close=t("btn.cancel"),
        callback_id="digest_form",
        private_metadata=json.dumps({"channel": given.channel}),
    )


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    MorningList.kind: morning,
    ManagerList.kind: manager,
    BlockedList.kind: blocked,
    DigestRefused.kind: refused,
    DigestSet.kind: declared,
}
