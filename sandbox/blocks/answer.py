"""What Slack's methods answer to faulty blocks and views."""

from collections.abc import Sequence

from sandbox.blocks.fault import Fault
from sandbox.blocks.rules import SHAPES

_MISMATCH = "failed to match all allowed schemas"


def messages(faults: Sequence[Fault]) -> list[str]:
    """The lines of `errors`: each fault with its pointer. A text object that is too long or too short is
    told twice, since its length is a second schema that it fails to match; so is a view, before all else."""
    lines: list[str] = []
    for fault in faults:
        if fault.pointer.startswith("/view") and not lines:
            lines.append(f"{_MISMATCH} [json-pointer:/view]")
        if fault.rule not in SHAPES and fault.pointer.endswith("/text/text"):
            lines.append(f"{_MISMATCH} [json-pointer:{fault.pointer.removesuffix('/text')}]")
        lines.append(str(fault))
    return lines


def as_error(faults: Sequence[Fault]) -> dict[str, object]:
    """The body of the answer: `invalid_arguments` for views, `invalid_blocks` with `errors` for messages.

    A second table in a message is, oddly, a fault of `invalid_attachments`.
    """
    if not faults:
        return {"ok": True}
    lines = messages(faults)
    noted = {"messages": [f"[ERROR] {line}" for line in lines]}
    if faults[0].pointer.startswith("/view"):
        return {"ok": False, "error": "invalid_arguments", "response_metadata": noted}
    error = "invalid_attachments" if faults[0].rule == "table.one" else "invalid_blocks"
    return {"ok": False, "error": error, "errors": lines, "response_metadata": noted}


def as_validation(faults: Sequence[Fault], kind: str = "blocks") -> dict[str, object]:
    """What blocks.validate answers; `kind` is the argument it was given: blocks, view or message."""
    if not faults:
        return {"ok": True}
    errors: list[dict[str, object]] = []
    for fault in faults:
        one: dict[str, object] = {"code": fault.code, "message": fault.message, "pointer": fault.pointer}
        if fault.code == "missing_field":
            one["field"] = fault.constraint.get("field", "")
        elif fault.constraint:
            one["constraint"] = dict(fault.constraint)
        errors.append(one)
    return {"ok": False, "error": f"invalid_{kind}", "errors": errors}
