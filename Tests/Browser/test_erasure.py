# SPDX-License-Identifier: Apache-2.0
"""Files of a case and its erasure in a real browser: fits, is accessible, and does what it says."""

import re

import pytest
from browser import PASSPHRASE, Visitor
from register import Register

PEOPLE = {"amal": "caseworker", "suda": "supervisor", "tesfaye": "supervisor"}


@pytest.fixture(scope="module")
def office(browser, tmp_path_factory):
    scratch = tmp_path_factory.mktemp("erasure")
    register = Register.made(scratch / "register")
    codes = {name: register.add_user(name, role) for name, role in PEOPLE.items()}
    with register.serve() as server:
        visitors = {name: Visitor(browser, server.url, scratch) for name in PEOPLE}
        for name, visitor in visitors.items():
            visitor.first_sign_in(name, codes[name])
        for name in ("suda", "tesfaye"):
            page = visitors[name].go("/account")
            page.locator("form[action='/account/devices'] input[type=text]").fill(f"{name}'s desk")
            page.locator("form[action='/account/devices'] button").click()
            page.wait_for_load_state()
            confirm(visitors[name])
        page = visitors["amal"].go("/cases/new/form")
        page.get_by_label("First or given name", exact=True).fill("Nimali")
        visitors["amal"].press("Save")
        page.get_by_text("Saved. This is the new case.").wait_for()
        yield visitors, page.url.split("?")[0].removeprefix(server.url)


def confirm(visitor):
    """Shows once more who they are."""
    visitor.go("/step-up")
    visitor.page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    visitor.press("Go on")
    visitor.page.wait_for_load_state()


def test_a_file_is_added_opened_taken_out_and_put_back(office, tmp_path):
    visitors, address = office
    amal, suda = visitors["amal"], visitors["suda"]
    paper = tmp_path / "letter of the clinic.txt"
    paper.write_text("Dear Nimali")
    page = amal.go(address)
    page.get_by_role("link", name="Files", exact=True).click()
    page.get_by_label("What it is").select_option("document")
    page.get_by_label("File", exact=True).set_input_files(paper)
    amal.press("Add the file")
    page.get_by_text("The file is kept.").wait_for()
    amal.look(f"{address}/files", "files")
    with page.expect_download() as saved:
        page.get_by_role("link", name="letter of the clinic.txt").click()
    assert saved.value.path().read_text() == "Dear Nimali"
    page.get_by_text("Take out: letter").click()
    amal.press("Take the file out")
    page.get_by_text("The file is taken out.").wait_for()
    assert not page.get_by_role("link", name="letter of the clinic.txt").count()
    seen = suda.look(f"{address}/files", "files-taken-out")
    suda.press("Put it back")
    seen.get_by_text("The file is back.").wait_for()


def test_two_people_erase_a_case_and_one_takes_it_back(office):
    visitors, address = office
    suda, tesfaye = visitors["suda"], visitors["tesfaye"]
    page = suda.look(f"{address}/erase", "erase")
    page.get_by_label("Reason", exact=True).select_option("asked")
    page.get_by_label("How you know").select_option("codeWord")
    page.get_by_label("What the second person should know").fill("She rang from her own telephone.")
    suda.press("Ask a second person")
    page.get_by_text("A second person is asked.").wait_for()
    seen = tesfaye.go("/approvals")
    seen.get_by_text("She rang from her own telephone.").wait_for()
    tesfaye.press("Agree")
    seen.wait_for_load_state()
    page = suda.look("/erasures", "erasures")
    page.get_by_text("seven days", exact=True).wait_for()
    assert page.get_by_text("35 days").count()
    suda.look(f"{address}/erase", "erase-waits")
    suda.press("Take it back")
    page.get_by_text("Taken back. Nothing is erased.").wait_for()


def test_the_rules_of_keeping_are_set(office):
    visitors, _ = office
    page = visitors["suda"].look("/retention", "retention")
    page.get_by_label("Closed cases").fill("10")
    visitors["suda"].press("Save the rules")
    page.get_by_text("Done.").wait_for()
    assert page.get_by_label("Closed cases").input_value() == "10"


def test_a_caseworker_is_offered_no_erasure(office):
    visitors, address = office
    page = visitors["amal"].go(address)
    assert not page.get_by_role("link", name=re.compile("Erase")).count()
    visitors["amal"].go(f"{address}/erase")
    assert not page.get_by_role("button", name="Ask a second person").count()
