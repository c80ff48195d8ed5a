"""Files sent in the DM: asked about, kept once with their deal, evidence for its gate, and taken back."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from rules.answers import Answer, Sentence, dump
from rules.answers.note_forms import NoteFilled
from rules.answers.papers import FileKept, FileOffer, FileRefused
from rules.errors import Invalid, NotFound
from services.capture import note_sent
from services.deals import cards, files, story
from services.deals.files import Evidence
from services.talk import changing, hearing, papers
from services.talk.papers import Paper, Wanted
from services.talk.places import Said
from storage.tables import Attachment, Deal, Delivery, Draft, Note
from tests.services.hand import Hand
from tests.services.interleaving import overtaken
from tests.services.machine import START, Machine

pytestmark = pytest.mark.few_on_postgresql

CONTRACT = Paper("F1", "Globex contract.pdf", 9, "https://files.slack.com/a", "application/pdf")
PHOTO = Paper("F2", "IMG_1.png", 9, "https://files.slack.com/b", "image/png")


@pytest.fixture
def liam(machine: Machine) -> Hand:
    hand = Hand(machine, "liam")
    hand.lead("Globex, Tom Reed 13900139000, pumps, expo")
    hand.lead("Initech, Ann Lee 13900139001, pumps, expo")
    return Hand(machine, "liam")


def send(hand: Hand, text: str, *sent: Paper, ts: str = "1764000000.000100") -> Answer:
    ask = hearing.by_place(hand.ask(), ts, "files")
    return papers.came(ask, Said(text, ts), list(sent or (CONTRACT,)))


def keep(hand: Hand, offer: FileOffer, item: str, data: bytes = b"%PDF-1.7 x") -> FileKept:
    assert offer.head is not None
    want = papers.wanted(hand.ask(), offer.draft_id, offer.head.deal_id, item)
    if not isinstance(want, Wanted):
        assert isinstance(want, FileKept)
        return want
    kept = papers.store_all(hand.ask(), want, [data] * len(want.files))
    assert isinstance(kept, FileKept)
    return kept


def test_one_file_is_kept_once_with_each_deal(machine: Machine, liam: Hand) -> None:
    """Sent again, or tried again after it was cut off, it is there already, with the second deal too."""
    sent = Evidence("contract", CONTRACT.id, CONTRACT.name, CONTRACT.size, CONTRACT.url)
    first, second = (deal.id for deal in machine.rows(Deal))
    kept = [files.keep(liam.ask(), deal, sent, b"%PDF-1.7 x") for deal in (first, second, first, second)]
    assert [row.deal_id for row in machine.rows(Attachment)] == [first, second]
    assert kept[2:] == [None, None]
    with pytest.raises(IntegrityError), machine.db.write() as tx:
        tx.add(Attachment(**machine.rows(Attachment)[1].model_dump(exclude={"id"})))


@pytest.mark.one_on_postgresql
def test_a_named_deal_and_a_telling_name_leave_one_tap(machine: Machine, liam: Hand) -> None:
    offer = send(liam, "Globex")
    assert isinstance(offer, FileOffer) and offer.head is not None and offer.head.account == "Globex"
    assert (offer.kinds[0].key, offer.kinds[0].is_likely, offer.is_guess) == ("contract", True, False)
    kept = keep(liam, offer, "contract")
    assert kept.called == "contract file" and keep(liam, offer, "contract") == kept
    (row,) = machine.rows(Attachment)
    assert (row.kind, row.deal_id, row.name) == ("contract", offer.head.deal_id, "Globex contract.pdf")
    card = cards.open_card(liam.ask(), offer.head.deal_id)
    assert card.files == ("Globex contract.pdf",)
    told = [(x.what, x.words) for x in story.page_of(liam.ask(), offer.head.deal_id).lines]
    assert ("file", "contract file") in told
    papers.undo(liam.ask(), kept.undo_id or 0)
    assert machine.rows(Attachment) == [] and papers.undo(liam.ask(), kept.undo_id or 0)


def test_a_photo_stands_for_the_list(machine: Machine, liam: Hand) -> None:
    offer = send(liam, "Globex", PHOTO)
    assert isinstance(offer, FileOffer) and offer.kinds[0].key == "pain_photo"
    keep(liam, offer, "pain_list")
    assert [x.kind for x in machine.rows(Attachment)] == ["pain_photo"]


@pytest.mark.one_on_postgresql
def test_without_a_name_the_deal_is_asked_or_shown_as_a_guess(liam: Hand) -> None:
    dana = Hand(liam.machine, "dana")
    nobody = send(dana, "")
    assert isinstance(nobody, FileOffer) and nobody.head is None and nobody.heads == ()
    which = send(liam, "")
    assert isinstance(which, FileOffer)
    if which.head is not None:
        assert which.is_guess
    asked = papers.of_deal(liam.ask("another"), which.draft_id, 0)
    assert isinstance(asked, FileOffer) and {h.account for h in asked.heads} == {"Globex", "Initech"}
    told = papers.of_deal(liam.ask("that"), which.draft_id, asked.heads[0].deal_id)
    assert isinstance(told, FileOffer) and told.head == asked.heads[0]
    with pytest.raises(NotFound):
        papers.of_deal(dana.ask("theirs"), which.draft_id, asked.heads[0].deal_id)
    with pytest.raises(NotFound):
        papers.of_deal(dana.ask("not theirs"), nobody.draft_id, asked.heads[0].deal_id)


def test_what_is_not_taken_is_said_and_the_rest_is_offered(machine: Machine, liam: Hand) -> None:
    bad = (
        Paper("F3", "a.exe", 5, "https://files.slack.com/c"),
        Paper("F4", "big.pdf", 10**8, "https://files.slack.com/d"),
        Paper("F5", "elsewhere.pdf", 5, ""),
    )
    none = send(liam, "Globex", *bad)
    assert isinstance(none, FileRefused)
    assert [x.why for x in none.faults] == ["gate.file_type", "gate.file_big", "file.elsewhere"]
    some = send(liam, "Globex", CONTRACT, *bad, ts="1764000001.000100")
    assert isinstance(some, FileOffer) and len(some.faults) == 3 and some.names == (CONTRACT.name,)
    assert some == send(liam, "Globex", CONTRACT, *bad, ts="1764000001.000100")
    assert len([x for x in machine.rows(Draft) if x.kind == papers.KIND]) == 1


def test_dropped_edited_and_deleted(machine: Machine, liam: Hand) -> None:
    offer = send(liam, "Globex")
    ts = "1764000000.000100"
    changing.edited(hearing.by_place(liam.ask(), ts, "e"), Said("Initech", ts))
    (kept,) = [x for x in machine.rows(Draft) if x.kind == papers.KIND]
    assert kept.text == "Initech" and machine.rows(Note) == []
    assert isinstance(offer, FileOffer)
    changing.deleted(hearing.by_place(liam.ask(), ts, "gone"), Said("", ts))
    with pytest.raises(NotFound):
        keep(liam, offer, "contract")
    other = send(liam, "Globex", ts="1764000002.000100")
    assert isinstance(other, FileOffer)
    papers.drop(liam.ask("drop"), other.draft_id)
    with pytest.raises(NotFound):
        keep(liam, other, "contract")


def test_words_that_say_more_are_a_note_of_their_own(liam: Hand) -> None:
    assert papers.is_only_label(liam.ask(), Said("Globex contract", "1764000000.000100"))
    assert not papers.is_only_label(
        liam.ask(), Said("Globex liked the pilot; send SOW by Fri", "1764000000.000100")
    )


def test_dropped_while_they_are_stored_they_are_not_on_the_deal(machine: Machine, liam: Hand) -> None:
    """The tap fetches them; meanwhile somebody says that they belong to no deal."""
    offer = send(liam, "Globex")
    assert isinstance(offer, FileOffer) and offer.head is not None
    want = papers.wanted(liam.ask(), offer.draft_id, offer.head.deal_id, "contract")
    assert isinstance(want, Wanted)
    dropped, kept = overtaken(
        machine.db,
        lambda: liam.do(papers.drop, offer.draft_id),
        lambda: papers.store_all(liam.ask(), want, [b"%PDF-1.7 x"]),
    )
    assert isinstance(dropped, Sentence) and isinstance(kept, NotFound)
    assert machine.rows(Attachment) == []


def test_files_in_the_note_form_are_kept_in_mind_with_the_note_once(machine: Machine, liam: Hand) -> None:
    filled = NoteFilled(deal_id=machine.rows(Deal)[0].id, agreed="likes the pilot")
    first, again = (liam.do(note_sent.sent, filled, (PHOTO.kept,), key="view:V1") for _ in range(2))
    assert first.files_id is not None and again.files_id == first.files_id
    assert len(machine.rows(Note)) == 1
    assert [(x.id, x.deal_id) for x in machine.rows(Draft)] == [(first.files_id, filled.deal_id)]
    want = Wanted(first.files_id, first.head.deal_id, "", (PHOTO,))
    assert papers.store_all(liam.ask(), want, [b"%PDF-1.7 x"]) == papers.store_all(
        liam.ask(), want, [b"%PDF-1.7 x"]
    )
    assert len(machine.rows(Attachment)) == 1
    with pytest.raises(Invalid):
        liam.do(note_sent.sent, NoteFilled(deal_id=filled.deal_id), (PHOTO.kept,), key="view:V2")
    assert [x.kind for x in machine.rows(Draft)] == ["used"], "nothing is kept of a note that was not"


def test_the_deals_that_something_was_done_about_are_offered_first(machine: Machine, liam: Hand) -> None:
    """A hundred that came by a file, and that nobody has touched, come after them."""
    first, second = (deal.id for deal in machine.rows(Deal))
    machine.clock.push(hours=1)
    for n in range(6):
        machine.deal(code=f"EXIST-2026-{n:03}", clocks_from=None, next_check_at=None, last_contact_at=None)
    machine.clock.push(hours=1)
    liam.note("Globex they like it // quote by Friday")
    machine.clock.push(hours=1)
    offer = send(Hand(machine, "liam"), "", Paper("F9", "scan.pdf", 9, "https://files.slack.com/c"))
    assert isinstance(offer, FileOffer) and [head.deal_id for head in offer.heads][:2] == [first, second]


def test_the_name_of_a_deal_typed_under_the_question_answers_it(machine: Machine, liam: Hand) -> None:
    first = machine.rows(Deal)[0].id
    offer = send(liam, "", Paper("F9", "scan.pdf", 9, "https://files.slack.com/c"))
    assert isinstance(offer, FileOffer) and offer.head is None
    with machine.db.write() as tx:
        asked = Delivery(
            ref="r1", kind=offer.kind, recipient=f"person:{machine.ids['liam']}", person_id=machine.ids["liam"],
            state="sent", channel="D1", ts="1764000000.000200", due_at=START, not_before=START, created_at=START,
            payload=dump(offer),
        )  # fmt: skip
        tx.add(asked)
    answer = hearing.hear(
        hearing.by_place(liam.ask(), "1764000000.000300"), Said("Globex", "1764000000.000300")
    )
    assert isinstance(answer, FileOffer) and answer.head is not None and answer.kinds
    assert (answer.draft_id, answer.head.deal_id) == (offer.draft_id, first)
