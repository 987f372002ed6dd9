# SPDX-License-Identifier: Apache-2.0
"""What the laws say, in a real browser: on a phone and on a desk, by keyboard, without a page that runs over."""

import json

import pytest
from browser import Visitor, main_heading
from client import bring_in, signed_in
from register import Register

SIZES = {"phone": (360, 740), "desk": (1280, 900)}


@pytest.fixture(scope="module")
def served(browser, tmp_path_factory):
    """A register with a case out of a spreadsheet; a caseworker who has it is signed in."""
    scratch = tmp_path_factory.mktemp("laws")
    register = Register.made(scratch / "register")
    code = register.add_user("amal", "caseworker")
    with register.serve() as server:
        amal = signed_in(server, "amal", code)
        bring_in(amal, "prs_FirstName,prs_Birthdate,prs_Citizenship,vic_TypeOfExploitation,vic_TypeOfSexExploitation,"
                 "wh_TraffickingStart,wh_CountryOfExploitation,hte_Type,hte_Country\n"
                 "Thị Hoa,2008-02-03,VN,SexualExploitation,Prostitution,2025-08-01,CN,Transit,CN\n")
        case = "/cases/" + json.loads(amal.ask("GET", "/api/v1/cases").content)["cases"][0]["id"]
        visitor = Visitor(browser, server.url, scratch)
        visitor.sign_in("amal")
        visitor.page.get_by_role("heading", level=1, name="Cases").wait_for()
        yield visitor, case
        visitor.leave()


def fits(page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), "the page runs over"


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_fit_and_are_accessible(served, size):
    visitor, case = served
    width, height = SIZES[size]
    visitor.page.set_viewport_size({"width": width, "height": height})
    for name, path in {"case": case, "laws": f"{case}/laws", "facts": f"{case}/facts/add",
                       "comparison": "/comparison?first=7&second=9"}.items():
        page = visitor.go(path)
        for box in page.locator("main details").all():
            box.evaluate("box => box.open = true")
        fits(page)
        visitor.accessible(f"{name} on a {size}")
        visitor.go(path)
        visitor.picture(f"{name}-{size}")
    assert not visitor.outside() and not visitor.problems


def test_by_keyboard_a_reason_is_opened_and_an_answer_written_down(served):
    visitor, case = served
    page = visitor.go(f"{case}/laws")
    assert main_heading(page) == "What the laws say"
    first = page.locator("main details.box > summary").first
    first.focus()
    page.keyboard.press("Enter")
    assert page.locator("main details.box").first.get_attribute("open") is not None
    visitor.picture("laws-opened")
    page.get_by_role("link", name="Write down what was said").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Write down what was said of the facts").wait_for()
    choice = page.locator("main details.box[open] select").first
    question = page.locator("main details.box[open] label").first.inner_text()
    choice.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert choice.input_value() == "no"
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    page.get_by_text("It is written down").wait_for()
    assert question and question not in page.locator("main ol").first.inner_text(), "what was answered is not asked again"
    visitor.picture("laws-after")
