"""The forms of an import: the file, and how its columns are read."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.views import fields, parts, pickers
from bot.views.parts import Part
from bot.views.reader import Reader
from bot.views.sent import SlackFile, files, kept
from bot.words import formats
from rules.answers.imports import ColumnAsked, ImportForm
from rules.errors import NotFound
from rules.exchange.reader import OURS

TABLES = ("csv", "xlsx")
ABOUT = {
    "deals": "import.about_deals",
    "accounts": "import.about_accounts",
    "products": "import.about_products",
    "people": "import.about_people",
}


@dataclass(frozen=True)
class Filled:
    """The form as sent. ``owners``: a name of the file → Slack's id of who is meant, or empty."""

    run_id: int
    at: int
    kind: str
    columns: tuple[str, ...]
    source: str = ""
    owners: dict[str, str] = field(default_factory=dict)
    currency: str | None = None  # None: it was not asked
    order: str | None = None


def file_form(kinds: Sequence[str], reader: Reader) -> Part:
    """Which file; what may be in it."""
    t = reader.t
    said = t("list.comma").join(t(ABOUT[kind]) for kind in kinds)
    return parts.modal(
        t("import.modal"),
        [
            parts.section(t("import.what", kinds=said)),
            parts.input_file(t("import.f_file"), "file", TABLES, 1),
            parts.context(t("import.or_dm")),
        ],
        submit=t("btn.continue"),
        close=t("btn.cancel"),
        callback_id="import_file",
    )


def read_file(view: Part) -> list[SlackFile]:
    """The file that was chosen, or none."""
    return files(view["state"]["values"].get("file", {}).get("file", {}).get("files"))


def map_form(form: ImportForm, reader: Reader) -> Part:
    """A select for each column, with what stands in it; above them what the table is about."""
    t = reader.t
    keep = {
        "run": form.run_id,
        "at": form.at,
        "kind": form.about,
        "n": len(form.columns) + form.more,
        "owners": [name for name, _ in form.owners],
    }
    names = [parts.option(fields.called(key, reader.locale), key) for key in form.fields]
    blocks: list[Part | None] = [
        _tables(form, reader),
        parts.input_select(
            t("import.f_kind"),
            "import_kind",
            [parts.option(t(ABOUT[kind]), kind) for kind in form.kinds if kind in ABOUT],
            form.about,
            dispatch=True,
        ),
        *(_column(n, one, form, names, reader) for n, one in enumerate(form.columns)),
        parts.context(t("import.more_columns", count=form.more)) if form.more else None,
        *_open(form, reader),
        *_others(form, reader),
    ]
    return parts.modal(
        t("import.mapping"),
        blocks,
        submit=t("btn.save"),
        close=t("btn.cancel"),
        callback_id="import_form",
        private_metadata=json.dumps(keep),
    )


def _tables(form: ImportForm, reader: Reader) -> Part | None:
    if len(form.tables) < 2:
        return None
    options = [parts.option(name or str(n + 1), str(n)) for n, name in enumerate(form.tables)]
    return parts.input_select(
        reader.t("import.f_table"), "import_table", options, str(form.at), dispatch=True
    )


def _column(n: int, one: ColumnAsked, form: ImportForm, names: list[Part], reader: Reader) -> Part | None:
    if one.field in OURS:  # which tells what is to be mended
        return None
    samples = " · ".join(one.samples)
    return parts.input_select(
        one.head or reader.t("import.no_head", n=n + 1),
        column(n, form.about),
        names,
        one.field,
        placeholder=reader.t("import.left_alone"),
        optional=True,
        hint=reader.t("import.samples", samples=samples) if samples else None,
    )


def _open(form: ImportForm, reader: Reader) -> list[Part | None]:
    """What the table leaves open: what day a date of it is, and the currency of its bare sums."""
    t, locale = reader.t, reader.locale
    found = [parts.option(formats.day(day, locale, reader.today), order) for order, day in form.days]
    codes = [parts.option(formats.currency(code, locale), code) for code in form.currencies]
    return [
        parts.input_select(
            t("import.f_order", said=form.unclear),
            f"order{form.at}",
            found,
            form.order,
            hint=t("import.all_dates"),
        )
        if form.unclear
        else None,
        parts.input_select(
            t("import.f_currency"),
            f"currency{form.at}",
            codes,
            form.currency,
            hint=t("import.samples", samples=form.bare),
        )
        if form.bare
        else None,
    ]


def _others(form: ImportForm, reader: Reader) -> list[Part | None]:
    """Who is meant by names that nobody here has; where leads come from that do not say so."""
    t = reader.t
    sources = [parts.option(name, key) for key, name in form.sources]
    return [
        *(
            pickers.input_person(t("import.f_owner", name=name), f"owner{n}", chosen, optional=True)
            for n, (name, chosen) in enumerate(form.owners)
        ),
        parts.input_select(
            t("import.f_source"),
            "source",
            sources,
            form.source,
            placeholder=t("import.no_source"),
            optional=True,
        )
        if sources and "source" not in {one.field for one in form.columns}
        else None,
    ]


def column(n: int, kind: str) -> str:
    """The name of a column's select; another kind has others, since Slack keeps what was chosen by name."""
    return f"c{n}_{kind}"


def about(view: Part) -> tuple[int, int]:
    """The run and the table of the form. Raises NotFound for an edited one."""
    found = kept(view)
    run_id, at = found.get("run"), found.get("at")
    if not isinstance(run_id, int) or not isinstance(at, int):
        raise NotFound("err.stale")
    return run_id, at


def read(view: Part) -> Filled:
    """The form as sent. Raises NotFound for an edited one."""
    (run_id, at), found, values = about(view), kept(view), view["state"]["values"]

    def chosen(name: str) -> str:
        return str((values.get(name, {}).get(name, {}).get("selected_option") or {}).get("value") or "")

    def asked(name: str) -> str | None:
        return chosen(name) if name in values else None

    kind, n = str(found.get("kind") or ""), found.get("n")
    names = found.get("owners")
    if not isinstance(n, int) or not 0 <= n <= 1000 or not isinstance(names, list):
        raise NotFound("err.stale")
    people = {
        str(name): str(values.get(f"owner{at}", {}).get(f"owner{at}", {}).get("selected_user") or "")
        for at, name in enumerate(names)
    }
    return Filled(
        run_id,
        at,
        kind,
        tuple(chosen(column(one, kind)) for one in range(n)),
        chosen("source"),
        people,
        asked(f"currency{at}"),
        asked(f"order{at}"),
    )
