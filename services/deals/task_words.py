"""What somebody says in the thread of what was asked of them: it is the task's, and reaches who asked."""

from rules.answers import Answer, Sentence
from rules.answers.digests import VerbFilled
from rules.answers.tasks import TaskSaid
from services import audit
from services.ask import Ask, once
from services.deals import tasks
from services.deals.task_answers import ACTS, may, said_before, tell_back, theirs, way_back
from storage import tasks as rows
from storage.db import Session

LONGEST = 2000


@once("task")
def answer_in_words(ask: Ask, tx: Session, task_id: int, text: str, *, is_done: bool = False) -> Answer:
    """A word to who asked, kept with the task, also after it was done; ``is_done``: the words say no more than that.
    Raises NotFound."""
    task, deal = theirs(ask, tx, rows.held(tx, task_id))
    is_open = may(ask, task, deal)
    is_done = is_done and is_open
    before, back = {"state": task.state}, said_before(deal, task)
    if is_open:
        verb = "done" if is_done else "word"
        was_word = task.answer == "word" and task.answered_by == ask.actor.id
        task.words = None if not was_word else task.words
        task.answer, task.answered_by = verb, ask.actor.id
        if is_done:
            ACTS[verb](ask, tx, deal, task, VerbFilled())
    if not is_done:
        task.words = "\n".join(word for word in (task.words, text) if word)[-LONGEST:]
    tx.add(task)
    tx.flush()
    if is_done:
        way_back(ask, tx, deal, task, back)
    after = {"task_id": task.id, "words": text, "state": task.state}
    act = "task.done" if is_done else "task.word"
    audit.record(tx, ask.actor.id, act, f"deal:{deal.id}", now=ask.now, before=before, after=after)
    tasks.rewrite(tx, ask.pipeline, deal, task, ask.now)
    word = TaskSaid(verb="done" if is_done else "word", who=ask.person.name, text="" if is_done else text)
    names = tell_back(ask, tx, deal, task, word)
    if is_done or not names:
        return Sentence(key="task.thread_done" if is_done else "task.thread_kept")
    return Sentence(key="task.thread_word", fields={"who": " · ".join(names)})
