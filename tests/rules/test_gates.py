"""Gates: story S5 and the table of exit items, on the process as shipped."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from rules.approvals import is_outgrown, said_to
from rules.gates import AnswerFacts, GateFacts, can_move, gaps, missing, missing_of, noted, overdue, owed_by
from rules.pipeline import Pipeline, parse_pipeline
from rules.stages import GateItem

TODAY = date(2026, 11, 24)
given_ = AnswerFacts


def shipped() -> Pipeline:
    text = (Path(__file__).resolve().parents[2] / "pipeline.yaml").read_text(encoding="utf-8")
    parsed = parse_pipeline(yaml.safe_load(text), None)
    assert isinstance(parsed, Pipeline)
    return parsed


PIPELINE = shipped()
TALKED = frozenset({"talked"})


def lacking(facts: GateFacts, stage: str = "discovery", to: str = "proposal") -> list[str]:
    return [x.key for x in missing(PIPELINE, stage, to, facts, TODAY)]


def test_s5_two_things_are_missing_and_the_hard_one_comes_first() -> None:
    assert lacking(GateFacts(note_kinds=TALKED)) == ["decision_maker", "pain_list"]


def test_s5_a_photo_stands_in_for_the_pain_list() -> None:
    assert lacking(GateFacts(note_kinds=TALKED, files=frozenset({"pain_photo"}))) == ["decision_maker"]


@pytest.mark.parametrize("typed", ["待定", ".", "tbd", " TBD ", "", "。", "？", "not sure", "Ｎ／Ａ"])
def test_s5_unknown_words_hold_the_gate(typed: str) -> None:
    facts = GateFacts({"decision_maker": given_("given", typed)}, TALKED, files=frozenset({"pain_list"}))
    blocked = can_move(PIPELINE, "discovery", "proposal", facts, TODAY)
    assert blocked.refused == "gate" and [(x.key, x.said_unknown) for x in blocked.missing] == [
        ("decision_maker", True)
    ]


def test_s5_a_waiver_lets_it_pass() -> None:
    waived = {"decision_maker": AnswerFacts("waived"), "pain_list": given_("given", "三条")}
    assert can_move(PIPELINE, "discovery", "proposal", GateFacts(waived, TALKED), TODAY).refused is None


def test_an_item_may_be_owed_once_a_stage_but_never_a_hard_one() -> None:
    facts = GateFacts(roles=frozenset({"decision_maker"}))
    both = can_move(PIPELINE, "discovery", "proposal", facts, TODAY, owe=["interview", "pain_list"])
    assert [x.key for x in both.missing] == ["pain_list"]
    one = GateFacts(roles=facts.roles, note_kinds=TALKED)
    moved = can_move(PIPELINE, "discovery", "proposal", one, TODAY, owe=["pain_list"])
    assert moved.refused is None and moved.owed == ("pain_list",)
    again = GateFacts(roles=facts.roles, note_kinds=TALKED, owing=frozenset({"discovery"}))
    assert can_move(PIPELINE, "discovery", "proposal", again, TODAY, owe=["pain_list"]).refused == "gate"
    hard = can_move(PIPELINE, "discovery", "proposal", GateFacts(), TODAY, owe=["decision_maker"])
    assert "decision_maker" in [x.key for x in hard.missing]


def test_what_is_owed_counts_until_its_day_is_past() -> None:
    owed = {"pain_list": AnswerFacts("owed", owed_until=date(2026, 11, 27))}
    facts = GateFacts(owed, TALKED, frozenset({"decision_maker"}))
    assert missing(PIPELINE, "discovery", "proposal", facts, date(2026, 11, 27)) == []
    late = missing(PIPELINE, "discovery", "proposal", facts, date(2026, 11, 28))
    assert [(x.key, x.owed_until) for x in late] == [("pain_list", date(2026, 11, 27))]


OWES = {"pain_list": AnswerFacts("owed", owed_until=date(2026, 11, 27))}
SHOWN = {
    "demo": given_("given", "on site"),
    "reaction": given_("given", "keen"),
    "quote": given_("given", "x"),
}


@pytest.mark.parametrize(
    ("answers", "today", "holds"),
    [
        (OWES | SHOWN, date(2026, 11, 27), []),  # its day is not over
        (OWES | SHOWN, date(2026, 11, 28), ["pain_list"]),
        (OWES | SHOWN | {"pain_list": given_("given", "三条")}, date(2026, 12, 1), []),
        (OWES | SHOWN | {"pain_list": AnswerFacts("waived")}, date(2026, 12, 1), []),
        (OWES | SHOWN | {"pain_photo": given_("given", "x")}, date(2026, 12, 1), []),
        (OWES, date(2026, 11, 30), ["pain_list", "quote", "demo", "reaction"]),
    ],
)
def test_what_an_earlier_gate_was_promised_holds_the_next_one_once_its_day_is_past(
    answers: dict[str, AnswerFacts], today: date, holds: list[str]
) -> None:
    facts = GateFacts(answers, owing=frozenset({"discovery"}))
    for to in ("negotiation", "signing"):
        late = [
            x for x in missing(PIPELINE, "proposal", to, facts, today) if x.stage in ("discovery", "proposal")
        ]
        assert [x.key for x in late] == holds
    assert missing(PIPELINE, "proposal", "screened", facts, today) == []
    assert [x.key for x in overdue(PIPELINE, "proposal", facts, today)] == [
        k for k in holds if k == "pain_list"
    ]


def test_nothing_new_is_owed_in_place_of_what_is_overdue() -> None:
    answers = OWES | {key: SHOWN[key] for key in ("demo", "quote")}
    facts = GateFacts(answers, owing=frozenset({"discovery"}))
    late = date(2026, 11, 30)
    held = can_move(PIPELINE, "proposal", "negotiation", facts, late, owe=["reaction", "pain_list"])
    assert [(x.key, x.may_owe, x.owed_until) for x in held.missing] == [
        ("pain_list", False, date(2026, 11, 27))
    ]
    before = can_move(PIPELINE, "proposal", "negotiation", facts, date(2026, 11, 27), owe=["reaction"])
    assert before.refused is None and before.owed == ("reaction",)


@pytest.mark.parametrize("start", ["proposal", "collecting"])
def test_the_last_gate_waits_for_all_that_is_owed_and_takes_no_new_promise(start: str) -> None:
    """However far off its day: won, nobody would ask for it again."""
    answers = OWES | {"demo": AnswerFacts("owed", owed_until=date(2026, 12, 4))}
    facts = GateFacts(answers, owing=frozenset({"discovery", "proposal"}))
    early = date(2026, 11, 24)
    held = can_move(PIPELINE, start, "closed", facts, early, owe=["accepted", "pain_list", "demo"])
    assert {"pain_list", "demo", "accepted", "settled"} <= {x.key for x in held.missing}
    assert not any(x.may_owe for x in held.missing)
    assert missing(PIPELINE, "signing", "collecting", facts, early)[0].key == "contract"
    there = ("accepted", "settled", "after_sales", "who_else", "pain_list", "demo", "reaction", "quote")
    done = {key: AnswerFacts("waived") for key in there}
    assert can_move(PIPELINE, "collecting", "closed", GateFacts(done), early).refused is None


def test_what_the_last_gate_lacks_names_what_is_owed() -> None:
    facts = GateFacts(OWES, owing=frozenset({"discovery"}))
    assert [x.key for x in gaps(PIPELINE, "collecting", facts, TODAY)] == ["pain_list", "settled"]
    assert [x.key for x in gaps(PIPELINE, "collecting", facts, TODAY, but_owed=True)] == [
        "settled",
        "accepted",
    ]
    assert [x.key for x in gaps(PIPELINE, "signing", facts, TODAY)] == ["contract", "terms"]


AT = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "days", "entered", "counts"),
    [
        ("meeting", 1, {"proposal": 0}, True),
        ("meeting", 0, {"proposal": 0}, True),
        ("meeting", -1, {"proposal": 0}, False),  # before the stage was entered
        ("talked", 1, {"proposal": 0}, False),  # a call is no demo
        ("meeting", 1, {"proposal": 0, "negotiation": 2}, True),
        ("meeting", -1, {}, False),  # passed over: since the stay that is left for it
        ("meeting", 1, {}, True),
    ],
)
def test_a_demo_is_one_of_its_own_stage(kind: str, days: int, entered: dict[str, int], counts: bool) -> None:
    since = {stage: AT + timedelta(days=n) for stage, n in entered.items()}
    notes = {kind: AT + timedelta(days=days)}
    facts = GateFacts(note_kinds=frozenset(notes), noted=noted(PIPELINE, since, AT, notes))
    assert ("demo" not in lacking(facts, "proposal", "negotiation")) == counts


def test_an_amount_in_a_currency_without_a_rate_is_known() -> None:
    """Asked for once more, it would be read in the base currency."""
    stage = PIPELINE.stage("discovery")
    amount = GateItem(key="amount", name=stage.name, kind="number", hard=True)
    seats = amount.model_copy(update={"key": "seats"})
    asks = stage.model_copy(update={"exit": (amount, seats)})
    found = [missing_of(asks, GateFacts(unrated=unrated), TODAY) for unrated in (False, True)]
    assert [[x.key for x in lacks] for lacks in found] == [["amount", "seats"], ["seats"]]


def test_an_approval_is_asked_only_above_the_set_amount() -> None:
    over = next(x.over for x in PIPELINE.stage("discovery").exit if x.key == "internal_go")
    assert over is not None
    known = GateFacts(note_kinds=TALKED, roles=frozenset({"decision_maker"}), files=frozenset({"pain_list"}))
    at_it = GateFacts(known.answers, known.note_kinds, known.roles, known.files, amount=over)
    above = GateFacts(known.answers, known.note_kinds, known.roles, known.files, amount=over + 1)
    assert lacking(known) == [] and lacking(at_it) == [] and lacking(above) == ["internal_go"]


@pytest.mark.parametrize(
    ("minor", "currency", "again"),
    [(100, "CNY", False), (99, "CNY", False), (101, "CNY", True), (50, "USD", True), (None, None, False)],
)
def test_a_yes_holds_up_to_its_sum(minor: int | None, currency: str | None, again: bool) -> None:
    assert is_outgrown(said_to(100, "CNY"), minor, currency) == again
    assert not is_outgrown(said_to(None, None), minor, currency)


def test_an_approval_is_not_the_reps_to_promise() -> None:
    met = {
        item.key: given_("given", "x") for item in PIPELINE.stage("discovery").exit if item.kind != "approval"
    }
    facts = GateFacts(met, TALKED, frozenset({"decision_maker"}), frozenset({"pain_list"}), amount=2_000_000)
    held = can_move(PIPELINE, "discovery", "proposal", facts, TODAY, owe=["internal_go"])
    assert [(x.key, x.may_owe) for x in held.missing] == [("internal_go", False)] and not held.owed
    promised = met | {"internal_go": AnswerFacts("owed", owed_until=date(2026, 11, 27))}
    assert lacking(replace(facts, answers=promised)) == ["internal_go"]
    waived = met | {"internal_go": AnswerFacts("waived")}
    assert lacking(replace(facts, answers=waived)) == []


def test_a_jump_forward_passes_every_gate_on_the_way_in_order() -> None:
    stages = [x.stage for x in missing(PIPELINE, "lead", "proposal", GateFacts(), TODAY)]
    assert list(dict.fromkeys(stages)) == ["lead", "screened", "discovery"]


def test_back_wants_a_reason_and_no_gate() -> None:
    assert can_move(PIPELINE, "proposal", "discovery", GateFacts(), TODAY).refused == "reason"
    assert can_move(PIPELINE, "proposal", "discovery", GateFacts(), TODAY, reason="待定").refused == "reason"
    back = can_move(PIPELINE, "proposal", "discovery", GateFacts(), TODAY, reason="换了拍板人")
    assert (back.direction, back.refused) == ("back", None)


@pytest.mark.parametrize(
    ("start", "end", "refused"),
    [
        ("proposal", "proposal", "same_stage"),
        ("proposal", "moon", "no_such_stage"),
        ("closed", "proposal", "closed"),
    ],
)
def test_moves_that_make_no_sense_are_refused(start: str, end: str, refused: str) -> None:
    assert can_move(PIPELINE, start, end, GateFacts(), TODAY, reason="x").refused == refused


def test_a_note_tells_two_gaps_at_most() -> None:
    assert len(gaps(PIPELINE, "screened", GateFacts(), TODAY)) == 2
    assert gaps(PIPELINE, "closed", GateFacts(), TODAY) == []


@pytest.mark.parametrize(
    ("today", "friday"),
    [("2026-11-24", "2026-11-27"), ("2026-11-27", "2026-12-04"), ("2026-11-28", "2026-12-04")],
)
def test_by_friday_is_a_friday_still_ahead(today: str, friday: str) -> None:
    assert owed_by(date.fromisoformat(today)) == date.fromisoformat(friday)
