"""A Slack user as Baton keeps them."""

import pytest

from rules.profiles import read_profile


@pytest.mark.parametrize(
    ("zone", "kept"),
    [
        ("Asia/Shanghai", "Asia/Shanghai"),
        ("America/New_York", "America/New_York"),
        ("Mars/Olympus", None),  # else every reckoning of this person's working time would fail
        ("../etc/passwd", None),
        ("", None),
        (None, None),
    ],
)
def test_only_zones_that_are_known_are_taken_over(zone: str | None, kept: str | None) -> None:
    assert read_profile({"id": "U1", "name": "nina", "tz": zone}, "T1").tz == kept


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("R&amp;D Bob", "R&D Bob"),
        ("\ue000@U0MAYA\ue002 Bob", "@U0MAYA Bob"),
        ("\x00\u200b", "U1"),
        (None, "nina"),
    ],
)
def test_a_name_is_read_like_anything_that_people_type(said: str | None, name: str) -> None:
    assert read_profile({"id": "U1", "name": "nina", "profile": {"display_name": said}}, "T1").name == name
