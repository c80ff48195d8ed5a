"""What a line of a list says of a colleague's task: the one that is in the way, or the next step that is theirs."""

from bot.views.reader import Reader
from rules.answers.nudges import NudgeLine, TaskOpen


def is_with_somebody(line: NudgeLine) -> bool:
    """It is a colleague's task whose day is not over: there is nothing to ask the owner."""
    return line.task is not None and not line.task.is_late and not line.task.is_reader


def blocker(line: NudgeLine, reader: Reader) -> str:
    """What is in the way, with whose task that is; to others, that its owner says that it is moving."""
    label = _label(line)
    if line.is_moving and line.owner:
        return reader.t("nudge.moving", owner=line.owner)
    if not label:
        return ""
    said = reader.t("nudge.blocker", blocker=label)
    gap = "" if reader.locale == "zh" else " "
    return f"{said}{gap}{_task(line.task, reader)}" if line.task is not None else said


def whose(line: NudgeLine, reader: Reader) -> str:
    """Whose the next step is that was just told, where nothing is in the way and it is not the owner's."""
    return _task(line.task, reader) if line.task is not None and not _label(line) else ""


def _label(line: NudgeLine) -> str:
    return next((c.label for c in line.blockers if c.value == line.blocker), "")


def _task(task: TaskOpen, reader: Reader) -> str:
    """Whose task it is, and until when."""
    t = reader.t
    due = reader.near_day(task.due) if task.due else t("when.unknown")
    who = t("list.comma").join(task.whose)
    if task.is_reader:
        return t("nudge.task_yours", due=due)
    return t("nudge.task_late" if task.is_late else "nudge.task_with", who=who, due=due)
