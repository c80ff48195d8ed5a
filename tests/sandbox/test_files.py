"""Files: three steps up, shares later, tokens down, and a file chosen in a modal."""

from __future__ import annotations

import urllib.request
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from sandbox.driver import OPENER, Sandbox
from tests.sandbox.ear import Ear, modal


def fetched(address: str, **headers: str) -> str:
    with OPENER.open(urllib.request.Request(address, headers=headers), timeout=5) as answer:
        return str(answer.read().decode())


def test_a_file_goes_up_is_shared_and_comes_down(slack: Sandbox, ear: Ear) -> None:
    mia = slack.person("mia")
    channel = ear.web.conversations_open(users="U0MIA")["channel"]["id"]
    sent = ear.web.files_upload_v2(
        channel=channel, filename="单子 1.csv", content="a,b\n1,2", initial_comment="Here"
    )
    assert not sent["file"].get("shares")
    message = slack.wait_for(lambda: [m for m in mia.dm() if m.get("files")])[-1]
    assert (message["text"], message["files"][0]["name"]) == ("Here", "单子 1.csv")
    told = ear.web.files_info(file=sent["file"]["id"])["file"]
    assert told["shares"]["private"][channel][0]["ts"] == message["ts"]
    private = told["url_private"]
    assert fetched(private, Authorization=f"Bearer {slack.bot_token}") == "a,b\n1,2"
    assert "Sign in" in fetched(private)


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"files": [{"id": "F404"}]}, "file_not_found"),
        ({"files": [{"id": "F404"}], "channel_id": "U0MIA"}, "invalid_channel"),
        ({"files": [{"id": "F404"}], "channel_id": "C0GENERAL"}, "not_in_channel"),
        ({"files": [{"id": "F404"}], "channel_id": "C404"}, "channel_not_found"),
        ({"files": []}, "invalid_arguments"),
    ],
)
def test_what_cannot_be_completed(ear: Ear, args: dict[str, Any], error: str) -> None:
    with pytest.raises(SlackApiError) as wrong:
        ear.web.api_call("files.completeUploadExternal", json=args)
    assert wrong.value.response["error"] == error


def test_an_announced_file_that_never_came(ear: Ear) -> None:
    announced = ear.web.files_getUploadURLExternal(filename="a.txt", length=3)
    with pytest.raises(SlackApiError, match="file_not_found"):
        ear.web.files_completeUploadExternal(files=[{"id": announced["file_id"], "title": "a"}])
    request = urllib.request.Request(announced["upload_url"], data=b"four")
    with pytest.raises(urllib.error.HTTPError, match="400"):
        OPENER.open(request, timeout=5)


def test_a_file_chosen_in_a_modal_reaches_the_app(slack: Sandbox, ear: Ear) -> None:
    mia = slack.person("mia")
    file = mia.upload("list.csv", b"x,y")
    label = {"type": "plain_text", "text": "File"}
    element = {"type": "file_input", "action_id": "a", "filetypes": ["csv"]}
    mia.command("#sales", "/lead")
    trigger = ear.payloads("slash_commands")[-1]["trigger_id"]
    blocks = [{"type": "input", "block_id": "file", "label": label, "element": element}]
    ear.web.views_open(trigger_id=trigger, view=modal(blocks=blocks))
    assert mia.submit(mia.views()[-1], {"File": [file["id"]]})["result"] == "closed"
    chosen = ear.payloads("view_submission")[-1]["view"]["state"]["values"]["file"]["a"]["files"][0]
    assert (chosen["id"], chosen["name"], chosen["user"]) == (file["id"], "list.csv", "U0MIA")
    assert fetched(chosen["url_private"], Authorization=f"Bearer {slack.bot_token}") == "x,y"
