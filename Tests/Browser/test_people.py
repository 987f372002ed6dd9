# SPDX-License-Identifier: Apache-2.0
"""Enrolment, signing in with two factors, passkeys and accounts, in a real browser."""

import re
import time

import pytest
import totp
from browser import PASSPHRASE, Visitor, main_heading
from register import Register


@pytest.fixture(scope="module")
def office(browser, tmp_path_factory):
    """A register whose office asks for a second factor."""
    register = Register.made(tmp_path_factory.mktemp("people") / "register", second_factor="required")
    with register.serve() as server:
        server.secret = None
        yield server, register


def local(server) -> str:
    """Passkeys belong to names, not to addresses of numbers."""
    return server.url.replace("127.0.0.1", "localhost")


def test_one_sitting_gives_passphrase_second_factor_and_recovery_codes(office, browser, tmp_path_factory):
    server, register = office
    visitor = Visitor(browser, server.url, tmp_path_factory.mktemp("pictures"))
    page = visitor.go("/first-sign-in")
    visitor.accessible("the first page")
    visitor.picture("first-sign-in")
    assert len(page.locator("code.secret").inner_text().split("-")) == 6, "six words are offered"
    page.get_by_label("Name", exact=True).fill(register.owner)
    page.get_by_label("One-time code").fill(register.code)
    page.get_by_label("New passphrase").fill(PASSPHRASE)
    page.get_by_label("The same passphrase again").fill(PASSPHRASE)
    visitor.press("Go on")
    assert main_heading(page) == "Your second factor"
    assert page.get_by_role("button", name="Go on without").count() == 0
    assert page.locator("svg.qr path").count() == 1
    visitor.accessible("choosing a second factor")
    visitor.picture("factor-setup")
    page.get_by_text("My camera cannot read it").click()
    server.secret = page.locator("code.secret").inner_text()
    page.get_by_label("Code", exact=True).fill("000000")
    visitor.press("Save and sign in")
    assert page.get_by_text("These are not the digits we expected").count()
    page.get_by_label("Code", exact=True).fill(totp.digits(server.secret))
    server.used = int(time.time() // 30)
    visitor.press("Save and sign in")
    assert main_heading(page) == "Write this down now"
    visitor.accessible("what is shown once")
    visitor.picture("keep-safe")
    server.codes = [code.inner_text() for code in page.locator("ol.codes code").all()]
    assert len(server.codes) == 10
    page.get_by_role("link", name="I have written it down").click()
    assert main_heading(page) == "Cases"
    visitor.leave()


def sign_in(visitor: Visitor, register, code: str) -> None:
    visitor.sign_in(register.owner)
    assert main_heading(visitor.page) == "Show that it is you"
    visitor.page.get_by_label("Code", exact=True).fill(code)
    visitor.press("Go on")


def test_signing_in_takes_the_next_code_and_a_recovery_code_once(office, browser):
    server, register = office
    visitor = Visitor(browser, server.url)
    sign_in(visitor, register, server.codes[0])
    assert main_heading(visitor.page) == "Cases"
    visitor.leave()
    again = Visitor(browser, server.url)
    sign_in(again, register, server.codes[0])
    assert main_heading(again.page) == "Show that it is you"
    again.accessible("a wrong code")
    while int(time.time() // 30) <= server.used:
        time.sleep(0.5)
    again.page.get_by_label("Code", exact=True).fill(totp.digits(server.secret))
    again.press("Go on")
    assert main_heading(again.page) == "Cases"
    again.leave()


def test_a_passkey_is_made_and_signs_in(office, browser):
    server, register = office
    visitor = Visitor(browser, local(server))
    devtools = visitor.context.new_cdp_session(visitor.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True,
        "hasResidentKey": True, "automaticPresenceSimulation": True}})
    sign_in(visitor, register, server.codes[1])
    page = visitor.go("/account")
    visitor.accessible("one's own account")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("Passkey 1").wait_for()
    visitor.press("Sign out")
    visitor.sign_in(register.owner)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: url.endswith("/cases"))
    assert main_heading(page) == "Cases"
    visitor.leave()


def test_somebody_is_added_and_gets_a_slip(office, browser, tmp_path_factory):
    server, register = office
    visitor = Visitor(browser, server.url, tmp_path_factory.mktemp("slips"))
    sign_in(visitor, register, server.codes[2])
    page = visitor.go("/people")
    visitor.accessible("the accounts")
    visitor.picture("people")
    page.get_by_role("link", name="Add somebody").click()
    page.get_by_label("Name to sign in with").fill("thandeka")
    page.get_by_label("What colleagues call them").fill("Thandeka Nkosi")
    page.get_by_label("Caseworker").check()
    visitor.press("Make the account")
    assert main_heading(page) == "A slip to hand over"
    visitor.accessible("a slip")
    visitor.picture("slip")
    assert re.fullmatch(r"[0-9A-Z]{3}(-[0-9A-Z]{3}){8}", page.locator("code.secret").inner_text())
    page.get_by_role("link", name="Done").click()
    page.get_by_role("link", name="Thandeka Nkosi").click()
    visitor.accessible("one account")
    visitor.picture("person")
    visitor.press("Let them in no more")
    assert page.get_by_text("This person cannot sign in").count()
    visitor.leave()


def test_pages_about_people_fit_a_phone(office, browser, tmp_path_factory):
    server, register = office
    phone = Visitor(browser, server.url, tmp_path_factory.mktemp("phone"), viewport={"width": 360, "height": 640})
    sign_in(phone, register, server.codes[3])
    for path in ("/account", "/people", "/people/new", "/approvals", "/step-up"):
        page = phone.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        phone.picture("phone" + path.replace("/", "-"))
    phone.leave()
