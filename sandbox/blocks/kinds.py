"""The kinds of field a shape is made of, each checking one value and adding Slack's own wording.

The order is that of Slack's validator (hack-json-schema): a wrong type, a missing key or a wrong
count ends the look at that value; otherwise every fault of every field is told.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sandbox.blocks.fault import SHOWN, Faults, step
from sandbox.blocks.rules import RULES

WRONG_TYPE = "invalid_type"
HUGE = 2**1000  # no such number comes out of a JSON reader that keeps to IEEE 754


class Kind(Protocol):
    """Anything that can check a value standing at a pointer."""

    def check(self, value: object, at: str, out: Faults) -> None: ...


@dataclass(frozen=True)
class Str:
    """A string: length in characters by its rule, one of `choices`, or of a `pattern` or a `form`."""

    rule: str
    choices: tuple[str, ...] = ()
    pattern: str = ""
    form: str = ""

    def check(self, value: object, at: str, out: Faults) -> None:
        if not isinstance(value, str):
            out.add("must provide a string", at, self.rule, WRONG_TYPE, type="string")
        elif self.choices:
            if value not in self.choices:
                out.add("must be a valid enum value", at, self.rule, type="enum", expected=list(self.choices))
        elif not _length(value, at, self.rule, out):
            return
        elif self.pattern and not re.fullmatch(self.pattern, value):
            out.add(f"input must match regex pattern: ^{self.pattern}$", at, self.rule, type="pattern")
        elif self.form and not FORMS[self.form](value):
            out.add(f"input must be a valid: {self.form}", at, self.rule, type="format", expected=self.form)


def _is_uri(value: str) -> bool:
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+$", value) is not None


FORMS: dict[str, Callable[[str], bool]] = {"uri": _is_uri}


def _length(value: str, at: str, rule: str, out: Faults) -> bool:
    """Whether the length fits; Slack says "less than" the first length that does not."""
    most, least = RULES[rule].most, RULES[rule].least
    if most is not None and len(value) > most:
        out.add(
            f"must be less than {most + 1} characters",
            at,
            rule,
            type="max_length",
            expected=most,
            got=len(value),
        )
        return False
    if least is not None and len(value) < least:
        out.add(
            f"must be more than {least - 1} characters",
            at,
            rule,
            type="min_length",
            expected=least,
            got=len(value),
        )
        return False
    return True


@dataclass(frozen=True)
class Bool:
    """True or false."""

    rule: str

    def check(self, value: object, at: str, out: Faults) -> None:
        if not isinstance(value, bool):
            out.add("must be a boolean", at, self.rule, WRONG_TYPE, type="boolean")


@dataclass(frozen=True)
class Num:
    """A number within its rule, whole unless `whole` is false; `above` excludes the bound itself."""

    rule: str
    whole: bool = True
    above: float | None = None

    def check(self, value: object, at: str, out: Faults) -> None:
        rule = RULES[self.rule]
        word = "an integer" if self.whole else "a number"
        right = int if self.whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, right) or abs(value) > HUGE or math.isnan(value):
            out.add(f"must provide {word}", at, self.rule, WRONG_TYPE, type=word.split()[-1])
        elif self.above is not None and value <= self.above:
            out.add(
                f"must be greater than {self.above:g}", at, self.rule, type="minimum", expected=self.above
            )
        elif self.whole and rule.most is not None and value > rule.most:
            out.add(f"must be less than {rule.most}", at, self.rule, type="maximum", expected=rule.most)
        elif self.whole and rule.least is not None and value < rule.least:
            out.add(f"must be greater than {rule.least}", at, self.rule, type="minimum", expected=rule.least)


@dataclass(frozen=True)
class Arr:
    """A list; too many or too few items end the look at it, as Slack does. `or_null` lets items be null."""

    rule: str
    item: Kind
    distinct: bool = False
    or_null: bool = False

    def check(self, value: object, at: str, out: Faults) -> None:
        if not isinstance(value, list):
            out.add("must provide an array", at, self.rule, WRONG_TYPE, type="array")
            return
        most, least = RULES[self.rule].most, RULES[self.rule].least
        if most is not None and len(value) > most:
            out.add(
                f"no more than {most} items allowed",
                at,
                self.rule,
                type="max_items",
                expected=most,
                got=len(value),
            )
        elif least is not None and len(value) < least:
            out.add(
                f"must provide at least {least} items",
                at,
                self.rule,
                type="min_items",
                expected=least,
                got=len(value),
            )
        elif self.distinct and len(names := [x for x in value if isinstance(x, str)]) > len(set(names)):
            out.add("Input contains duplicate items", at, self.rule, type="unique_items")
        else:
            for i, item in enumerate(value):
                if not (self.or_null and item is None):
                    self.item.check(item, step(at, i), out)


@dataclass(frozen=True)
class Obj:
    """An object: the keys of `fields` and no others, those of `needs` present; `also` sees the whole of a
    value that is right so far, for what one field says of another."""

    rule: str
    fields: Mapping[str, Kind]
    needs: tuple[str, ...] = ()
    also: Callable[[dict[str, object], str, Faults], None] | None = field(default=None, compare=False)

    def check(self, value: object, at: str, out: Faults) -> None:
        if not isinstance(value, dict):
            out.add("must provide an object", at, self.rule, WRONG_TYPE, type="object")
            return
        missing = [name for name in self.needs if name not in value]
        for name in missing:
            out.add(f"missing required field: {name}", at, self.rule, "missing_field", field=name)
        if missing:
            return
        before = len(out.list)
        for name, kind in self.fields.items():
            if name in value:
                kind.check(value[name], step(at, name), out)
        for name in value:
            if not isinstance(name, str) or name not in self.fields:
                shown = name[:SHOWN] if isinstance(name, str) else type(name).__name__
                out.add(
                    f"invalid additional property: {shown}",
                    at,
                    self.rule,
                    type="additional_properties",
                    got=shown,
                )
        if self.also is not None and len(out.list) == before:
            self.also(value, at, out)


@dataclass(frozen=True)
class OneOf:
    """One of several objects, told apart by their `type`."""

    rule: str
    kinds: Mapping[str, Kind]

    def check(self, value: object, at: str, out: Faults) -> None:
        if not isinstance(value, dict):
            out.add("must provide an object", at, self.rule, WRONG_TYPE, type="object")
        elif "type" not in value:
            out.add("missing required field: type", at, self.rule, "missing_field", field="type")
        elif not isinstance(name := value["type"], str):
            out.add("must provide a string", step(at, "type"), self.rule, WRONG_TYPE, type="string")
        elif name not in self.kinds:
            shown = name[:SHOWN]
            out.add(
                f"unsupported type: {shown}",
                step(at, "type"),
                self.rule,
                type="enum",
                expected=list(self.kinds),
                got=shown,
            )
        else:
            self.kinds[name].check(value, at, out)


@dataclass(frozen=True)
class Either:
    """A plain string, or an object."""

    text: Str
    other: Kind

    def check(self, value: object, at: str, out: Faults) -> None:
        kind: Kind = self.text if isinstance(value, str) else self.other
        kind.check(value, at, out)
