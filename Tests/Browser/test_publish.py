# SPDX-License-Identifier: Apache-2.0
"""The way to a public file, in a real browser: in steps, by keyboard, with a second person, at both widths."""

import re

import pytest
from browser import Visitor
from publishing import HEADER, alike
from register import Register

import bad_files


@pytest.fixture(scope="module")
def office(browser, tmp_path_factory):
    """A supervisor and a colleague at browsers of their own, in an office that knows sixty people."""
    scratch = tmp_path_factory.mktemp("publish")
    register = Register.made(scratch / "register")
    codes = {name: register.add_user(name, "supervisor") for name in ("tesfaye", "suda")}
    file = register.scratch / "people.csv"
    file.write_bytes(bad_files.table(alike(60), header=HEADER))
    register.import_file(file)
    with register.serve() as server:
        people = {}
        for name, code in codes.items():
            people[name] = Visitor(browser, server.url, scratch)
            people[name].first_sign_in(name, code)
        yield people["tesfaye"], people["suda"]


def test_the_steps_are_walked_by_keyboard_and_nothing_leaves_alone(office):
    asker, second = office
    page = asker.look("/publish", "publish")
    page.get_by_role("link", name="Prepare a public file").focus()
    page.keyboard.press("Enter")
    asker.look("/publish/method", "publish-method")
    page.get_by_label("Real rows, made coarser").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="What may the file say?").wait_for()
    asker.look(page.url.removeprefix(asker.url), "publish-columns")
    page.get_by_role("group", name="The file says").get_by_label("Means of control").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="How many people must be alike?").wait_for()
    asker.look(page.url.removeprefix(asker.url), "publish-size")
    page.get_by_label("Smallest number of people alike").fill("10")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="What the file would be").wait_for()
    look = page.url.removeprefix(asker.url)
    asker.look(look, "publish-look")
    page.get_by_text("The numbers behind it").click()
    asker.accessible("the numbers")
    asker.picture("publish-numbers")
    page.get_by_label("Why").fill("For students in Nairobi")
    page.keyboard.press("Enter")
    page.get_by_text("You asked for this file").wait_for()
    asker.look(page.url.removeprefix(asker.url), "publish-waiting")
    waiting = second.go("/work")
    waiting.get_by_role("link", name=re.compile("waits for you to agree")).click()
    waiting.get_by_role("link", name="Look at it and decide").click()
    waiting.get_by_text("For students in Nairobi").wait_for()
    second.picture("publish-decide")
    second.press("Agree")
    waiting.get_by_text("agreed").first.wait_for()
    page = asker.go("/work")
    page.get_by_role("link", name=re.compile("was agreed to")).click()
    page.get_by_role("link", name="Look at it and decide").click()
    with page.expect_download() as coming:
        asker.press("Write the file")
    content = coming.value.path().read_text(encoding="utf-8")
    assert len(content.splitlines()) == 61 and "Invented" not in content
    asker.look("/publish", "publish-after")


@pytest.mark.parametrize("typed, said", [("one", "whole number, 2 or more"), ("61", "fewer than 61 people")])
def test_why_there_is_no_file_is_said_in_words(office, typed, said):
    asker, _ = office
    page = asker.look(f"/publish/look?method=groups&k={typed}", f"publish-refused-{typed}")
    assert page.get_by_text(said).count() == 1
    page.get_by_role("link", name="Change the settings").click()
    page.get_by_label("Smallest number of people alike").wait_for()


def test_a_name_is_not_offered_and_not_taken(office):
    asker, _ = office
    page = asker.go("/publish/look?method=groups&topics=chosen&topic=gender&topic=prs_FirstName&k=10")
    assert page.get_by_text("prs_FirstName").count() == 1
    assert page.get_by_role("heading", level=1, name="There is no file").count() == 1
