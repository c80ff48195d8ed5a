"""Inputs whose choices Slack itself offers: people and channels; and a few that stand in sight. With parts.py, what spells
block types."""

from collections.abc import Sequence

from bot.views.parts import Part, _input, _plain, _some


def person(action_id: str, placeholder: str) -> Part:
    """A menu of the workspace's people that acts when one is chosen."""
    return _some(type="users_select", action_id=action_id, placeholder=_plain(placeholder, 150))


def input_person(label: str, name: str, chosen: str = "", *, optional: bool = False) -> Part:
    """One person of the workspace; ``chosen`` is a Slack id."""
    return _input(label, name, _some(type="users_select", initial_user=chosen or None), optional, None) or {}


def input_people(
    label: str,
    name: str,
    chosen: Sequence[str] = (),
    *,
    most: int | None = None,
    optional: bool = False,
    hint: str | None = None,
) -> Part:
    """Several people of the workspace; ``chosen`` are Slack ids, ``most`` how many may be."""
    menu = _some(type="multi_users_select", initial_users=list(chosen) or None, max_selected_items=most)
    return _input(label, name, menu, optional, hint) or {}


def input_channel(label: str, name: str, *, optional: bool = False) -> Part:
    """One public channel; a private one is set where Baton is in it."""
    return _input(label, name, _some(type="channels_select"), optional, None) or {}


def input_radio(label: str, name: str, options: Sequence[Part]) -> Part:
    """One of a few that all stand in sight: up to ten."""
    return _input(label, name, _some(type="radio_buttons", options=list(options)[:10]), False, None) or {}
