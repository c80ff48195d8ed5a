"""One line of a channel's list: only what its audience may read goes in."""

from collections.abc import Mapping
from datetime import datetime

from rules import digest
from rules.answers import DealHead, StepShown
from rules.answers.digests import GONE, BlockedLine
from rules.answers.leads import MoneyShown
from rules.clocks import is_waiting
from rules.counted import in_stage
from rules.pipeline import Pipeline
from rules.unanswered import is_let_off
from services import gate_facts, shown
from services.clock import standing_lines
from services.clock.weigh import Weighed
from services.facts import Staff
from services.lists.listed import day_of, is_pushed
from services.team.people import zone_of
from storage.db import Session
from storage.tables import BlockedDay, Deal, DigestChannel, Step


class Telling:
    """Makes one channel's lines: only what its audience may read goes in."""

    def __init__(
        self,
        tx: Session,
        channel: DigestChannel,
        locale: str,
        staff: Staff,
        pipeline: Pipeline,
        heads: Mapping[int, DealHead],
        steps: Mapping[int, Step],
        now: datetime,
        posted: datetime | None,
    ) -> None:
        self.counted_at = posted or now  # passing time alone is no reason to edit a post
        self.tx, self.channel, self.locale, self.staff, self.pipeline = tx, channel, locale, staff, pipeline
        self.heads, self.steps, self.now, self.posted = heads, steps, now, posted
        self.shown = digest.SHOWN[channel.audience]  # type: ignore[index]

    def line(self, day: BlockedDay, deal: Deal, one: Weighed | None, is_noted: bool) -> BlockedLine:
        """One deal, with what became of it."""
        base = {"day": day.days_listed, "status": day.status, **self._since(day, deal, one, is_noted)}
        if "account" not in self.shown:
            return BlockedLine.model_validate({**base, "head": DealHead(deal_id=0)})
        head = self.heads[day.deal_id]
        told = {
            "head": DealHead(
                deal_id=head.deal_id, account=head.account, contact=head.contact, code=head.code
            ),
            "stage_name": self.pipeline.stage_name(deal.stage, self.locale),
            "days": in_stage(one.facts, one.owner.calendar, self.counted_at).days if one else 0,
            "silent": self._silent(one) if one else None,
            "owner": self.staff.people[deal.owner_id].name if deal.owner_id in self.staff.people else "",
            **self._blocker(deal),
            "step": self._step(day.deal_id),
            "pushed": one is not None and is_pushed(one, self.staff, self.now),
        }
        return BlockedLine.model_validate({**base, **told, **self._money(deal, day)})

    def _since(self, day: BlockedDay, deal: Deal, one: Weighed | None, is_noted: bool) -> dict[str, object]:
        """Cleared when no limit holds any more (lost is not cleared), waiting while the customer is waited for, parked,
        handed to a new owner, unowned while its owner is gone, else what is new since the post."""
        if deal.state in GONE:
            return {"now": deal.state}
        if day.status == "cleared":
            left = self._left(deal, one)
            return {"now": left} if left != "cleared" else {}
        if one is not None and one.facts.waiting is not None and is_waiting(one.facts, self.now):
            until = one.facts.waiting.until.astimezone(zone_of(self.channel.tz)).date()
            return {"now": "parked" if one.facts.waiting.is_park else "waiting", "until": until}
        if one is None or one.late is None:
            return {"now": self._left(deal, one)}
        if not one.owner.active or day.status == "handed":
            return {"now": "handed" if one.owner.active else "unowned"}
        return {"now": self._news(day.deal_id, is_noted)}

    def _news(self, deal_id: int, is_noted: bool) -> str:
        """What happened since the post: a note is more than the step that it promised, and one that was set by itself is
        news of its own."""
        is_set = self._is_set(deal_id)
        if is_noted and not (is_set and self.steps[deal_id].note_id is None):
            return "note"
        return "step" if is_set else ""

    def _left(self, deal: Deal, one: Weighed | None) -> str:
        """Why no limit holds any more: its owner said not to be reminded, the next step is set and nothing else has happened
        since, or somebody solved it."""
        if one is not None and is_let_off(one.facts):
            return "dismissed"
        step, happened = self.steps.get(deal.id), (deal.last_contact_at, deal.stage_entered_at)
        if step is None or step.note_id is not None or self._ahead(deal.id) is None:
            return "cleared"
        return "planned" if all(at is None or at < step.opened_at for at in happened) else "cleared"

    def _step(self, deal_id: int) -> StepShown | None:
        """That there is a next step ahead, and its day where the audience reads everything."""
        step = self._ahead(deal_id)
        return step if step is None or "step_day" in self.shown else StepShown(kind=step.kind)

    def _silent(self, one: Weighed) -> int | None:
        """For how long nobody talked to them, where that is why it is there."""
        rules = {clock.rule for clock in one.clocks if clock.on(self.counted_at)}
        return None if "slow" in rules else standing_lines.silent(one, self.counted_at)

    def _ahead(self, deal_id: int) -> StepShown | None:
        """The next step, while it is ahead; its words are between its owner and who manages them."""
        step = shown.step(self.steps.get(deal_id), day_of(self.channel, self.now))
        if step is None or step.on is None or (step.days or 0) < 0:
            return None
        return StepShown(kind=step.kind, on=step.on, at=step.at, part=step.part)

    def _is_set(self, deal_id: int) -> bool:
        """Was the step ahead set since the post?"""
        is_ahead = self._ahead(deal_id) is not None
        return is_ahead and self.posted is not None and self.steps[deal_id].opened_at >= self.posted

    def _blocker(self, deal: Deal) -> dict[str, object]:
        known = self.pipeline.in_the_way(deal.blocker)
        if known is None:
            return {"is_moving": self.pipeline.is_moving(deal.blocker)}
        return {"blocker": known.name.of(self.locale), "group": known.ours or ""}

    def _money(self, deal: Deal, day: BlockedDay) -> dict[str, object]:
        """Its amount, else what it was ranked by in its place."""
        if "amount" not in self.shown:
            return {}
        today = day_of(self.channel, self.now)
        told = {"missing": gate_facts.gaps(self.tx, self.pipeline, deal, today, self.locale).missing}
        minor = day.line.get("worth") if deal.amount_minor is None else None
        if minor is None:
            return {**told, "amount": shown.money(deal)}
        worth = MoneyShown(minor=minor, currency=self.pipeline.base_currency)
        return {**told, "amount": worth, "is_estimated": True}
