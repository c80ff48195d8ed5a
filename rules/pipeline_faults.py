"""What is wrong with a proposed pipeline: each fault by path, line and the key of its sentence, all at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Retired = Sequence[tuple[str, Mapping[Any, Any]]]  # where each would say what stands in its place
_ROOMS = (
    "stages",
    "sources",
    "loss_reasons",
    "invalid_reasons",
    "blockers",
    "budget_bands",
    "industries",
    "regions",
    "tiers",
)
# What an exit item of these kinds may ask for: kinds of notes, roles in the decision chain.
KNOWN: Mapping[str, frozenset[str]] = {
    "note": frozenset({"talked", "meeting", "message", "reply", "attempt", "internal", "handover"}),
    "contact": frozenset({"decision_maker", "user", "influencer", "blocker"}),
}
SIGNING = "signing_date"  # the only item of kind date: the deal itself has this day, and no other
_KNOWN_WORDS = ("duration", "clock", "percent")  # of `rules.models`, in what a fault says
_KINDS = {
    "missing": "missing",
    "extra_forbidden": "unknown_key",
    "too_many": "too_many",  # exit items
    "too_long": "long_list",
}


@dataclass(frozen=True)
class ConfigFault:
    """One fault: the key's path, its line (from 1), the catalogue key of its sentence, and its fields."""

    path: str
    line: int
    key: str
    params: Mapping[str, Any] = field(default_factory=dict)


def faults_of(details: Iterable[Any], lines: Mapping[str, int]) -> list[ConfigFault]:
    """The faults that the models found, from the details of pydantic's error."""
    return [_fault(detail, lines) for detail in details]


def _fault(detail: Any, lines: Mapping[str, int]) -> ConfigFault:
    path = ".".join(str(part) for part in detail["loc"])
    said = next((word for word in _KNOWN_WORDS if word in detail["msg"]), "wrong")
    given = detail.get("input")
    shown = str(given)[:40] if isinstance(given, str | int | float | bool) else ""
    key = f"config.{_KINDS.get(detail['type'], said)}"
    told = {
        "name": path.rpartition(".")[2],
        "given": shown,
        "most": detail.get("ctx", {}).get("max_length", ""),
    }
    return ConfigFault(path, line_of(path, lines), key, told)


def line_of(path: str, lines: Mapping[str, int]) -> int:
    """The line of a path, or of the nearest thing around it; 1 when there is none."""
    while path and path not in lines:
        path = path.rpartition(".")[0]
    return lines.get(path, 1)


def cross_faults(data: Mapping[Any, Any], lines: Mapping[str, int]) -> list[ConfigFault]:
    """What no single field shows: keys and codes given twice, references to nothing.

    It reads the raw data, so that these are told together with the faults of single fields."""
    found = [(path, "double", given) for path, given in _doubles(data)]
    found += [(path, "nowhere", given) for path, given in _lost_ends(data)]
    found += [(path, "circle", given) for path, given in _circles(data)]
    found += [(path, "other_date", given) for path, given in _other_dates(data)]
    return [
        ConfigFault(path, line_of(path, lines), f"config.{key}", {"name": given})
        for path, key, given in found
    ]


def _doubles(data: Mapping[Any, Any]) -> list[tuple[str, str]]:
    found = [
        fault
        for room in _ROOMS
        for fault in (*_twice(data.get(room), room, "key"), *_called_alike(data.get(room), room))
    ]
    for index, stage in _maps(data.get("stages")):
        found += _twice(stage.get("exit"), f"stages.{index}.exit", "key")
    return found + _twice(data.get("sources"), "sources", "code") + _same(data.get("probabilities"))


def _called_alike(value: object, room: str) -> list[tuple[str, str]]:
    """Two of one name: who reads it, or a file that says it, cannot tell them apart. A retired one may keep its name."""
    found, seen = [], set[tuple[str, str]]()
    for index, item in _maps(value):
        name = item.get("name")
        for locale, given in name.items() if isinstance(name, Mapping) and not item.get("moved_to") else ():
            said = locale, str(given).strip().casefold()
            if said in seen:
                found.append((f"{room}.{index}.name.{locale}", str(given)))
            seen.add(said)
    return found


def _same(given: object) -> list[tuple[str, str]]:
    """A probability that is offered twice."""
    some = given if isinstance(given, list) else []
    return [(f"probabilities.{at}", str(one)) for at, one in enumerate(some) if one in some[:at]]


def _lost_ends(data: Mapping[Any, Any]) -> list[tuple[str, str]]:
    found = [
        fault for index, stage in _maps(data.get("stages")) for fault in _unheard(stage, f"stages.{index}")
    ]
    for every, name in _retired(data):
        found += _moved_nowhere(every, name)
    return found + _unsourced(data)


def _retired(data: Mapping[Any, Any]) -> Iterator[tuple[Retired, str]]:
    """What may be retired for another: each room of the file, and what all stages have inside, which may move to another
    stage's."""
    for room in _ROOMS:
        yield [(f"{room}.{index}.moved_to", each) for index, each in _maps(data.get(room))], "key"
    for room, name in (("exit", "key"), ("opens", "kind")):
        yield (
            [
                (f"stages.{at}.{room}.{index}.moved_to", each)
                for at, stage in _maps(data.get("stages"))
                for index, each in _maps(stage.get(room))
            ],
            name,
        )


def _unsourced(data: Mapping[Any, Any]) -> list[tuple[str, str]]:
    """Rules for leads of a source that there is not."""
    known = {each.get("key") for _, each in _maps(data.get("sources"))}
    given = data.get("assignment")
    found = []
    for index, rule in _maps(given.get("rules") if isinstance(given, Mapping) else None):
        of = rule.get("source")
        for at, source in enumerate(of if isinstance(of, list) else []):
            if source not in known:
                found.append((f"assignment.rules.{index}.source.{at}", str(source)))
    return found


def _moved_nowhere(every: Retired, name: str) -> list[tuple[str, str]]:
    """What is retired for something that there is not."""
    keys = {each.get(name) for _, each in every}
    return [
        (path, str(target))
        for path, each in every
        if (target := each.get("moved_to")) is not None and target not in keys
    ]


def _circles(data: Mapping[Any, Any]) -> list[tuple[str, str]]:
    """What is retired for itself, or for what is retired for it in turn: nothing stands in its place."""
    found = []
    for every, name in _retired(data):
        moves = {str(each.get(name)): each.get("moved_to") for _, each in every}
        found += [(path, key) for path, each in every if _returns(key := str(each.get(name)), moves)]
    return found


def _returns(key: str, moves: Mapping[str, object]) -> bool:
    at: object = key
    for _ in moves:
        at = moves.get(str(at))
        if at == key:
            return True
    return False


def _unheard(stage: Mapping[Any, Any], path: str) -> list[tuple[str, str]]:
    """Notes and roles that an exit item waits for and that no deal ever has."""
    found = []
    for index, item in _maps(stage.get("exit")):
        known, of = KNOWN.get(str(item.get("kind"))), item.get("of")
        if known is not None and isinstance(of, list):
            found += [(f"{path}.exit.{index}.of", str(one)) for one in of if one not in known]
    return found


def _other_dates(data: Mapping[Any, Any]) -> list[tuple[str, str]]:
    """Items that would be met by the signing date, and overwrite it."""
    found = []
    for at, stage in _maps(data.get("stages")):
        for index, item in _maps(stage.get("exit")):
            path, other = f"stages.{at}.exit.{index}", item.get("or")
            both = [(path, item), *([(f"{path}.or", other)] if isinstance(other, Mapping) else [])]
            dates = [(where, str(one.get("key"))) for where, one in both if one.get("kind") == "date"]
            found += [(f"{where}.kind", key) for where, key in dates if key != SIGNING]
    return found


def _maps(value: object) -> list[tuple[int, Mapping[Any, Any]]]:
    items = value if isinstance(value, Sequence) and not isinstance(value, str) else []
    return [(index, item) for index, item in enumerate(items) if isinstance(item, Mapping)]


def _twice(value: object, path: str, name: str) -> list[tuple[str, str]]:
    seen: set[str] = set()
    found = []
    for index, item in _maps(value):
        given = item.get(name)
        if isinstance(given, str):
            if given.casefold() in seen:
                found.append((f"{path}.{index}.{name}", given))
            seen.add(given.casefold())
    return found
