# SPDX-License-Identifier: Apache-2.0
"""What is needed and what becomes of it, in a real browser: fit, accessible, by keyboard alone."""

import re

import pytest
from browser import Visitor
from register import Register


@pytest.fixture(scope="module")
def office(browser, tmp_path_factory):
    scratch = tmp_path_factory.mktemp("help")
    register = Register.made(scratch / "register")
    code = register.add_user("amal", "caseworker")
    with register.serve() as server:
        visitor = Visitor(browser, server.url, scratch)
        visitor.first_sign_in("amal", code)
        page = visitor.go("/cases/new/form")
        page.get_by_label("First or given name", exact=True).fill("Nimali")
        visitor.press("Save")
        page.get_by_text("Saved. This is the new case.").wait_for()
        yield visitor, page.url.split("?")[0].removeprefix(server.url)


def look(visitor, path, name):
    """At the width of a telephone and of a desk: fits, accessible, photographed."""
    page = visitor.page
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        visitor.go(path)
        visitor.picture(f"{name}-{width}")
        visitor.accessible(f"{path} at {width}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} at {width} is too wide"
    return page


def test_a_bed_tonight_and_an_hour_with_a_lawyer_by_keyboard(office):
    visitor, case = office
    page = look(visitor, f"{case}/help", "help-empty")
    page.get_by_label("Emergency accommodation").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Write these down").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Saved.", exact=True).first.wait_for()
    page = look(visitor, f"{case}/help/add", "help-add")
    page.get_by_label("Kind of help").select_option("LEG")
    page.get_by_label("In the person's own words").fill("I want my wages")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Saved.", exact=True).first.wait_for()
    page.get_by_role("button", name=re.compile("Offered today.*Emergency")).focus()
    page.keyboard.press("Enter")
    page.get_by_text("Offered, no answer yet").wait_for()
    page = look(visitor, f"{case}/help", "help")
    page.get_by_role("link", name=re.compile("Write down what was given.*Emergency")).click()
    page = look(visitor, page.url.removeprefix(visitor.url), "help-given")
    visitor.press("Save")
    page.get_by_role("alert").wait_for()
    visitor.accessible("a delivery of nothing")
    page.get_by_label("How much").fill("3")
    visitor.press("Save")
    page.get_by_text("Given so far: 3 nights").wait_for()
    look(visitor, case, "case-with-help")


def test_from_need_to_help_as_a_picture_and_tables(office):
    visitor, _ = office
    page = look(visitor, "/help/cascade?by=sex", "cascade")
    assert page.locator("figure.picture svg").count() == 1
    assert page.get_by_text("never for publication").count() == 1


def test_the_plan_and_whom_to_call(office):
    visitor, case = office
    page = look(visitor, f"{case}/plan", "plan-empty")
    visitor.go(f"{case}/add/plan")
    page.get_by_label("In the person's own words").fill("I want to sew")
    page.get_by_label("Action Plan").fill("See the school on Monday")
    visitor.press("Save")
    page = look(visitor, f"{case}/plan", "plan")
    assert page.get_by_text("I want to sew").count() == 1
    page = look(visitor, "/help/calls", "calls")
    assert page.get_by_text("Nimali").count() == 1
