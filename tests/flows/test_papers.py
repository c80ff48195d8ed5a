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


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_file_in_the_note_form_is_kept_with_the_deal_and_a_wrong_one_loses_nothing_typed(
    world: World,
) -> None:
    world.dana.command("#sales-east", "/lead Acme Foods, Lena Ortiz 212-555-0161, batch tracing, website")
    form = world.dana.opening.command("#sales-east", "/followup")
    deal = next(b for b in form["blocks"] if b["block_id"] == "deal")["element"]["options"][0]["value"]
    program, scan = world.dana.upload("setup.exe", b"MZ"), world.dana.upload("Acme_quote.pdf", b"%PDF-1.7")
    said = {"deal": deal, "agreed": "they want it in writing", "next": "send the quote"}
    refused = world.dana.submit(form, {**said, "files": [program["id"], scan["id"]]})
    assert refused["errors"] == {
        "files": "setup.exe: I don't take that kind of file. PDF, Office, text or a picture"
    }
    deal_file = "Acme_quote.pdf"
    assert deal_file not in Talker(world, "dana").card("Acme Foods")
    assert world.dana.submit(form, {**said, "files": [scan["id"]]})["result"] == "updated"
    shown = world.slack.wait_for(lambda: [v for v in world.dana.views() if deal_file in text_of(v)])[-1]
    assert "Logged for *Acme Foods*" in text_of(shown) and "Kept *Acme_quote.pdf*" in text_of(shown)
    told = [text_of({"blocks": [block]}) for block in shown["blocks"]]
    assert sum("Before Screened" in one for one in told) <= 1
    labels = [
        e["text"]["text"] for b in shown["blocks"] for e in b.get("elements", []) if e["type"] == "button"
    ]
    assert len(labels) == len(set(labels)) and "Undo the file" in labels, labels
    card = Talker(world, "dana").card("Acme Foods")
    assert deal_file in card and "they want it in writing" in card


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_files_of_a_note_that_slack_would_not_give_are_asked_about_in_the_dm(world: World) -> None:
    world.dana.command("#sales-east", "/lead Acme Foods, Lena Ortiz 212-555-0161, batch tracing, website")
    form = world.dana.opening.command("#sales-east", "/followup")
    deal = next(b for b in form["blocks"] if b["block_id"] == "deal")["element"]["options"][0]["value"]
    scan = world.dana.upload("Acme_quote.pdf", b"%PDF-1.7")
    world.slack.fault("download", "http_500", times=9)
    world.dana.submit(form, {"deal": deal, "agreed": "they want it in writing", "files": [scan["id"]]})
    dana = Talker(world, "dana")
    offer = world.slack.wait_for(lambda: [m for m in dana.answers() if "What is it?" in text_of(m)])[-1]
    world.slack.no_faults()
    dana.tap(offer, "quote or configuration list", "Kept *Acme_quote.pdf* with *Acme Foods*")


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_kept_file_is_opened_again_from_its_card(world: World) -> None:
    world.dana.command("#sales-east", "/lead Acme Foods, Lena Ortiz 212-555-0161, batch tracing, website")
    dana = Talker(world, "dana")
    dana.who.say("app", "Acme Foods", files=[dana.who.upload("Acme_quote.pdf", b"%PDF-1.7 a quote")])
    offer = world.slack.wait_for(lambda: [m for m in dana.answers() if "What is it?" in text_of(m)])[-1]
    dana.tap(offer, "quote or configuration list", "Kept *Acme_quote.pdf*")
    card = dana.who.command("#sales-east", "/deal Acme Foods").message
    every = dana.who.opening.click(card, "deal_more", selected_option="More…")
    shelf = dana.who.opening.click(every, "Files (1)")
    assert "What you open" in text_of(shelf)
    world.slack.fault("files.getUploadURLExternal", "missing_scope", times=1)
    dana.who.click(shelf, "Open")
    world.slack.wait_for(lambda: [v for v in dana.who.views() if "didn't take Acme_quote.pdf" in text_of(v)])
    dana.who.click(shelf, "Open")
    world.slack.wait_for(lambda: [v for v in dana.who.views() if "direct messages now" in text_of(v)])
    sent = [one for one in dana.answers() if one.get("files")]
    assert [(one["files"][0]["name"], one["text"]) for one in sent] == [
        ("Acme_quote.pdf", "Acme_quote.pdf, kept with Acme Foods")
    ]
