"""Word lists of a team's own: what no customer reads, and what offers which tag."""

from typing import Annotated

from pydantic import Field

from rules.models import Key, Model, Name
from rules.wordlists import phrases

Word = Annotated[str, Field(min_length=1, max_length=60)]


class Tag(Model):
    """A tag, and the words of a note or a lead that offer it; without words it is offered no more."""

    name: Name
    words: tuple[Word, ...] = Field(default=(), max_length=200)


def _usual_tags() -> dict[str, Tag]:
    return {
        "competitor": Tag(
            name=Name(en="competitor", zh="竞品"),
            words=(
                *phrases(
                    "competitor, competitors, rival, rivals, another vendor, other vendors, another supplier,"
                    "other quotes, also quoting, also quoted, also talking to, also looking at, also evaluating,"
                    "comparing us, compared us, up against"
                ),
                *phrases("竞品, 竞争对手, 友商, 别家, 另一家, 其他家, 其他供应商, 货比三家, 三家比价, 比价"),
                *phrases("也在报, 也报了, 也在谈, 也在接触, 也在跟他们, 也来报价, 也参与"),
            ),
        ),
        "price": Tag(
            name=Name(en="price", zh="价格"),
            words=(
                *phrases("price, prices, pricing, discount, discounts, expensive, cheaper, too dear"),
                *phrases("pricey, overpriced, too costly, costs too much, over budget"),
                *phrases(
                    "价格, 太贵, 嫌贵, 偏贵, 有点贵, 贵了, 偏高, 报高了, 便宜, 折扣, 打折, 降价, 降点, 再降"
                ),
                *phrases("优惠, 压价, 砍价, 让利, 超预算"),
            ),
        ),
        "delivery": Tag(
            name=Name(en="delivery", zh="交期"),
            words=(
                *phrases("delivery, deliver by, lead time, lead times, shipping date, go-live date"),
                *phrases("交期, 货期, 工期, 交货, 到货, 发货, 上线时间"),
            ),
        ),
        "terms": Tag(
            name=Name(en="terms", zh="条款"),
            words=(
                *phrases(
                    "payment terms, contract terms, credit terms, redlines, redline, red lines, liability"
                ),
                *phrases("penalty clause, legal review, their legal, their lawyer, their counsel, indemnity"),
                *phrases("条款, 付款方式, 账期, 违约, 预付款, 质保金, 法务, 背靠背付款, 合同审"),
            ),
        ),
    }


class Words(Model):
    """Words of a team's own: ``inside`` are those that no customer is to read, beside rivals and budget; ``tags`` are
    offered where a text has their words."""

    inside: tuple[str, ...] = Field(default=(), max_length=200)
    tags: dict[Key, Tag] = Field(default_factory=_usual_tags, max_length=30)
