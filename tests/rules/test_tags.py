"""Tags: which words offer which, and how a deal keeps them."""

import pytest

from rules.tags import LONGEST, packed, said, unpacked
from tests.rules.test_pipeline import shipped

LISTS = {key: tag.words for key, tag in shipped().words.tags.items()}


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("They find the PRICE too high", ("price",)),
        ("他们嫌贵，还在看别家", ("competitor", "price")),
        ("ｐｒｉｃｅ list please", ("price",)),
        ("priceless advice, a caprice", ()),  # whole words
        ("the lead time is 12 weeks", ("delivery",)),
        ("客户问交期和折扣", ("price", "delivery")),
        ("要 discount。再谈", ("price",)),
        ("nothing of the kind", ()),
        ("", ()),
        ("x" * LONGEST + " price", ()),
    ],
)
def test_the_words_of_a_text_offer_tags(text: str, tags: tuple[str, ...]) -> None:
    assert said(text, LISTS) == tags


def test_a_tag_without_words_is_offered_no_more() -> None:
    assert said("price", {"price": ()}) == ()


@pytest.mark.parametrize("keys", [(), ("price",), ("price", "delivery", "price")])
def test_what_a_deal_keeps_comes_back(keys: tuple[str, ...]) -> None:
    assert unpacked(packed(keys)) == tuple(sorted(set(keys)))
    assert packed(()) is None and unpacked(None) == ()
