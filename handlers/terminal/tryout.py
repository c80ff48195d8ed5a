"""Where a try-out keeps its data, and the settings of its Baton: what `try` and `--try` share."""

from pathlib import Path

from handlers.terminal.kit import Kit

ADDRESS = "address"  # beside the try-out's data: where its sandbox answers, while it runs
DATABASE = "baton.db"


def trying_folder(kit: Kit, chosen: Path | None) -> Path:
    """Where the try-out keeps its data."""
    return (kit.root / ".try" if chosen is None or chosen == Path() else chosen).resolve()


def is_kept_in(folder: Path) -> bool:
    """Does a try-out run, or did one ever, with its data in this folder?"""
    return any((folder / name).exists() for name in (ADDRESS, DATABASE))


def environment(data: Path, url: str) -> dict[str, str]:
    """The settings of a try-out, whatever a .env for a real workspace says (the environment wins)."""
    return {
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "SLACK_API_URL": f"{url}/api/",
        "BATON_TRANSPORT": "socket",
        "BATON_DATABASE_URL": f"sqlite:///{data / DATABASE}",
        "BATON_DATA_DIR": str(data / "files"),
        "BATON_PIPELINE": "pipeline.yaml",
        "BATON_CONTROL_URL": url,
        "BATON_HEALTH_PORT": "0",
        "BATON_PING_URL": "off",
        "BATON_LOG_LEVEL": "INFO",
    }
