"""The Web API in one table: per method its scopes, required arguments, errors, tier and page."""

from __future__ import annotations

from dataclasses import dataclass

PAGE = "https://docs.slack.dev/reference/methods/"
# Every method may answer these. https://docs.slack.dev/apis/web-api/
COMMON_ERRORS = frozenset(
    [
        "not_authed",
        "invalid_auth",
        "token_revoked",
        "missing_scope",
        "not_allowed_token_type",
        "missing_argument",
        "invalid_arguments",
        "invalid_arg_name",
        "invalid_json",
        "json_not_object",
        "invalid_form_data",
        "unknown_method",
        "ratelimited",
    ]
)
BY_KIND = {"channel": "channels", "private": "groups", "im": "im"}


@dataclass(frozen=True)
class Method:
    """`scopes`: any one of them is enough; `family` read, history or write means: by the kind of channel.

    `tier` 1 to 4 is calls a minute (see pace.TIERS), None is special.
    """

    name: str
    tier: int | None
    required: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    family: str = ""
    errors: frozenset[str] = frozenset()
    token: str = "bot"
    json_body: bool = True

    @property
    def page(self) -> str:
        return PAGE + self.name

    @property
    def known_errors(self) -> frozenset[str]:
        return self.errors | COMMON_ERRORS


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CONTENT = """msg_too_long no_text invalid_blocks invalid_blocks_format invalid_attachments too_many_attachments
    invalid_metadata_format invalid_metadata_schema metadata_too_large"""
READ = ("channels:read", "groups:read", "im:read")
HISTORY = ("channels:history", "groups:history", "im:history")

TABLE = {
    method.name: method
    for method in (
        Method("auth.test", None, token="any"),
        Method("apps.connections.open", 3, token="app", errors=words("forbidden_team")),
        Method("blocks.validate", None, errors=words("invalid_blocks invalid_view invalid_message")),
        Method("bots.info", 3, scopes=("users:read",), errors=words("bot_not_found"), json_body=False),
        Method("team.info", 3, scopes=("team:read",), errors=words("team_not_found")),
        Method(
            "chat.postMessage",
            None,
            ("channel",),
            ("chat:write",),
            errors=words(
                f"{CONTENT} channel_not_found not_in_channel is_archived messages_tab_disabled cannot_reply_to_message"
            ),
        ),
        Method(
            "chat.postEphemeral",
            4,
            ("channel", "user"),
            ("chat:write",),
            errors=words(
                f"{CONTENT} channel_not_found not_in_channel is_archived user_not_in_channel"
                " messages_tab_disabled cannot_reply_to_message"
            ),
        ),
        Method(
            "chat.update",
            3,
            ("channel", "ts"),
            ("chat:write",),
            errors=words(f"{CONTENT} channel_not_found message_not_found cant_update_message is_inactive"),
        ),
        Method(
            "chat.delete",
            3,
            ("channel", "ts"),
            ("chat:write",),
            errors=words("channel_not_found message_not_found cant_delete_message"),
        ),
        Method(
            "chat.getPermalink",
            None,
            ("channel", "message_ts"),
            errors=words("channel_not_found message_not_found"),
            json_body=False,
        ),
        Method(
            "conversations.open",
            3,
            scopes=("im:write",),
            errors=words(
                "channel_not_found not_enough_users too_many_users user_disabled user_not_found"
                " method_not_supported_for_channel_type users_list_not_supplied"
            ),
        ),
        Method(
            "conversations.info",
            3,
            ("channel",),
            READ,
            "read",
            words("channel_not_found"),
            json_body=False,
        ),
        Method(
            "conversations.members",
            4,
            ("channel",),
            READ,
            "read",
            words("channel_not_found invalid_cursor invalid_limit"),
            json_body=False,
        ),
        Method(
            "conversations.list",
            2,
            (),
            READ,
            errors=words("invalid_cursor invalid_limit invalid_types"),
            json_body=False,
        ),
        Method(
            "conversations.history",
            3,
            ("channel",),
            HISTORY,
            "history",
            words(
                "channel_not_found not_in_channel invalid_cursor invalid_limit invalid_ts_oldest invalid_ts_latest"
            ),
            json_body=False,
        ),
        Method(
            "conversations.replies",
            3,
            ("channel", "ts"),
            HISTORY,
            "history",
            words(
                "channel_not_found not_in_channel thread_not_found invalid_cursor invalid_limit"
                " invalid_ts_oldest invalid_ts_latest"
            ),
            json_body=False,
        ),
        Method(
            "conversations.join",
            3,
            ("channel",),
            ("channels:join",),
            errors=words("channel_not_found is_archived method_not_supported_for_channel_type"),
        ),
        Method(
            "users.info",
            4,
            ("user",),
            ("users:read",),
            errors=words("user_not_found"),
            json_body=False,
        ),
        Method(
            "users.list",
            2,
            (),
            ("users:read",),
            errors=words("invalid_cursor limit_required"),
            json_body=False,
        ),
        Method(
            "views.open",
            4,
            ("view",),
            errors=words(
                "expired_trigger_id exchanged_trigger_id invalid_trigger_id view_too_large duplicate_external_id"
            ),
        ),
        Method(
            "views.push",
            4,
            ("view",),
            errors=words(
                "expired_trigger_id exchanged_trigger_id invalid_trigger_id view_too_large duplicate_external_id"
                " push_limit_reached not_found"
            ),
        ),
        Method(
            "views.update",
            4,
            ("view",),
            errors=words("not_found hash_conflict view_too_large duplicate_external_id"),
        ),
        Method(
            "views.publish",
            4,
            ("user_id", "view"),
            errors=words("not_enabled hash_conflict view_too_large duplicate_external_id user_not_found"),
        ),
        Method(
            "files.getUploadURLExternal",
            4,
            ("filename", "length"),
            ("files:write",),
            errors=words("file_upload_size_restricted"),
            json_body=False,
        ),
        Method(
            "files.completeUploadExternal",
            4,
            ("files",),
            ("files:write",),
            errors=words("file_not_found invalid_channel channel_not_found not_in_channel invalid_blocks"),
        ),
        Method("files.info", 4, ("file",), ("files:read",), errors=words("file_not_found"), json_body=False),
    )
}
