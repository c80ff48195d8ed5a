"""Same company as…: a manager says that two accounts are one customer; undone, each has again what was written under it.

What is written under a merged name meanwhile remembers it, so that it goes back there too.
"""

from rules.access import Action
from rules.answers import Answer
from rules.answers.leads import Choice
from rules.answers.merging import (
    AccountsMerged,
    AccountsParted,
    MergeForm,
    MergePreview,
    MergeSide,
    NameAdded,
    NameDropped,
)
from rules.codes import parse_code
from rules.errors import Conflict, Invalid, NotFound, Refused
from rules.merges import root, under
from rules.names import LONGEST_NAME, norm_name, similar
from services import audit, shown
from services.ask import Ask, once
from services.capture import kept_leads, leads
from services.deals import find, words
from services.team import access
from storage import accounts as account_rows
from storage import deals as deal_rows
from storage import finding, locks
from storage import merging as rows
from storage.db import Session
from storage.rows import insert, one
from storage.tables import Account, AccountAlias, AccountMerge, Deal

NEAR, MOST = 0.3, 10


def form(ask: Ask, deal_id: int, draft_id: int | None = None) -> MergeForm:
    """The first form, for the account of a deal; ``draft_id``: a kept lead that names the other. Raises NotFound,
    Refused, Invalid for a deal without a company."""
    with ask.deps.db.read() as tx:
        deal, account = _of_deal(tx, ask, deal_id)
        typed = _typed(tx, ask, draft_id) if draft_id is not None else ""
        typed = "" if norm_name(typed) == account.name_norm else typed
        near = _near(tx, ask, account, typed or account.name)
        return MergeForm(head=shown.head(tx, deal), name=account.name, choices=near, typed=typed)


def named(ask: Ask, text: str) -> int:
    """A deal of the one company that a text names. Raises NotFound, Invalid when there are several."""
    with ask.deps.db.read() as tx:
        deals = find.by_words(tx, ask.pipeline, ask.actor, text).deals
        if not deals:
            raise NotFound("err.notfound", query=text[:80])
        if len({deal.account_id for deal in deals}) > 1:
            raise Invalid("merge.which_one", said=text[:80], code=deals[0].code or "")
        return deals[0].id or 0


def _of_deal(tx: Session, ask: Ask, deal_id: int) -> tuple[Deal, Account]:
    deal = access.deal_for(tx, ask.actor, Action.SEE_DEAL, deal_id, ask.now)
    access.authorize(tx, ask.actor, Action.MERGE, None, ask.now)
    account = account_rows.of_deal(tx, deal)
    if account is None:
        raise Invalid("merge.no_company")
    return deal, account


def _typed(tx: Session, ask: Ask, draft_id: int) -> str:
    kept = kept_leads.find(tx, draft_id, ask.actor.id)
    if kept is None:
        return ""
    lead = kept.fields or leads.read(tx, ask.pipeline, kept.text, ask.person)
    return lead.account or ""


def _near(tx: Session, ask: Ask, account: Account, said: str) -> tuple[Choice, ...]:
    """Accounts of deals that this person sees, with names that come close."""
    called = [n for n in finding.names(tx, access.visible(tx, ask.actor)) if n.kind == "account"]
    scored = sorted({(max(similar(said, n.word), similar(account.name, n.word)), n.word) for n in called})
    near = [name for score, name in reversed(scored) if score >= NEAR and name != account.name]
    found = ((name, account_rows.account_by_norm(tx, norm_name(name))) for name in near[:MOST])
    return tuple(Choice(value=str(a.id), label=name) for name, a in found if a is not None)


def preview(ask: Ask, deal_id: int, choice: str, typed: str) -> MergePreview:
    """What would move, by the company that was chosen or typed (a name, or a deal's code). Raises Invalid by field,
    NotFound, Refused."""
    with ask.deps.db.read() as tx:
        deal, account = _of_deal(tx, ask, deal_id)
        head = shown.head(tx, deal)
        other = _other(tx, ask, choice, typed.strip())
        if other is None:
            if len(typed.strip()) > LONGEST_NAME["account"]:
                raise Invalid("merge.long", faults={"other": "merge.long"}, most=LONGEST_NAME["account"])
            return MergePreview(head=head, one=_side(tx, ask, account), typed=typed.strip())
        if other.id == account.id:
            raise Invalid("merge.itself", faults={"other": "merge.itself"})
        sides = _side(tx, ask, account), _side(tx, ask, other)
        if not any(side.may_go for side in sides):
            raise Refused("merge.others", name=other.name)
        return MergePreview(head=head, one=sides[0], other=sides[1])


def _other(tx: Session, ask: Ask, choice: str, typed: str) -> Account | None:
    """The company that is meant; None when nobody that this person may know of is called so."""
    if not typed and not choice:
        raise Invalid("merge.which", faults={"other": "merge.which"})
    if not typed:
        found = one(tx, Account, int(choice)) if choice.isdecimal() and len(choice) < 10 else None
    elif (code := parse_code(typed, ask.pipeline.source_codes)) is not None:
        deal = deal_rows.by_code(tx, str(code))
        found = tx.get(Account, deal.account_id) if deal is not None and deal.account_id else None
        if found is None or not _sees(tx, ask, found):
            raise Invalid("merge.unknown", faults={"other": "merge.unknown"})
    else:
        found = account_rows.account_by_norm(tx, norm_name(typed)) or _begun(tx, ask, typed)
    if found is not None and found.merged_into is not None:
        found = tx.get(Account, found.merged_into)
    if found is not None and not _sees(tx, ask, found):
        raise Invalid("merge.unknown", faults={"other": "merge.unknown"})
    if found is None and not norm_name(typed):
        raise Invalid("merge.unknown", faults={"other": "merge.unknown"})
    return found


def _begun(tx: Session, ask: Ask, typed: str) -> Account | None:
    """The one company that a part of a name means, as in `/deal`. Raises Invalid when there are several."""
    deals = find.by_words(tx, ask.pipeline, ask.actor, typed).deals
    meant = {a.id: a for a in account_rows.by_ids(tx, {d.account_id for d in deals if d.account_id}).values()}
    if len(meant) > 1:
        names = " / ".join(account.name for account in list(meant.values())[:MOST])
        raise Invalid("merge.several", faults={"other": "merge.several"}, names=names)
    return next(iter(meant.values()), None)


def _sees(tx: Session, ask: Ask, account: Account) -> bool:
    """A company with a deal that this person sees, or with none at all."""
    seen, owners = access.visible_owners(tx, ask.actor), rows.owners(tx, account.id)
    return seen is None or not owners or bool(owners & seen)


def _rules(tx: Session, ask: Ask, account: Account) -> bool:
    """May this person give its name up? Only where all its deals are their team's."""
    seen, owners = access.visible_owners(tx, ask.actor), rows.owners(tx, account.id)
    return seen is None or owners - {None} <= seen


def _others(tx: Session, ask: Ask, account: Account) -> Refused:
    """Some of its deals are others'; its name is told to nobody who sees none of them."""
    return Refused("merge.others", name=account.name) if _sees(tx, ask, account) else Refused()


def _side(tx: Session, ask: Ask, account: Account) -> MergeSide:
    counts = rows.moving(tx, account.id)._asdict()
    return MergeSide(account_id=account.id, name=account.name, may_go=_rules(tx, ask, account), **counts)


def _alone(tx: Session, *account_ids: int) -> dict[int, Account]:
    """These accounts, held with all their signs: no lead of them is written, and nobody else merges them."""
    named = [name for names in rows.names(tx, account_ids).values() for name in names]
    signs = {norm_name(name) for name in named} | set(rows.domains(tx, account_ids))
    locks.hold(tx, *(f"customer:{sign}" for sign in signs))
    return rows.held(tx, account_ids)


def _held_with_top(tx: Session, account_id: int) -> tuple[int, dict[int, Account]]:
    """The account under which this one counts, and both, held; merged on in between, it is the one above."""
    top = root(rows.standing(tx), account_id)
    while True:
        found = _alone(tx, account_id, top)
        now = root(rows.standing(tx), account_id)
        if now == top:
            return top, found
        top = now


@once("account.merge")
def merge(ask: Ask, tx: Session, gone_id: int, kept_id: int) -> Answer:
    """From now on all of ``gone_id`` counts for ``kept_id``. Raises Refused, NotFound; Conflict when one of them was
    merged meanwhile."""
    access.authorize(tx, ask.actor, Action.MERGE, None, ask.now)
    found = _alone(tx, gone_id, kept_id)
    gone, kept = found.get(gone_id), found.get(kept_id)
    if gone is None or kept is None or gone_id == kept_id:
        raise NotFound("err.stale")
    if gone.merged_into is not None or kept.merged_into is not None:
        raise Conflict("merge.meanwhile")
    if not _rules(tx, ask, gone) or not _sees(tx, ask, kept):
        raise _others(tx, ask, gone)
    moved, names = rows.moving(tx, gone_id), (gone.name, kept.name)
    made = insert(tx, AccountMerge, account_id=gone_id, into_id=kept_id, at=ask.now, by_id=ask.actor.id)
    rows.lead_to(tx, gone_id, kept_id)
    words.reindex(tx, rows.deal_ids(tx, kept_id))
    after = {"into": kept_id, **moved._asdict()}
    audit.record(tx, ask.actor.id, "account.merge", f"account:{gone_id}", now=ask.now, after=after)
    return AccountsMerged(gone=names[0], kept=names[1], merge_id=made.id, **moved._asdict())


@once("account.part")
def part(ask: Ask, tx: Session, merge_id: int) -> Answer:
    """Two customers again, each with what was written under it, before and since. Raises NotFound when that was undone
    already, Refused."""
    access.authorize(tx, ask.actor, Action.MERGE, None, ask.now)
    known = rows.merge_of(tx, merge_id)
    if known is None or known.undone_at is not None:
        raise NotFound("merge.apart")
    top, found = _held_with_top(tx, known.account_id)
    seen, going = access.visible_owners(tx, ask.actor), under(rows.standing(tx), known.account_id)
    if seen is not None and not rows.owners_said(tx, going) - {None} <= seen:
        raise _others(tx, ask, found[known.account_id])
    if not rows.undo(tx, merge_id, ask.now):
        raise NotFound("merge.apart")
    name, kept = found[known.account_id].name, found[top].name
    rows.give_back(tx, known.account_id, going)
    for account_id in (known.account_id, top):
        words.reindex(tx, rows.deal_ids(tx, account_id))
    subject, before = f"account:{known.account_id}", {"into": known.into_id}
    audit.record(tx, ask.actor.id, "account.part", subject, now=ask.now, before=before, after={"into": None})
    return AccountsParted(name=name, kept=kept)


@once("account.name")
def add_name(ask: Ask, tx: Session, account_id: int, alias: str) -> Answer:
    """A name that nobody has yet becomes another name of this account. Raises NotFound, Refused, Conflict when somebody
    is called so by now."""
    access.authorize(tx, ask.actor, Action.MERGE, None, ask.now)
    norm = norm_name(alias)
    locks.hold(tx, f"customer:{norm}")
    account = _alone(tx, account_id).get(account_id)
    if account is None or not norm:
        raise NotFound("err.stale")
    if not _sees(tx, ask, account):
        raise Refused()
    if account.merged_into is not None or account_rows.account_by_norm(tx, norm) is not None:
        raise Conflict("merge.meanwhile")
    made = insert(
        tx, AccountAlias, account_id=account_id, alias=alias[: LONGEST_NAME["account"]], alias_norm=norm
    )
    words.reindex(tx, rows.deal_ids(tx, account_id))
    audit.record(
        tx, ask.actor.id, "account.name", f"account:{account_id}", now=ask.now, after={"alias": made.alias}
    )
    return NameAdded(name=account.name, alias=made.alias, alias_id=made.id)


@once("account.name_drop")
def drop_name(ask: Ask, tx: Session, alias_id: int) -> Answer:
    """That name is none of theirs. Raises NotFound when it is gone already, Refused."""
    access.authorize(tx, ask.actor, Action.MERGE, None, ask.now)
    alias = one(tx, AccountAlias, alias_id)
    if alias is None:
        raise NotFound("merge.apart")
    account = tx.get_one(Account, alias.account_id)
    top = account if account.merged_into is None else tx.get_one(Account, account.merged_into)
    if not _sees(tx, ask, top):
        raise Refused()
    told = NameDropped(name=top.name, alias=alias.alias)
    tx.delete(alias)
    tx.flush()
    words.reindex(tx, rows.deal_ids(tx, top.id))
    subject, before = f"account:{account.id}", {"alias": told.alias}
    audit.record(tx, ask.actor.id, "account.name_drop", subject, now=ask.now, before=before)
    return told
