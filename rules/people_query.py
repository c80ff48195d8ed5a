"""What `/baton people …` asks for: a group of people in the words of either language, or a part of a name."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.names import fold

LONGEST = 80  # characters that are read
GROUPS: Mapping[str, tuple[str, ...]] = {
    "lonely": ("no manager", "without manager", "without a manager", "没有经理", "无经理"),
    "roleless": ("no role", "without role", "without a role", "没有角色", "无角色"),
    "unmapped": ("not in slack", "unmapped", "不在 slack", "不在slack"),
    "away": ("left", "away", "已离开", "离开"),
    "rep": ("rep", "reps", "sales", "销售"),
    "manager": ("manager", "managers", "经理"),
    "director": ("director", "directors", "总监"),
    "finance": ("finance", "财务"),
    "delivery": ("delivery", "交付"),
    "presales": ("presales", "pre-sales", "售前"),
    "legal": ("legal", "法务"),
    "admin": ("admin", "admins", "管理员"),
}


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """``group``: a key of `GROUPS`, or empty; ``words``: what is looked for in names, handles and addresses."""

    group: str = ""
    words: str = ""


def read(text: str) -> PeopleQuery:
    """A group alone, else words; nothing at all asks for everybody."""
    said = fold(text[:LONGEST]).strip()
    group = next((key for key, spelled in GROUPS.items() if said in spelled), "")
    return PeopleQuery(group) if group else PeopleQuery(words=said.removeprefix("@"))
