"""The facts of a deal's card, two columns of them, and a line for each of its notes."""

from bot.views.notes import KINDS, LOGGED
from bot.views.parts import bold
from bot.views.reader import Reader
from bot.views.step_words import due
from bot.words import formats
from rules.answers.deals import ContactShown, DealCard, NoteShown
from rules.answers.digests import GONE

ROLES = {
    "decision_maker": "deal.r_decision_maker",
    "user": "deal.r_user",
    "influencer": "deal.r_influencer",
    "blocker": "deal.r_blocker",
}


def facts(answer: DealCard, reader: Reader) -> list[str]:
    t = reader.t
    none = t("when.unknown")
    signing = none
    if answer.expected_sign_on is not None:
        signing = formats.day(answer.expected_sign_on, reader.locale, reader.today)
        signing = t("deal.sign_passed", day=signing) if answer.sign_passed else signing
    step = answer.step
    following = t("deal.none")
    if step is not None:
        following = " ".join(w for w in (step.text, due(step, reader)) if w) or none
    return [
        _fact(t("deal.f_next"), following),
        _fact(t("deal.f_contact"), _contact_time(answer, reader)),
        _fact(t("deal.f_money"), _money(answer, reader)),
        *([] if answer.state in GONE else [_fact(t("deal.f_signing"), signing)]),
        *(
            []
            if answer.probability is None
            else [_fact(t("deal.f_probability"), _probability(answer, reader))]
        ),
        _fact(t("deal.f_owner"), answer.owner or t("deal.nobody")),
        _fact(t("deal.f_people"), "\n".join(_person(c, reader) for c in answer.contacts) or t("deal.none")),
        *([_fact(t("team.f_team"), formats.names(answer.team, reader.locale))] if answer.team else []),
        *([_fact(t("lead.f_product"), answer.product)] if answer.product else []),
    ]


def _money(answer: DealCard, reader: Reader) -> str:
    """The amount as it was said; beside it what it ranks as, where that is something else."""
    t, said = reader.t, answer.money
    worth = ""
    if answer.worth is not None:
        worth = formats.money(answer.worth.minor, answer.worth.currency, reader.locale)
    if said is None:
        return t("deal.estimated", amount=worth) if worth else t("deal.none")
    told = formats.money(said.minor, said.currency, reader.locale, approx=said.approx)
    if worth:
        return t("deal.worth", amount=told, worth=worth)
    return t("deal.unrated", amount=told, currency=said.currency) if answer.unrated else told


def _probability(answer: DealCard, reader: Reader) -> str:
    """ "50%, from the stage", "80%, yours"."""
    key = "of_stage" if not answer.is_chosen else "yours" if answer.is_mine else "theirs"
    key = "by_hand" if key == "theirs" and not answer.chosen_by else key
    fields = {"who": answer.chosen_by} if key == "theirs" else {}
    return reader.t("likely.told", percent=answer.probability, whose=reader.t(f"likely.{key}", **fields))


def _fact(label: str, value: str) -> str:
    return f"{bold(label)}\n{value}"


def _contact_time(answer: DealCard, reader: Reader) -> str:
    t = reader.t
    if answer.tries:
        return t("deal.tries", count=answer.tries)
    if answer.last_contact_at is None:
        return t("deal.no_contact")
    when = formats.day(answer.last_contact_at.astimezone(reader.tz).date(), reader.locale, reader.today)
    kind = KINDS.get(answer.last_contact_kind or "")
    return f"{when} · {t(kind)}" if kind else when


def _person(contact: ContactShown, reader: Reader) -> str:
    role = ROLES.get(contact.role)
    phone = formats.phone(contact.phone, reader.locale) if contact.phone else ""
    return " · ".join(
        w for w in (contact.name, reader.t(role) if role else "", phone, contact.email or "") if w
    )


def note_line(note: NoteShown, reader: Reader) -> str:
    """ "Nov 17, Liam: likes the pilot → send the SOW"."""
    day = formats.day(note.at.astimezone(reader.tz).date(), reader.locale, reader.today)
    said = note.agreed or reader.t(LOGGED.get(note.kind, "note.o_talked"))
    following = f" → {note.next_text}" if note.next_text else ""
    quote = " " + reader.t("note.quoted", words=note.quote) if note.quote else ""
    return reader.t("deal.note", day=day, author=note.author, said=f"{said}{following}{quote}")
