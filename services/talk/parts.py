"""What an offer is made of: the message that it answers, and what was said in its thread, each under its place."""

from storage.tables import Draft

FIRST, MORE = "first", "more"
ABOUT = "about"  # the deal to which something is asked to be done
BESIDE = "beside"  # the kept texts of other leads that it names, which are offered by themselves
OF_TEXT = ("rest", "shown", ABOUT)  # what was read out of the text as it was


def put(kept: Draft, ts: str, text: str) -> None:
    """What stands at this place of the thread is part of it, as it reads now; nothing takes it out again."""
    more = {place: said for place, said in _more(kept).items() if place != ts}
    if text.strip():
        more[ts] = text
    _join(kept, kept.state.get(FIRST, kept.text), more)


def begin(kept: Draft, text: str) -> None:
    """The message itself reads so now, and is understood anew; what its thread said stays, and what was offered beside it."""
    more = _more(kept)
    kept.state = {BESIDE: kept.state[BESIDE]} if BESIDE in kept.state else {}
    _join(kept, text, more)


def has(kept: Draft, ts: str) -> bool:
    """Was what stands at this place taken in?"""
    return ts in _more(kept)


def _more(kept: Draft) -> dict[str, str]:
    return dict(kept.state.get(MORE) or {})


def _join(kept: Draft, first: str, more: dict[str, str]) -> None:
    told = {name: value for name, value in kept.state.items() if name not in OF_TEXT}
    kept.state = {**told, FIRST: first, MORE: more} if more else {**told, FIRST: first}
    kept.text = first
    for ts in sorted(more):
        kept.text += (", " if more[ts][:1].isascii() else "，") + more[ts]
