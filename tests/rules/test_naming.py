"""What people call a customer explains so much of what they say, and nothing where it is no name."""

import pytest

from rules.naming import PART, WHOLE, names_first, reach

NOT = (0, PART)


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("苏州安信达", "安信达 同意试用", (3, PART)),
        ("苏州安信达", "安信达同意试用", (3, PART)),
        ("江苏苏州市安信达科技有限公司", "安信达科技公司同意", (7, PART)),
        ("苏州安信达", "苏州安信达同意", (5, WHOLE)),
        ("苏州安信达", "安信 同意", (2, PART)),
        ("苏州安信达", "信达 同意", NOT),  # two of the middle are too few
        ("新锐安信达自动化", "安信达 同意", (3, PART)),
        ("苏州安信达", "苏州 那边同意", NOT),  # a place
        ("苏州恒达机械", "机械 同意", NOT),  # a trade
        ("苏州恒达自动化设备", "自动化设备那边", NOT),
        ("苏州恒达科技有限公司", "科技有限公司", NOT),
        ("恒达机械", "恒达同意", (2, PART)),
        ("上海机电", "机电 同意", (2, PART)),
        ("北京", "北京 同意", (2, WHOLE)),
        ("Suzhou Anxinda", "Anxinda likes it", (7, PART)),
        ("Suzhou Anxinda Ltd", "anxinda: agreed", (7, PART)),
        ("Suzhou Anxinda", "Anxin likes it", NOT),
        ("Suzhou Anxinda", "Suzhou said yes", NOT),
        ("Metro Logistics", "Logistics agreed", NOT),
        ("Acme Foods", "Foods agreed", NOT),
        ("The Blue Heron Group", "Heron agreed", (5, PART)),
        ("Metro Logistics", "metro agreed", (5, PART)),
    ],
)
def test_a_name_explains_what_is_said(name: str, head: str, expected: tuple[int, int]) -> None:
    assert reach(name, head, is_account=True) == expected


@pytest.mark.parametrize("head", ["Becker agreed", "小丽 同意"])
def test_of_a_persons_name_only_the_beginning_counts(head: str) -> None:
    assert reach("Tom Becker", head, is_account=False) == reach("王小丽", head, is_account=False) == NOT


def test_a_text_that_speaks_of_a_city_speaks_of_no_customer_there() -> None:
    assert not names_first("下周去苏州出差", "苏州安信达")
    assert names_first("下周去安信那边", "苏州安信达")
