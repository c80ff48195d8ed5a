"""Deals that were looked for, a pipeline by its stages, and imported deals to sort."""

from collections.abc import Callable
from typing import Any

from bot.views import deal_rows, done_words, nudges, parts
from bot.views.admin import no_deals
from bot.views.deal_rows import LIGHTS, money
from bot.views.leads import with_code
from bot.views.parts import Part, actions, bold, button, context, message, section
from bot.views.reader import Reader
from rules.answers.deals import DealRow
from rules.answers.found import (
    DealsFound,
    PipelineShown,
    Sorting,
    SortRow,
    SourceCount,
    SourcesShown,
    StageSum,
    WeightedSum,
)

SOURCES = 20  # lines of one list
PAGE = 10  # as services.lists.found cuts them
ASKED = 200  # characters of what was asked that a page button carries
FILTERS = {
    "won": "found.won",
    "lost": "found.lost",
    "invalid": "found.invalid",
    "draft": "found.draft",
    "open": "found.open",
    "red": "found.red",
    "amber": "found.amber",
    "green": "found.green",
}


def found(answer: DealsFound, reader: Reader) -> Part:
    """ "12 deals · Proposal, red · "bearings"", each with *Open*, and the way on and back."""
    t = reader.t
    filters = [_filter(word, reader) for word in answer.filters]
    filters += [t("found.least", amount=money([answer.least], reader))] if answer.least else []
    filters += [t("found.most", amount=money([answer.most], reader))] if answer.most else []
    said = [*filters, *([t("found.words", words=answer.words)] if answer.words else [])]
    asked = t("list.comma").join(said) or t("found.everything")
    if answer.unknown_owner:
        told = t("found.no_owner", name=answer.unknown_owner)
        return message(told, [section(told)])
    waiting = answer.count - len(answer.given if answer.gone else ())
    if answer.gone and not waiting:
        told = t("found.all_given" if answer.given else "found.none_left", who=answer.gone)
    elif not answer.rows:
        told = t("found.none", asked=asked)
        return message(
            told, [section(told), deal_rows.beyond(answer.uncounted, reader), context(t("found.hint"))]
        )
    elif answer.gone:
        told = t("found.count_gone", count=waiting, who=answer.gone)
    else:
        told = t("found.count", count=waiting, asked=asked)
    rows: list[Part | None] = [block for row in answer.rows for block in _row(row, answer, reader)]
    beyond = deal_rows.beyond(answer.uncounted, reader)
    return message(told, [section(bold(told)), beyond, *rows, _pages(answer, reader)])


def _row(row: DealRow, answer: DealsFound, reader: Reader) -> list[Part | None]:
    """The deal; of one that was given to somebody from here, who has it now, and the way back."""
    deal_id = row.head.deal_id
    if (given := answer.given.get(deal_id)) is not None:
        told = done_words.said(given, with_code(row.head, reader), reader)
        card = button(reader.t("btn.open"), "deal_card", str(deal_id))
        return [section(told, accessory=card), nudges.undo(given, reader)]
    return deal_rows.row(row, reader, answer.owners.get(deal_id, ""), is_left=deal_id in answer.left)


def _filter(word: str, reader: Reader) -> str:
    key = word.removeprefix("found.")
    return reader.t(FILTERS[key]) if word.startswith("found.") and key in FILTERS else word


def _pages(answer: DealsFound, reader: Reader) -> Part | None:
    page, t = answer.first // PAGE, reader.t
    asked = answer.asked[:ASKED]
    kind = "list" if answer.is_list else "find"
    back = button(t("btn.previous"), "deal_page", f"{kind}:{page - 1}:{asked}") if page else None
    on = None
    if answer.first + len(answer.rows) < answer.count:
        on = button(t("btn.next"), "deal_page", f"{kind}:{page + 1}:{asked}")
    return actions(back, on)


# -- by stages ------------------------------------------------------------------------------------------


def pipeline(answer: PipelineShown, reader: Reader) -> Part:
    """Each stage in one line: how many, how many red, what they are worth; *Show* opens them."""
    t = reader.t
    head = t("found.team_pipeline" if answer.is_team else "found.my_pipeline")
    if not answer.stages and answer.roles:
        return no_deals(answer.roles, reader)
    if not answer.stages:
        told = t("found.empty")
        row = actions(button(t("btn.new_lead"), "lead_new", style="primary"))
        return message(told, [section(told), row if not answer.is_team else None])
    rows: list[Part | None] = [_stage(stage, reader) for stage in answer.stages]
    small = [t("found.drafts", count=answer.drafts)] if answer.drafts else []
    sort = actions(button(t("found.sort", count=answer.asleep), "sort_open")) if answer.asleep else None
    return message(head, [section(bold(head)), *_weighted(answer, reader), *rows, context(*small), sort])


def _weighted(answer: PipelineShown, reader: Reader) -> list[Part | None]:
    """What it comes to by how likely each deal is, a currency at a time, and how many deals are not in it."""
    t, comma = reader.t, reader.t("list.comma")
    sums = [_weighted_sum(one, reader) for one in answer.weighted]
    lacks = [t("found.no_amount", count=answer.no_amount)] if answer.no_amount else []
    lacks += [t("found.no_probability", count=answer.no_probability)] if answer.no_probability else []
    left = t("found.left_out", which=comma.join(lacks)) if lacks and sums else ""
    return [
        section(t("found.weighted", sums=" + ".join(sums))) if sums else None,
        context(left) if left else None,
    ]


def _weighted_sum(one: WeightedSum, reader: Reader) -> str:
    total = money([one.money], reader)
    if one.estimated is None:
        return total
    return reader.t("found.estimated", total=total, estimated=money([one.estimated], reader))


def _stage(stage: StageSum, reader: Reader) -> Part:
    t = reader.t
    first = f"{bold(stage.name)} · {t('found.deals', count=stage.count)}"
    red = f"{t(LIGHTS['red'])} {stage.red}" if stage.red else ""
    worth = money(stage.worth, reader)
    lacks = t("found.no_amount", count=stage.unknown) if stage.unknown and stage.worth else ""
    facts = " · ".join(word for word in (red, worth, lacks) if word)
    show = button(t("found.show"), "deal_page", f"list:0:{stage.key}")
    return section("\n".join(line for line in (first, facts) if line), accessory=show)


# -- imported ones --------------------------------------------------------------------------------------


def sorting(answer: Sorting, reader: Reader) -> Part:
    """The next imported deals, three taps each; how many are left, and when it is enough for today."""
    t = reader.t
    waits = [row for row in answer.rows if not row.done]
    if not waits:
        told = t("sort.enough", count=answer.today, left=answer.left) if answer.left else t("sort.through")
    else:
        told = t("sort.head", count=answer.left, today=answer.today, a_day=answer.a_day)
    blocks: list[Part | None] = [section(told)]
    for row in answer.rows:
        blocks += _sort_row(row, reader)
    return message(told, blocks)


def _sort_row(row: SortRow, reader: Reader) -> list[Part | None]:
    t, deal = reader.t, str(row.head.deal_id)
    facts = [with_code(row.head, reader), row.stage_name, money([row.money] if row.money else [], reader)]
    line = " · ".join(word for word in facts if word)
    if row.done:
        return [context(t("sort.done_park" if row.done == "park" else "sort.done_live", name=line))]
    return [
        section(line),
        actions(
            button(t("sort.live"), "sort_live", deal),
            button(t("sort.park"), "sort_park", deal),
            button(t("btn.lost"), "deal_lost", deal),
            parts.overflow(action_id="home_more", options=[parts.option(t("btn.open"), f"deal_card:{deal}")]),
        ),
    ]


def sources(answer: SourcesShown, reader: Reader) -> Part:
    """Each source: its leads, how many of them were none and why."""
    t = reader.t
    told = t("found.sources") if answer.sources else t("found.no_sources")
    lines = [_source(one, reader) for one in answer.sources[:SOURCES]]
    return message(told, [section(bold(told)), section("\n".join(lines)) if lines else None])


def _source(one: SourceCount, reader: Reader) -> str:
    t = reader.t
    if not one.invalid:
        return t("found.source", name=bold(one.name or t("when.unknown")), leads=one.leads)
    why = t("list.comma").join(f"{name} {count}" for name, count in one.reasons.items() if name)
    share = round(100 * one.invalid / one.leads)
    key = "found.source_why" if why else "found.source_bad"
    fields = {"why": why} if why else {}
    return t(
        key,
        name=bold(one.name or t("when.unknown")),
        leads=one.leads,
        invalid=one.invalid,
        share=share,
        **fields,
    )


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    DealsFound.kind: found,
    PipelineShown.kind: pipeline,
    Sorting.kind: sorting,
    SourcesShown.kind: sources,
}
