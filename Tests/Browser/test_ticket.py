# SPDX-License-Identifier: Apache-2.0
"""A look through a ticket in a real Chromium: fit, accessible, by keyboard, and without a trace on disk."""

import os
import re

import pytest
from browser import Visitor, launch_options
from client import Client, new_case, post, signed_in
from hello import give
from register import Register

NOTE = "The lantern boat at Hạ Long leaves on Friday"
ANSWER = "Mangrove-Canary-4471 is the meeting place"


@pytest.fixture(scope="module")
def office(browser, tmp_path_factory):
    scratch = tmp_path_factory.mktemp("ticket")
    register = Register.made(scratch / "register")
    code = register.add_user("amal", "caseworker")
    operator = register.add_user("goran", "systemOperator")
    assert register.run("doors", register.folder, "--tickets", "on", "--reports", "on", *register.key).code == 0
    with register.serve() as server:
        visitor = Visitor(browser, server.url, scratch)
        visitor.first_sign_in("amal", code)
        amal = Client(server.port)
        amal.cookies = {cookie["name"]: cookie["value"] for cookie in visitor.context.cookies()}
        case = new_case(amal)
        post(amal, f"{case}/add/consent", wh_ConsentPurpose="ReferToServices", wh_ConsentStatus="Given", request="c1")
        yield server, scratch, visitor, amal, case, signed_in(server, "goran", operator)


def fits(page, where):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{where} is too wide"


def look(visitor, name, path=None):
    for width in (360, 1280):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        if path:
            visitor.go(path)
        visitor.picture(f"{name}-{width}")
        visitor.accessible(f"{name} at {width}")
        fits(visitor.page, f"{name} at {width}")
    return visitor.page


def test_staff_give_a_ticket_and_answer(office):
    server, _, visitor, amal, case, goran = office
    page = look(visitor, "ticket-none", f"{case}/ticket")
    page.get_by_role("button", name="Give a ticket").focus()
    page.keyboard.press("Enter")
    page.get_by_text("This is shown once").wait_for()
    look(visitor, "ticket-slip")
    page.emulate_media(media="print")
    shown = page.locator("body").inner_text()
    visitor.picture("ticket-slip-print")
    page.emulate_media(media="screen")
    assert re.fullmatch(r"\s*Call back:\s+0\d{3}( \d{3}){4}\s*", shown), shown
    look(visitor, "ticket-given", f"{case}/ticket")
    page = look(visitor, "case-with-ticket", case)
    assert page.get_by_role("link", name="The person's own ticket").count() == 1


def test_she_opens_it_by_keyboard_and_it_is_accessible(office, browser):
    server, scratch, _, amal, case, _ = office
    ticket = give(amal, case)
    her = Visitor(browser, server.url, scratch, bypass_csp=False)
    page = her.page
    her.context.set_default_timeout(90_000)
    her.go("/hello")
    for name in ("hello-360", "hello-1280"):
        page.set_viewport_size({"width": int(name.split("-")[1]), "height": 900})
        her.picture(name)
        fits(page, name)
    entries = page.evaluate("history.length")
    page.get_by_label("Number", exact=True).focus()
    page.keyboard.type(ticket["number"][:-1] + str((int(ticket["number"][-1]) + 1) % 10))
    page.keyboard.press("Tab")
    page.keyboard.type(ticket["word"])
    page.keyboard.press("Enter")
    page.get_by_text("One of the digits does not fit").wait_for()
    page.get_by_label("Number", exact=True).fill(ticket["number"])
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="What we do for you").wait_for()
    for name in ("own-360", "own-1280"):
        page.set_viewport_size({"width": int(name.split("-")[1]), "height": 900})
        her.picture(name)
        fits(page, name)
    page.get_by_label("Write to us").fill("Can I come on Tuesday?")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("Sent. We answer here.").wait_for()
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("Taken back.").first.wait_for()
    assert page.evaluate("history.length") == entries and page.title() == "Notes"
    assert page.url.endswith("/hello") and her.context.cookies() == [] and not her.problems, her.problems
    assert page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/quiet")
    page.go_back()
    page.wait_for_timeout(500)
    assert "What we do for you" not in page.content() and her.outside() == []
    her.context.close()
    # Its own rules stand in the way of the checker's script: once more without them.
    checked = Visitor(browser, server.url, scratch)
    checked.context.set_default_timeout(90_000)
    checked.go("/hello")
    checked.accessible("hello")
    checked.page.get_by_label("Number", exact=True).fill(ticket["number"])
    checked.page.get_by_label("Word", exact=True).fill(ticket["word"])
    checked.press("Open")
    checked.page.get_by_role("heading", level=1, name="What we do for you").wait_for()
    checked.accessible("her own view")
    checked.go("/tell")
    checked.accessible("tell")
    checked.context.close()


def found_in(folder, text: str) -> list[str]:
    """The files of a profile that hold a text, in any encoding that Chromium writes."""
    needles = [text.encode(), text.encode("utf-16-le"), text.replace(" ", "+").encode(), text.replace(" ", "%20").encode()]
    return [str(path.relative_to(folder)) for path in folder.rglob("*")
            if path.is_file() and any(needle in path.read_bytes() for needle in needles)]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_nothing_of_a_look_stays_on_disk(office, browser, tmp_path, scripts):
    server, _, _, amal, case, _ = office
    ticket = give(amal, case, word="orange lantern")
    post(amal, f"{case}/ticket/write", text=ANSWER, request=os.urandom(8).hex())
    profile = tmp_path / "profile"
    context = browser.browser_type.launch_persistent_context(profile, java_script_enabled=scripts, **launch_options())
    context.set_default_timeout(90_000)
    page = context.new_page()
    page.goto(f"{server.url}/hello")
    page.get_by_label("Number", exact=True).fill(ticket["number"])
    page.get_by_label("Word", exact=True).fill(ticket["word"])
    page.get_by_role("button", name="Open").click()
    page.get_by_role("heading", level=1, name="What we do for you").wait_for()
    assert page.get_by_text(ANSWER).count() >= 1
    page.get_by_label("Write to us").fill(NOTE)
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("Sent. We answer here.").wait_for()
    digits = ticket["number"].replace(" ", "")
    # Control: what a page asks for in its address, and what it stores, is found where we look.
    page.goto(f"{server.url}/quiet?planted=Planted-Canary-9917")
    page.wait_for_timeout(2500)
    context.close()
    assert found_in(profile, "Planted-Canary-9917"), "control: the profile is written to and searched"
    for text in (ticket["number"], digits, ticket["word"], NOTE, ANSWER, "What we do for you"):
        assert found_in(profile, text) == [], text[:5]


def test_doors_and_the_report_page(office, browser):
    server, scratch, _, _, _, goran = office
    assert "People look in with a ticket" in goran.ask("GET", "/doors").content.decode()
    somebody = Visitor(browser, server.url, scratch)
    somebody.context.set_default_timeout(90_000)
    page = somebody.go("/tell")
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        somebody.picture(f"tell-{width}")
        fits(page, f"tell at {width}")
    page.get_by_label("What did you see or hear").fill("Two girls never leave the house")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", level=1, name="Thank you").wait_for()
    somebody.picture("told")
    somebody.accessible("told")
    assert somebody.context.cookies() == []
    somebody.context.close()
