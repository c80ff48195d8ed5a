"""What an import changes of people is not put back, and that is said before and after."""

from zoneinfo import ZoneInfo

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.imports import ImportDone
from storage.tables import PersonRole
from tests.services.desk import Desk, book
from tests.services.machine import Machine


def test_of_a_list_of_people_it_is_said_before_and_after_what_stays(machine: Machine) -> None:
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["zoe"], role="admin"))
    desk = Desk(machine, "zoe")
    run_id = desk.bring(book([["Liam", "Zoe"], ["新来的", "Maya"]], ["姓名", "直属经理"]), "people.xlsx")
    done: ImportDone = desk.said(ImportDone)
    assert done.of_people and done.counts == {"changed": 1, "people": 1}
    reader = Reader("en", ZoneInfo("Asia/Shanghai"), machine.clock.now(), "U0ZOE")
    undo = render(done, reader)["blocks"][-2]["elements"][-1]
    assert "of people (manager, roles, calendar) stays" in undo["confirm"]["text"]["text"]
    undone = desk.undo(run_id)
    assert (undone.others, undone.changed) == (1, 1)
