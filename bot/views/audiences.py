"""A channel's audience: its form, what was declared, why a list is not posted; and the good news that a channel may hear."""

import json
from collections.abc import Callable
from typing import Any

from bot.views import parts, pickers
from bot.views.deal_rows import money
from bot.views.digests import blocked
from bot.views.leads import name_of
from bot.views.parts import Part, bold, message, section
from bot.views.reader import Reader
from rules.answers.digests import (
    DigestEnded,
    DigestForm,
    DigestRefused,
    DigestSet,
    DigestTaken,
    ListInstead,
    WinPost,
)

AUDIENCES = {"heads": "digest.aud_heads", "counts": "digest.aud_counts", "full": "digest.aud_full"}
REASONS = {
    "digest.archived": "digest.archived",
    "digest.not_in": "digest.not_in",
    "digest.shared": "digest.shared",
    "digest.guests": "digest.guests",
}


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
    more = parts.context(reader.t("digest.set_wins")) if answer.wins else None
    left = reader.t("digest.set_instead", channel=parts.mention(answer.of)) if answer.of else ""
    return message(told, [section(told), more, parts.context(left) if left else None])


def taken(answer: DigestTaken, reader: Reader) -> Part:
    """To the manager who had declared it: whose deals the channel reads from now on."""
    told = reader.t(
        "digest.taken",
        channel=parts.mention(answer.channel),
        who=answer.who,
        audience=reader.t(AUDIENCES[answer.audience]),
    )
    return message(told, [section(told)])


def ended(answer: DigestEnded, reader: Reader) -> Part:
    """No list there any more, by whom, and the way back."""
    key = "digest.ended_by" if answer.who else "digest.ended"
    told = reader.t(key, channel=parts.mention(answer.channel), who=answer.who)
    return message(told, [section(told)])


def instead(answer: ListInstead, reader: Reader) -> Part:
    """The list that a channel could not get, to its manager, with the way to end that."""
    t, channel = reader.t, parts.mention(answer.channel)
    told = t("digest.instead", channel=channel, reason=t(REASONS.get(answer.reason, "digest.not_in")))
    other = parts.button(t("btn.digest_other"), "digest_other", answer.channel)
    off = parts.button(t("btn.digest_off"), "digest_off", answer.channel)
    shown = blocked(answer.list, reader, is_posted=False)["blocks"]
    ways = parts.actions(other if answer.may_choose else None, off)
    return message(told, [section(told), *shown, ways])


def other(of: str, reader: Reader, fault: str = "") -> Part:
    """Which channel gets the list in this one's place."""
    t = reader.t
    return parts.modal(
        t("digest.modal"),
        [
            section(fault or t("digest.other", channel=parts.mention(of))),
            pickers.input_channel(t("digest.f_other"), "channel"),
            parts.context(t("digest.other_private")),
        ],
        submit=t("btn.continue"),
        close=t("btn.cancel"),
        callback_id="digest_other",
        private_metadata=json.dumps({"channel": of}),
    )


def form(given: DigestForm, reader: Reader) -> Part:
    """Which channel's audience, in whose language; who will read it is said before it is declared."""
    t = reader.t
    audiences = [parts.option(t(key), value) for value, key in AUDIENCES.items()]
    languages = [parts.option(t("digest.in_en"), "en"), parts.option(t("digest.in_zh"), "zh")]
    wins = [parts.option(t("digest.wins"), "yes")]
    where = parts.mention(given.channel)
    seen = t("digest.seen", count=given.people, team=given.team)
    return parts.modal(
        t("digest.modal"),
        [
            section(t("digest.ask", channel=where, seen=seen)),
            parts.input_select(t("digest.f_audience"), "audience", audiences, given.audience),
            parts.input_select(t("digest.f_language"), "language", languages, given.locale),
            parts.input_checkboxes(t("digest.f_wins"), "wins", wins, ["yes"] if given.wins else []),
        ],
        submit=t("btn.save"),
        close=t("btn.cancel"),
        callback_id="digest_form",
        private_metadata=json.dumps({"channel": given.channel, "of": given.of}),
    )


def win(answer: WinPost, reader: Reader) -> Part:
    """ "🎉 Liam closed Acme: 46 days from expo to signature", or that it was taken back."""
    t = reader.t
    if not answer.head.deal_id:
        told = t("win.back_any" if answer.is_taken_back else "win.any")
        return message(told, [section(told)])
    name = bold(name_of(answer.head, reader))
    if answer.is_taken_back:
        told = t("win.back", name=name)
        return message(told, [section(told)])
    said = {"name": name, "owner": answer.owner}
    if answer.days is None or not answer.source:
        told = t("win.plain", **said)
    else:
        told = t("win.told", **said, source=answer.source, days=t("when.days", count=answer.days))
    if answer.amount is not None:
        told = " · ".join((told, money([answer.amount], reader)))
    return message(told, [section(told)])


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    DigestRefused.kind: refused,
    DigestSet.kind: declared,
    DigestTaken.kind: taken,
    DigestEnded.kind: ended,
    ListInstead.kind: instead,
    WinPost.kind: win,
}
