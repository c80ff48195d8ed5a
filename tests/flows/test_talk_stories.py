"""S3 as it is told: a call logged in dictated words."""

import pytest

from sandbox.driver import text_of
from tests.flows.talking import Talker, buttons
from tests.world import World

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
DICTATED = "acme ravi likes the pilot plan security is still looking i need to send the sow by friday"


def test_a_call_in_dictated_words(world: World) -> None:
    world.dana.command("#sales-east", "/lead Acme Foods, Lena Ortiz 212-555-0161, batch tracing, website")
    world.dana.command("#sales-east", "/lead Acme Corp, Ravi Patel 212-555-0143, ERP, $80k, expo")
    dana = Talker(world, "dana")
    offer = dana.say(DICTATED)
    told = text_of(offer)
    assert "Log this for *Acme Corp*?" in told and "Acme Foods" not in told
    assert (
        "by Fri, Nov 27" in told
        and "Many US teams are off that day" in told
        and "Mon, Nov 30" in buttons(offer)
    )
    saved = dana.tap(offer, "Save", "Logged for *Acme Corp*. Next: send the sow")
    form = dana.who.opening.click(saved, "Change date")
    assert dana.who.submit(form, {"on": "2026-12-01"})["result"] == "updated"
    moved = dana.read(offer, "Next for *Acme Corp*: send the sow *by Tue, Dec 1*")
    assert buttons(moved) == ["Change date", "Undo", "note_rest"] and "Recap for customer" in str(moved)
    again = dana.who.opening.click(dana.who.views()[-1], "Change date")
    assert dana.who.submit(again, {"on": "2026-11-30"})["result"] == "updated"
    assert len(dana.who.views()) == 1, "no window with the day of before lies under it"
    dana.read(offer, "send the sow *by Mon, Nov 30*")
    assert "net 45" in text_of(dana.say("also they want net 45, budget is tight", under=offer))
    before = len(dana.answers())
    dana.who.click(dana.read(offer, "Next for"), "Recap for customer")
    recap = world.slack.wait_for(lambda: dana.answers()[before:])[-1]
    lines = text_of(recap).splitlines()
    assert lines[0] == "We agreed: Ravi likes the pilot plan security is still looking, also they want net 45"
    assert lines[1] == "Next: Send the sow by Mon, Nov 30" and "budget" not in " ".join(lines[:2])
