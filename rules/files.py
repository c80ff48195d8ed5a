"""Which files Baton takes as evidence: so many bytes at the most, and of these types."""

MOST_BYTES = 10_000_000
IMAGES = ("png", "jpg", "jpeg", "heic", "webp")
TYPES = ("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "csv", *IMAGES)


def extension(name: str) -> str:
    """The part of a file's name behind its last dot, in small letters; nothing without one."""
    return name.rsplit(".", 1)[1].casefold() if "." in name else ""


def fault(name: str, size: int) -> str | None:
    """Why a file is not taken, as a catalogue key: its type, its size, or nothing in it."""
    if extension(name) not in TYPES:
        return "gate.file_type"
    if size > MOST_BYTES:
        return "gate.file_big"
    return "gate.file_empty" if size == 0 else None
