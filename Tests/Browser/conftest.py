# SPDX-License-Identifier: Apache-2.0
"""What the browser tests share."""

import pytest
from browser import Visitor, chromium
from register import Register


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def office_with_case(browser, tmp_path_factory):
    """A caseworker at a browser of their own, and the address of the one case there is."""
    scratch = tmp_path_factory.mktemp("office")
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
