# SPDX-License-Identifier: Apache-2.0
"""What is needed and what becomes of it, in a real browser: fit, accessible, by keyboard alone."""

import re


def test_a_bed_tonight_and_an_hour_with_a_lawyer_by_keyboard(office_with_case):
    visitor, case = office_with_case
    page = visitor.look(f"{case}/help", "help-empty")
    page.get_by_label("Emergency accommodation").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Write these down").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Saved.", exact=True).first.wait_for()
    page = visitor.look(f"{case}/help/add", "help-add")
    page.get_by_label("Kind of help").select_option("LEG")
    page.get_by_label("In the person's own words").fill("I want my wages")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Saved.", exact=True).first.wait_for()
    page.get_by_role("button", name=re.compile("Offered today.*Emergency")).focus()
    page.keyboard.press("Enter")
    page.get_by_text("Offered, no answer yet").wait_for()
    page = visitor.look(f"{case}/help", "help")
    page.get_by_role("link", name=re.compile("Write down what was given.*Emergency")).click()
    page = visitor.look(page.url.removeprefix(visitor.url), "help-given")
    visitor.press("Save")
    page.get_by_role("alert").wait_for()
    visitor.accessible("a delivery of nothing")
    page.get_by_label("How much").fill("3")
    visitor.press("Save")
    page.get_by_text("Given so far: 3 nights").wait_for()
    visitor.look(case, "case-with-help")


def test_from_need_to_help_as_a_picture_and_tables(office_with_case):
    visitor, _ = office_with_case
    page = visitor.look("/help/cascade?by=sex", "cascade")
    assert page.locator("figure.picture svg").count() == 1
    assert page.get_by_text("never for publication").count() == 1


def test_the_plan_and_whom_to_call(office_with_case):
    visitor, case = office_with_case
    page = visitor.look(f"{case}/plan", "plan-empty")
    visitor.go(f"{case}/add/plan")
    page.get_by_label("In the person's own words").fill("I want to sew")
    page.get_by_label("Action Plan").fill("See the school on Monday")
    with page.expect_navigation():
        visitor.press("Save")
    page = visitor.look(f"{case}/plan", "plan")
    assert page.get_by_text("I want to sew").count() == 1
    page = visitor.look("/help/calls", "calls")
    assert page.get_by_text("Nimali").count() == 1
