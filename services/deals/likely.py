"""How likely a deal is to be won: what is shown and chosen of it. A figure that somebody chose is of the stage that the
deal stands in, and goes with it."""

from collections.abc import Mapping
from typing import Any

from rules.errors import Invalid
from rules.pipeline import Pipeline
from rules.probability import probability
from rules.stages import Stage
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal

OF_STAGE: dict[str, object] = {"probability": None, "probability_by": None}


def chosen(deal: Deal) -> str:
    """As forms and the audit say it; empty: what its stage says."""
    return "" if deal.probability is None else str(deal.probability)


def offered(pipeline: Pipeline, deal: Deal) -> dict[str, Any]:
    """For the form of a running deal: the process's figures, and the one that was chosen, should it be none of these by
    now."""
    if deal.state != "open":
        return {}
    kept = () if deal.probability is None else (deal.probability,)
    return {
        "probability": chosen(deal),
        "probabilities": tuple(sorted({*pipeline.probabilities, *kept})),
        "prior": pipeline.stage(deal.stage).prior,
    }


def picked(pipeline: Pipeline, deal: Deal, said: str | None, by_id: int) -> dict[str, object]:
    """The columns that a form as sent changes. Raises Invalid for a figure that was not offered."""
    if said is None or said == chosen(deal) or deal.state != "open":
        return {}
    if not said:
        return OF_STAGE
    known = {str(one): one for one in pipeline.probabilities}
    if said not in known:
        raise Invalid(faults={"probability": "err.stale"})
    return {"probability": known[said], "probability_by": by_id}


def told(deal: Deal, said: int | None, by_id: int | None) -> dict[str, object]:
    """The columns where a file says otherwise, or the stage is another one: a figure that it does not tell is the stage's."""
    if said is None:
        return OF_STAGE
    return {"probability": said, "probability_by": deal.probability_by if said == deal.probability else by_id}


def shown(tx: Session, pipeline: Pipeline, deal: Deal, reader_id: int) -> dict[str, Any]:
    """For the card of a running deal."""
    if deal.state != "open":
        return {}
    by = people_rows.by_id(tx, deal.probability_by) if deal.probability_by else None
    return {
        "probability": probability(pipeline, deal.stage, deal.probability),
        "is_chosen": deal.probability is not None,
        "chosen_by": by.name if by else "",
        "is_mine": by is not None and by.id == reader_id,
    }


def as_it_was(deal: Deal) -> dict[str, Any]:
    """What the Undo of a move to another stage puts back."""
    if deal.probability is None:
        return {}
    return {"probability": deal.probability, "probability_by": deal.probability_by}


def left_behind(stage: Stage, back: Mapping[str, Any]) -> dict[str, Any]:
    """What a move says of the figure that it took away; nothing of a deal that is won."""
    return {} if stage.final else {"dropped": back.get("probability"), "prior": stage.prior}


def again(deal: Deal, back: Mapping[str, Any]) -> dict[str, Any]:
    """What was chosen before a move that is taken back, unless somebody chose another since."""
    return {} if deal.probability is not None else {name: back[name] for name in OF_STAGE if name in back}
