"""Tables at the terminal: import with a look before it, files of gaps and of rows to mend, export, exchange rates."""

from pathlib import Path

import pytest

from bot.sheets import reading
from tests.flows.test_terminal import Terminal


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Terminal:
    return Terminal(monkeypatch, tmp_path)


def test_a_table_is_looked_at_taken_over_mended_and_exported(terminal: Terminal) -> None:
    path = terminal.folder / "leads.csv"
    path.write_text("客户名称,手机,金额\n恒达机械,13800138000,80万\n云帆,1380013800,5\n", "gb18030")
    code, said, _ = terminal("import", str(path), "--check")
    assert (
        code == 0 and "客户名称 → Company" in said and "Nothing was written" in said and "1 new deal" in said
    )
    said = terminal("import", str(path))[1]
    assert "1 new deal" in said and "1 row held back" in said
    *_, mend = sorted(
        (terminal.folder / "data").glob("*-to-fix.xlsx")
    )  # the look made one too, perhaps a second before
    assert mend.name in said and "1380013800" in str(
        reading.read(mend.name, mend.read_bytes())[0].lines[1].cells
    )
    assert "Everything was here already" in terminal("import", str(path))[1]
    out = terminal.folder / "out.xlsx"
    assert terminal("export", str(out))[1].startswith("1 lead is in ")
    assert terminal("import", str(out), "--kind", "deals")[1].count("unchanged") == 1
    for wrong in (
        ("export", "out.pdf"),
        ("export", str(out), "--as", "@nobody"),
        ("import", str(out), "--kind", "cats"),
    ):
        assert terminal(*wrong)[0] > 0


def test_rates_come_from_a_file_or_not_at_all(terminal: Terminal) -> None:
    path = terminal.folder / "rates.csv"
    path.write_text("币种,汇率,日期\n美元,7.12,2026-11-01\nEUR,lots,\nCNY,1,\n", "utf-8")
    code, said, told = terminal("rates", "apply", str(path))
    assert (
        code == 1
        and said == ""
        and f"{path}:3: 汇率: “lots” isn't a rate" in told
        and f"{path}:4: 币种:" in told
    )
    path.write_text("币种;汇率\n美元;7.12\nEUR;8\n", "gb18030")
    assert terminal("rates", "apply", str(path))[1] == "2 rates are new or changed\n"
    said = terminal("rates", "show")[1]
    assert "1 EUR = 8 CNY" in said and "1 USD = 7.12 CNY" in said
    path.write_text("a,b\n1,2\n", "utf-8")
    assert terminal("rates", "apply", str(path))[0] == 1


def test_an_import_at_the_terminal_tells_its_gaps_in_a_file(terminal: Terminal) -> None:
    head = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
    (terminal.folder / "sales_pipeline.csv").write_text(head + "A1,Ann,=1+1,,Engaging,03-05-26,,5\n", "utf-8")
    terminal.set(LANG="zh_CN.UTF-8")
    code, said, _ = terminal("import", ".", "--report", "gaps.csv")
    assert code == 0 and "新增 1 单" in said and "gaps.csv" in said
    report = (terminal.folder / "gaps.csv").read_text("utf-8-sig")
    assert "先空着" in report and ",'=1+1," in report
    assert "没有改动" in terminal("import", ".", "--report", "gaps.csv")[1]


def test_a_look_at_a_folder_knows_its_own_products_and_each_leaves_files_of_its_own(
    terminal: Terminal,
) -> None:
    (terminal.folder / "products.csv").write_text("product,series,sales_price\nGTX Pro,GTX,4821\n", "utf-8")
    head = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
    rows = "A1,Ann,GTX Pro,,Engaging,2026-05-03,,\n"
    (terminal.folder / "sales_pipeline.csv").write_text(head + rows, "utf-8")
    reports = []
    for _ in range(3):
        said = terminal("import", ".", "--check")[1]
        assert "1 product" in said and "1 gap or warning" in said  # no account, and nothing else
        reports.append(said.rpartition(" is listed in ")[2].strip())
    assert len(set(reports)) == 3 and all(Path(one).name for one in reports)
