# SPDX-License-Identifier: Apache-2.0
"""Several people at one register: who sees what, a change that waits for a second person, an emergency, the matrix."""

import re

import pytest
from browser import PASSPHRASE, Visitor, main_heading
from register import Register

PEOPLE = {"amal": "caseworker", "mariam": "caseworker", "suda": "supervisor", "noor": "shelterManager"}


@pytest.fixture(scope="module")
def office(browser, tmp_path_factory):
    """A served register with four people signed in, each at a browser of their own, and a case of Amal's."""
    scratch = tmp_path_factory.mktemp("access")
    register = Register.made(scratch / "register")
    codes = {}
    for name, role in PEOPLE.items():
        done = register.run("users", "add", register.folder, name, "--roles", role, *register.key)
        assert done.code == 0, done
        codes[name] = done.out.strip().splitlines()[-1].strip()
    with register.serve() as server:
        visitors = {name: Visitor(browser, server.url, scratch) for name in PEOPLE}
        for name, visitor in visitors.items():
            visitor.first_sign_in(name, codes[name])
        page = visitors["amal"].go("/cases/new/form")
        page.get_by_label("First or given name", exact=True).fill("Nimali")
        visitors["amal"].press("Save")
        page.get_by_text("Saved. This is the new case.").wait_for()
        yield visitors, page.url.split("?")[0].removeprefix(server.url)


def confirm(visitor):
    """Shows once more who they are, when they are asked."""
    field = visitor.page.get_by_label("Passphrase", exact=True)
    if field.count():
        field.fill(PASSPHRASE)
        visitor.press("Go on")
        visitor.page.wait_for_load_state()
        again = visitor.page.get_by_role("button", name=re.compile("Send|Save|Go on"))
        if "/step-up" in visitor.page.url and again.count():
            again.first.click()
            visitor.page.wait_for_load_state()


def test_a_case_says_who_can_see_it(office):
    visitors, address = office
    page = visitors["amal"].go(address)
    assert page.get_by_role("heading", name="Who can see this case").count() == 1
    assert page.locator("#who").get_by_text("suda").count()
    assert not page.locator("#who").get_by_text("mariam").count()
    visitors["amal"].accessible("a case with who sees it")
    visitors["amal"].picture("case-who")


def test_a_case_that_is_not_hers_is_as_one_that_is_not_there(office):
    visitors, address = office
    hidden = visitors["mariam"].go(address).locator("main").inner_html()
    absent = visitors["mariam"].go("/cases/" + "0" * 31 + "1").locator("main").inner_html()
    assert hidden == absent


def test_a_changed_name_waits_and_a_second_person_puts_it_back(office):
    visitors, address = office
    amal, suda = visitors["amal"], visitors["suda"]
    page = amal.go(address)
    for link in page.get_by_role("link", name=re.compile("^Change")).all():
        target = link.get_attribute("href")
        amal.go(target)
        if page.get_by_label("First Name", exact=True).count():
            break
        amal.go(address)
    page.get_by_label("First Name", exact=True).fill("Malini")
    amal.press("Save")
    page.get_by_text("Waits for a second person").first.wait_for()
    amal.accessible("a case with a change that waits")
    amal.picture("case-waiting")
    seen = suda.go("/reviews")
    confirm(suda)
    suda.go("/reviews")
    suda.accessible("what waits")
    suda.picture("reviews")
    seen.locator("main h2 a").first.click()
    seen.get_by_text("Malini").wait_for()
    assert seen.get_by_text("Nimali").count()
    suda.accessible("one change")
    suda.picture("review")
    seen.get_by_label("Why").fill("Her papers say Nimali.")
    suda.press("Put back what stood before")
    seen.wait_for_load_state()
    confirm(suda)
    seen.get_by_text("Thank you.").wait_for()
    page = amal.go(address)
    assert page.get_by_text("Nimali").count() and not page.get_by_text("Waits for a second person").count()


def test_an_emergency_opens_a_case_to_read_and_supervision_looks(office):
    visitors, address = office
    mariam, suda = visitors["mariam"], visitors["suda"]
    code = visitors["amal"].go(address).locator("h1 .code").inner_text()
    page = mariam.go("/break-glass")
    confirm(mariam)
    page = mariam.go("/break-glass")
    assert main_heading(page) == "Open a case in an emergency"
    mariam.accessible("the emergency page")
    mariam.picture("break-glass")
    page.get_by_label("Code of the case").fill(code)
    page.get_by_label("A child is at risk").check()
    page.get_by_label("What has happened").fill("The school rang about her daughter.")
    mariam.press("Open it for one hour")
    page.get_by_text("You opened this case in an emergency.").wait_for()
    assert not page.get_by_role("link", name=re.compile("^Change")).count()
    mariam.accessible("a case in an emergency")
    seen = suda.go("/emergencies")
    confirm(suda)
    suda.go("/emergencies")
    seen.get_by_text("The school rang about her daughter.").wait_for()
    suda.accessible("emergencies")
    suda.picture("emergencies")


@pytest.mark.parametrize("path", ["/agreements", "/roles", "/reviews", "/emergencies"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_supervision_fit_and_are_accessible(office, path, width):
    visitors, _ = office
    page = visitors["suda"].page
    page.set_viewport_size({"width": width, "height": 900})
    visitors["suda"].go(path)
    visitors["suda"].accessible(f"{path} at {width}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} at {width} is too wide"
    visitors["suda"].picture(f"{path.strip('/')}-{width}")


def test_the_first_key_press_goes_past_the_frame(office):
    visitors, _ = office
    page = visitors["suda"].go("/agreements")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
