"""What a form brings back is checked like any other input: edited, it is a sentence and no fault."""

from datetime import date, time
from typing import Any

import pytest

from bot.views import deal_modals, gate_modal, lead_modal, note_modal, sent, teams, verb_modal
from rules.errors import Invalid

READERS = {
    "until": deal_modals.read,
    "sign_on": lead_modal.read,
    "on": note_modal.read,
    "on#pick": note_modal.read_pick,
    "on#verb": verb_modal.read,
}


def form(name: str, said: object, kept: str = "{}") -> dict[str, Any]:
    return {"private_metadata": kept, "state": {"values": {name: {name: {"selected_date": said}}}}}


@pytest.mark.parametrize("said", ["2026-02-30", "soon", 7, "2026-12-01T10:00:00Z"])
@pytest.mark.parametrize("reader", READERS)
def test_a_day_that_no_picker_sends_goes_back_into_its_field(reader: str, said: object) -> None:
    name = reader.partition("#")[0]
    with pytest.raises(Invalid) as raised:
        READERS[reader](form(name, said))
    assert raised.value.faults == {name: "verb.date_missing"}


def test_what_a_picker_sends_is_read() -> None:
    values = {"on": {"on": {"selected_date": "9999-12-31"}}, "at": {"at": {"selected_time": "14:30"}}}
    assert (sent.day(values, "on"), sent.hour(values, "at")) == (date(9999, 12, 31), time(14, 30))
    assert sent.day({}, "on") is None and sent.hour({"at": {"at": {"selected_time": None}}}, "at") is None
    with pytest.raises(Invalid):
        sent.hour({"at": {"at": {"selected_time": "25:99"}}}, "at")


def test_files_are_read_in_one_way_wherever_they_are_named() -> None:
    """A name without signs that no database holds; no address of what lies elsewhere, which we cannot fetch."""
    row = {
        "id": "F1",
        "name": "po\x00.pdf",
        "size": "12",
        "url_private_download": "https://files/po",
        "mimetype": "x/y",
    }
    found = sent.files(
        [row, {**row, "id": "F2", "is_external": True, "name": None, "title": "plan"}, {"name": "x"}, 7]
    )
    assert [tuple(one) for one in found] == [
        ("F1", "po.pdf", 12, "https://files/po", "x/y"),
        ("F2", "plan", 12, "", "x/y"),
    ]
    assert sent.files(None) == sent.files({"id": "F1"}) == []


def test_ids_that_no_database_holds_are_none() -> None:
    huge = "9" * 30
    kept = f'{{"deal": {huge}, "draft": {huge}, "version": {huge}}}'
    view = form("on", None, kept)
    view["state"]["values"]["deal"] = {"deal": {"selected_option": {"value": huge}}}
    assert (lead := lead_modal.read(view)).deal_id is None and lead.draft_id is None
    assert (note := note_modal.read(view)).deal_id is None and note.draft_id is None
    assert gate_modal.read(view)[2] is None


def test_signs_that_no_database_holds_are_gone() -> None:
    """A product's, a source's or a person's id is text that is looked up."""
    option = {"selected_option": {"value": "expo\x00\ud800"}}
    people = {"people": {"selected_users": ["U0PIA\x00", "\ud800"]}}
    values = {"source": {"source": option}, "product": {"product": option}, "people": people}
    view = {"private_metadata": "{}", "state": {"values": values}}
    assert (lead := lead_modal.read(view)).source == "expo" and lead.product == "expo"
    assert teams.read(view) == ("U0PIA", "")
