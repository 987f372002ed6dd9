# SPDX-License-Identifier: Apache-2.0
"""A day in a real browser: sign in, bring in the official workbook, find, change, meet a conflict, take out, leave."""

import re

import fill_templates
import pytest
from browser import Visitor, main_heading
from people import people
from readers import read_csv
from register import Register

KNOWN = [
    {"prs_FirstName": "Thị Mỷ", "prs_SecondName": "Nguyễn", "cas_Status": "Active", "prs_Citizenship": "VN"},
    {"prs_FirstName": "Наталія", "prs_SecondName": "Петренко", "cas_Status": "Active", "prs_Citizenship": "UA"},
    {"prs_FirstName": "सुनिता", "prs_SecondName": "तामाङ", "cas_Status": "FollowUp", "prs_Citizenship": "NP"},
]


@pytest.fixture(scope="module")
def office(artefacts, browser, tmp_path_factory):
    """A served register into which the official workbook was brought through the pages."""
    scratch = tmp_path_factory.mktemp("office")
    file = scratch / "register.xlsx"
    rows = people(20, seed=31) + KNOWN
    fill_templates.fill_workbook(fill_templates.PLAIN, rows, file)
    register = Register.made(scratch / "register")
    register.colleague = register.add_user("bao", "supervisor")
    with register.serve() as server:
        visitor = Visitor(browser, server.url, scratch)
        visitor.first_sign_in(register.owner, register.code)
        visitor.bring_in(file)
        visitor.accessible("the preview of a file")
        visitor.picture("preview")
        visitor.page.get_by_role("button", name=re.compile(f"Take in these {len(rows)} cases")).click()
        visitor.page.get_by_role("heading", level=1, name="Taken in").wait_for()
        visitor.accessible("what was taken in")
        yield server, register, visitor, rows


def test_everybody_of_the_workbook_is_in_the_list(office):
    _, _, visitor, rows = office
    page = visitor.go("/cases")
    assert page.locator("tbody tr").count() == len(rows)
    visitor.picture("list")


@pytest.mark.parametrize("asked", ["nguyen thi my", "Mỷ Nguyễn", "NGUYEN", "natalia petrenko", "Петренко", "sunita", "तामाङ"])
def test_people_are_found_without_accents_in_other_scripts_and_any_order(office, asked):
    assert office[2].search(asked) >= 1


def test_a_name_that_nobody_has_finds_nobody(office):
    """Control: the search can find nothing."""
    assert office[2].search("Zzyzx Qwertz") == 0


def open_case(visitor, name):
    assert visitor.search(name) >= 1
    visitor.page.locator("tbody tr a").first.click()
    visitor.page.wait_for_load_state()
    return visitor.page


def edit_person(visitor, name):
    """From the list through the case to the form about the person."""
    page = open_case(visitor, name)
    case = page.url
    links = page.get_by_role("link", name=re.compile("^Change"))
    for index in range(links.count()):
        links.nth(index).click()
        page.wait_for_load_state()
        if page.get_by_label("First Name", exact=True).count():
            return page
        page.goto(case)
    raise AssertionError("no form about the person was found from the case page")


def test_a_change_is_saved_and_leaves_in_the_export_when_a_second_person_agrees(office, browser):
    server, _, visitor, _ = office
    page = edit_person(visitor, "sunita")
    visitor.accessible("a form about a person")
    page.get_by_label("Email", exact=True).fill("sunita@mail.example")
    visitor.press("Save")
    page.get_by_text("Saved.").first.wait_for()
    visitor.accessible("a case")
    visitor.picture("case")
    page = visitor.go("/export")
    visitor.accessible("the export page")
    page.get_by_role("radio", name=re.compile("^CSV")).check()
    visitor.press("Take out everything")
    assert main_heading(page) == "A second person must agree"
    visitor.accessible("asking a second person")
    page.get_by_label("Why").fill("The yearly copy")
    visitor.press("Ask")
    colleague = Visitor(browser, server.url)
    colleague.first_sign_in("bao", server.register.colleague)
    colleague.go("/approvals")
    colleague.accessible("what waits for a second person")
    colleague.picture("approvals")
    colleague.press("Agree")
    colleague.page.get_by_text("agreed").first.wait_for()
    colleague.leave()
    page = visitor.go("/approvals")
    with page.expect_download() as download:
        visitor.press("Take out the file, once")
    rows = read_csv(download.value.path().read_bytes())
    assert [row["prs_FirstName"] for row in rows if row.get("prs_Email") == "sunita@mail.example"] == ["सुनिता"]


def test_two_who_change_the_same_see_both_texts_and_lose_none(office, browser):
    server, register, visitor, _ = office
    other = Visitor(browser, server.url)
    other.sign_in(register.owner)
    mine, theirs = edit_person(visitor, "petrenko"), edit_person(other, "petrenko")
    theirs.get_by_label("Title", exact=True).fill("Teacher")
    other.press("Save")
    theirs.get_by_text("Saved.").first.wait_for()
    mine.get_by_label("Title", exact=True).fill("Baker")
    visitor.press("Save")
    mine.get_by_role("heading", level=1, name="Two people changed this").wait_for()
    assert mine.get_by_text("Baker").count() and mine.get_by_text("Teacher").count()
    visitor.accessible("a conflict")
    visitor.picture("conflict")
    mine.get_by_label("Keep mine").first.check()
    visitor.press("Save what I chose")
    mine.get_by_text("Saved.").first.wait_for()
    assert mine.get_by_text("Baker").count() and not mine.get_by_text("Teacher").count()
    other.leave()


@pytest.mark.parametrize("path", ["/cases", "/cases/new", "/cases/new/form", "/organisations", "/import", "/export", "/codebook", "/account", "/people", "/people/new", "/approvals",
                                  "/acts", "/nowhere"])
def test_each_page_is_accessible_small_and_says_nothing_in_its_title(office, path):
    server, _, visitor, _ = office
    page = visitor.page
    answer = page.goto(server.url + path)
    visitor.accessible(path)
    assert page.title() == "Notes"
    assert path.startswith(("/codebook", "/cases/new/form")) or len(answer.body()) < 60_000
    assert page.get_by_role("button", name="Leave now").is_visible()


def test_the_first_page_is_light(office, browser):
    """Page, style and script together, as a phone on a bad line gets them."""
    server, register, _, _ = office
    visitor = Visitor(browser, server.url)
    sizes = []
    visitor.page.on("response", lambda answer: sizes.append(len(answer.body())) if answer.status == 200 else None)
    visitor.sign_in(register.owner)
    visitor.page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) < 3 * 60_000
    visitor.leave()


def test_a_phone_shows_no_page_wider_than_itself(office, browser):
    server, register, _, _ = office
    phone = Visitor(browser, server.url, viewport={"width": 360, "height": 640})
    phone.sign_in(register.owner)
    for path in ("/cases", "/cases/new", "/import", "/export"):
        page = phone.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    phone.leave()


def test_forms_work_without_scripts(office, browser):
    server, register, _, _ = office
    plain = Visitor(browser, server.url, java_script_enabled=False)
    plain.sign_in(register.owner)
    assert plain.search("sunita") >= 1
    plain.leave()


def test_what_is_typed_survives_an_ended_session_and_is_not_on_the_device(office, browser):
    server, register, _, _ = office
    visitor = Visitor(browser, server.url)
    visitor.sign_in(register.owner)
    page = visitor.go("/cases/new/form")
    page.get_by_label("First or given name", exact=True).fill("Rasmané")
    page.get_by_text("Kept just now").wait_for()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    visitor.context.clear_cookies()
    visitor.sign_in(register.owner)
    page = visitor.go("/cases/new/form")
    visitor.accessible("a form with something kept for it")
    page.get_by_role("link", name="Go on with it").click()
    page.wait_for_url(lambda url: "unsaved=yes" in url)
    assert page.get_by_label("First or given name", exact=True).input_value() == "Rasmané"
    page = visitor.go("/cases/new/form")
    visitor.press("Let it go")
    page.wait_for_url(lambda url: url.endswith("/cases/new/form"))
    page.get_by_role("heading", level=1, name="Register someone").wait_for()
    assert page.get_by_role("link", name="Go on with it").count() == 0
    visitor.leave()


@pytest.mark.parametrize("way", ["button", "keys"])
def test_quick_exit_hides_everything_and_back_shows_nothing(office, browser, way):
    server, register, _, _ = office
    visitor = Visitor(browser, server.url)
    visitor.sign_in(register.owner)
    page = open_case(visitor, "petrenko")
    if way == "button":
        visitor.press("Leave now")
    else:
        for _ in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "/cases" not in url)
    assert "Петренко" not in page.content()
    page.go_back()
    page.wait_for_load_state()
    assert "Петренко" not in page.content()
    visitor.go("/cases")
    assert page.locator("tbody tr").count() == 0, "the session has ended"
    visitor.leave()


def test_an_import_can_be_taken_back_whole(office, tmp_path):
    _, register, visitor, rows = office
    # Only two sessions live at once: others who signed in meanwhile may have ended this one.
    visitor.sign_in(register.owner)
    file = tmp_path / "second.csv"
    file.write_bytes(fill_templates.canonical_csv(people(3, seed=99)))
    visitor.bring_in(file)
    visitor.page.get_by_role("button", name=re.compile("Take in these 3 cases")).click()
    visitor.page.get_by_role("heading", level=1, name="Taken in").wait_for()
    page = visitor.go("/cases")
    assert page.locator("tbody tr").count() == len(rows) + 3
    page = visitor.go("/import")
    page.get_by_text("Take it back").first.click()
    visitor.press("Take this file back")
    page.get_by_text("Taken back.").first.wait_for()
    assert visitor.go("/cases").locator("tbody tr").count() == len(rows)


def test_nothing_was_asked_of_anybody_else_and_no_script_failed(office):
    _, _, visitor, _ = office
    assert len(visitor.asked) > 50, "control: requests were watched"
    assert visitor.outside() == []
    assert visitor.problems == []
