# SPDX-License-Identifier: Apache-2.0
"""Consent, plan, calls, referral and what is passed on, in a real Chromium: fit, accessible, by keyboard, errors too."""

import json

import pytest
from agencies import LEGAL, POLICE, agency_id, agree, consent, entered, prepared, refer, taken_up
from browser import Visitor
from client import post
from register import Register


@pytest.fixture(scope="module")
def office(browser, tmp_path_factory):
    """Three agencies with agreements; a case with a consent for two of them."""
    scratch = tmp_path_factory.mktemp("refer")
    register = Register.made(scratch / "register")
    codes = prepared(register)
    with register.serve() as server:
        people = entered(server, codes)
        agree(people["suda"], people["lucia"], LEGAL, "F1", "F2", "F4")
        agree(people["lucia"], people["min"], POLICE, "F1", "F4")
        case = taken_up(people["amal"])
        paper = consent(people["amal"], case, agency_id(people["suda"], LEGAL), agency_id(people["suda"], POLICE))

        def at_browser(name):
            visitor = Visitor(browser, server.url, scratch)
            visitor.context.add_cookies(
                [{"name": key, "value": value, "url": server.url} for key, value in people[name].cookies.items()])
            return visitor

        yield people, at_browser, case, paper


def pressed_by_keyboard(page, name) -> None:
    """The button is reached with Tab alone, from the top of the page."""
    page.locator("body").press("Home")
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()").startswith(name):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"no Tab leads to {name}")


def wrong(visitor, path, button, name) -> None:
    """A form that is sent without an answer says so, at both widths; nobody is left without a word."""
    for width in (360, 1280):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        page = visitor.go(path)
        pressed_by_keyboard(page, button)
        page.get_by_role("alert").first.wait_for()
        visitor.picture(f"{name}-wrong-{width}")
        visitor.accessible(f"{name} with an error at {width}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} at {width} is too wide"


def test_consent_and_referral_with_what_is_missing(office):
    people, at_browser, case, paper = office
    amal = at_browser("amal")
    amal.look(f"{case}/consents", "consents")
    wrong(amal, f"{case}/consents/give", "Write it down", "consents-give")
    amal.look(f"{case}/refer", "refer")
    wrong(amal, f"{case}/refer", "See what would go", "refer")
    amal.look(f"{case}/plan", "plan")
    wrong(amal, f"{case}/help/add", "Save", "help-add")
    amal.look("/help/calls", "calls")
    assert amal.problems == [] and amal.outside() == []


def test_a_packet_is_passed_on_and_followed(office):
    people, at_browser, case, paper = office
    sent = refer(people["amal"], case, agency_id(people["suda"], LEGAL), paper)
    address = f"/inbox/{json.loads(sent.content)['id']}"
    assert post(people["lucia"], address, act="accept").status == 303
    lucia = at_browser("lucia")
    page = lucia.look(address, "packet")
    page.get_by_text("Pass it on to the next office").first.click()
    lucia.picture("pass-on-open")
    page.get_by_role("button", name="Pass it on to the next office").focus()
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    lucia.accessible("passing on without an answer")
    lucia.picture("pass-on-wrong")
    page.locator("input[name=classes]").first.check()
    page.get_by_label("What they should know").fill("For the hearing")
    page.get_by_role("button", name="Pass it on to the next office").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Saved.").first.wait_for()
    lucia.look(address, "packet-passed-on")
    amal = at_browser("amal")
    page = amal.look(f"{case}/referrals", "referrals")
    assert page.get_by_text(f"Passed on by {LEGAL}").count() == 1
    at_browser("min").look("/inbox", "inbox")
