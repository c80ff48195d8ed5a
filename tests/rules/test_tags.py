"""Tags: which words offer which, and how a deal keeps them."""

import pytest

from rules.tags import LONGEST, packed, tags_in, unpacked
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
        ("价格没问题了，财务嫌付款方式", ("terms",)),
        ("价格也能接受", ()),
        ("价格他们接受不了", ("price",)),
        ("价格不能接受", ("price",)),
        ("没有竞品，也没提价格", ()),
        ("价格太贵，竞品也在报价", ("competitor", "price")),
        ("报价他们看了觉得偏高，金蝶也在报", ("competitor", "price")),
        ("他们法务在看付款条款", ("terms",)),
        ("对价格还算满意", ()),
        ("交期没问题，但是想再降5个点", ("price",)),
        ("price is fine, no competitor", ()),
        ("price isn't an issue", ()),
        ("price is not ok", ("price",)),
        ("they are happy with the price but want better payment terms", ("terms",)),
        ("no discount, no deal", ()),
        ("pricing is the only problem", ("price",)),
        ("price ok but SAP is also quoting", ("competitor",)),
        ("lead time agreed", ()),
        ("x" * LONGEST + " price", ()),
    ],
)
def test_the_words_of_a_text_offer_tags(text: str, tags: tuple[str, ...]) -> None:
    assert tags_in(text, LISTS) == tags


def test_a_tag_without_words_is_offered_no_more() -> None:
    assert tags_in("price", {"price": ()}) == ()


@pytest.mark.parametrize("keys", [(), ("price",), ("price", "delivery", "price")])
def test_what_a_deal_keeps_comes_back(keys: tuple[str, ...]) -> None:
    assert unpacked(packed(keys)) == tuple(sorted(set(keys)))
    assert packed(()) is None and unpacked(None) == ()
