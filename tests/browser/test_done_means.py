"""What a newcomer does in the first five minutes, on the page, in both languages; pictures in BATON_SHOTS."""

import pytest
from playwright.sync_api import expect

from tests.browser.walk import Walk

pytestmark = pytest.mark.browser


def test_a_rep_captures_and_logs_in_chinese(walk: Walk) -> None:
    liam = walk("U0LIAM")
    liam.go("C0EXPO")
    form = liam.shortcut(liam.last("安信达"), "capture_lead")
    expect(liam.field("account").locator("input")).to_have_value("苏州安信达")
    expect(liam.field("contact").locator("input")).to_have_value("刘经理")
    expect(liam.field("phone").locator("input")).to_have_value("139 0512 0077")
    liam.shot("capture")
    liam.submit()
    expect(form).to_contain_text("从哪儿来的")
    liam.shot("capture-source")
    liam.press(form, "展会")
    expect(form).to_contain_text("归你跟，11月25日（周三）15:30 前联系一下")
    liam.shot("captured")
    liam.dismiss()
    liam.go()
    note = liam.type("/followup 云帆 同意出方案；下周三下午两点前发对比")
    expect(note).to_contain_text("记好了，云帆科技。下一步：发对比，12月2日（周三）14:00 前，还有 8 天")
    liam.shot("logged")
    liam.press(note, "撤销")
    expect(liam.last("云帆科技")).to_contain_text("恢复原样")


def test_a_rep_captures_and_logs_in_english(walk: Walk) -> None:
    dana, liam = walk("U0DANA"), walk("U0LIAM")
    dana.go("C0EXPO")
    form = dana.shortcut(dana.last("Northwind"), "capture_lead")
    expect(dana.field("account").locator("input")).to_have_value("Northwind Traders")
    dana.shot("capture")
    dana.submit()
    expect(form).to_contain_text("It's yours. Call by Wed, Nov 25, 3:30 PM")
    dana.shot("captured")
    dana.dismiss()
    liam.go("C0EXPO")
    expect(liam.page.locator(".message", has_text="EXPO-2026")).to_have_count(0)
    dana.go()
    note = dana.type("/followup Acme likes the pilot; send SOW by Fri")
    expect(note).to_contain_text("Logged for Acme Corp. Next: send SOW by Fri, Nov 27 (in 3 days)")
    dana.shot("logged")
    dana.press(note, "Change date")
    dana.modal()
    dana.shot("change-date")


def test_bad_input_gets_a_sentence_and_loses_nothing(walk: Walk) -> None:
    liam, dana = walk("U0LIAM"), walk("U0DANA")
    box = liam.page.locator(".centre .composer-input")
    box.fill("/led 恒达机械 张总")
    box.press("Enter")
    expect(liam.page.locator(".centre .composer-notice")).to_contain_text("/led")
    expect(box).to_have_value("/led 恒达机械 张总")
    box.fill("/lead")
    box.press("Enter")
    liam.modal()
    liam.fill("need", "想上ERP")
    liam.fill("amount", "不少")
    liam.submit()
    expect(liam.field("account").locator(".field-error")).to_contain_text("公司或者联系人")
    expect(liam.field("amount").locator(".field-error")).to_contain_text("没看懂")
    expect(liam.field("need").locator("textarea")).to_have_value("想上ERP")
    liam.shot("lead-faults")
    liam.dismiss()
    empty = liam.type("/followup 云帆科技")
    expect(empty).to_contain_text("谈成了什么")
    liam.shot("nothing-said")
    unclear = dana.type("/followup Acme Corp agreed; call them next friday")
    expect(unclear).to_contain_text("Which day do you mean?")
    dana.shot("unclear-date")
    dana.press(unclear, "Fri, Dec 4")
    expect(dana.last("call them")).to_contain_text("Fri, Dec 4")
    dana.type("/followup Acme Corp no answer")
    dana.shot("no-answer")
    liam.dm()
    liam.type("在吗？")
    expect(liam.last("/followup")).to_be_visible()
    liam.shot("dm-help")
