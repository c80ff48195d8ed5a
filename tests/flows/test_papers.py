"""A file sent to Baton in the DM: asked about in words, kept with its deal after a tap, evidence for the gate."""

from __future__ import annotations

import pytest

from sandbox.driver import text_of
from tests.flows.talking import Talker, buttons
from tests.world import World


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_file_is_kept_with_its_deal_and_its_words_are_a_note(world: World) -> None:
    world.dana.command("#sales-east", "/lead Acme Foods, Lena Ortiz 212-555-0161, batch tracing, website")
    dana = Talker(world, "dana")
    before = len(dana.answers())
    scan = dana.who.upload("Acme_quote.pdf", b"%PDF-1.7 a quote")
    dana.who.say("app", "Acme Foods like the pilot; send SOW by Fri", files=[scan])
    answers = world.slack.wait_for(lambda: dana.answers()[before + 1 :] and dana.answers()[before:])
    assert any("Not a note" in buttons(m) for m in answers)
    offer = next(m for m in answers if "What is it?" in text_of(m))
    assert buttons(offer)[0] == "quote or configuration list"
    kept = dana.tap(offer, "quote or configuration list", "Kept *Acme_quote.pdf* with *Acme Foods*")
    assert "Undo" in buttons(kept) and "Acme_quote.pdf" in dana.card("Acme Foods")
    dana.tap(kept, "Undo", "off *Acme Foods* again")
    assert "Acme_quote.pdf" not in dana.card("Acme Foods")
