# SPDX-License-Identifier: Apache-2.0
"""A real Chromium, watched: what it asks for, how accessible its pages are, what they look like."""

import os
import re
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlparse

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

PASSPHRASE = "four calm herons wade upstream slowly"


def launch_options() -> dict:
    """The system's browser; no browser is downloaded."""
    found = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    assert found, "no Chromium is installed: `Scripts/prepare test` installs it"
    return {"executable_path": found, "args": ["--no-sandbox"] if os.geteuid() == 0 else []}


@contextmanager
def chromium():
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        yield browser
        browser.close()


class Visitor:
    """Somebody at a browser of their own, and what their browser asked of the network."""

    def __init__(self, browser, url: str, pictures: Path | None = None, **options):
        self.url, self.pictures, self.asked, self.problems = url, pictures, [], []
        self.context = browser.new_context(**{"bypass_csp": True, "accept_downloads": True} | options)
        self.context.set_default_timeout(20_000)
        self.page: Page = self.context.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))

    def outside(self) -> list[str]:
        """Requests that left this computer."""
        return [url for url in self.asked if urlparse(url).scheme.startswith("http") and urlparse(url).hostname not in ("127.0.0.1", "localhost")]

    def go(self, path: str) -> Page:
        self.page.goto(self.url + path)
        return self.page

    def look(self, path: str, name: str) -> Page:
        """At the width of a telephone and of a desk: fits, accessible, photographed."""
        for width in (360, 1280):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.go(path)
            self.picture(f"{name}-{width}")
            self.accessible(f"{path} at {width}")
            assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} at {width} is too wide"
        return self.page

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=False).first.click()

    def first_sign_in(self, user: str, code: str) -> None:
        self.go("/first-sign-in")
        self.page.get_by_label("Name", exact=True).fill(user)
        self.page.get_by_label("One-time code").fill(code)
        self.page.get_by_label("New passphrase").fill(PASSPHRASE)
        self.page.get_by_label("The same passphrase again").fill(PASSPHRASE)
        self.press("Go on")
        self.press("Go on without")
        self.page.get_by_role("link", name="I have written it down").click()
        self.page.get_by_role("heading", level=1, name="Cases").wait_for()

    def leave(self) -> None:
        """Signs out, so that the session does not push out another of the same person, and closes.

        Waits for the page after it: Chromium never closes a context whose site data is just being cleared.
        """
        self.go("/account")
        if self.page.get_by_role("button", name="Sign out").count():
            self.press("Sign out")
            self.page.wait_for_url(lambda url: "/sign-in" in url)
        self.context.close()

    def sign_in(self, user: str) -> None:
        self.go("/sign-in")
        self.page.get_by_label("Name", exact=True).fill(user)
        self.page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
        self.press("Sign in")

    def bring_in(self, file: Path) -> None:
        """Through the wizard: choose, look, take in."""
        self.go("/import")
        self.page.get_by_label("File", exact=True).set_input_files(file)
        self.press("Look at it first")
        self.page.get_by_role("heading", level=1, name="What is in this file").wait_for()

    def search(self, text: str) -> int:
        """How many cases the list shows for a search; names on."""
        self.go("/cases")
        box = self.page.get_by_role("searchbox").first
        box.fill(text)
        self.press("Search")
        self.page.wait_for_load_state()
        return self.page.locator("tbody tr").count()

    def accessible(self, where: str) -> None:
        """No violation that axe-core knows of."""
        found = Axe().run(self.page).response["violations"]
        said = [f"{rule['id']}: {rule['help']} at {[node['target'] for node in rule['nodes']][:3]}" for rule in found]
        assert not said, f"{where}:\n" + "\n".join(said)

    def picture(self, name: str) -> None:
        folder = self.pictures or Path(tempfile.gettempdir())
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)


def main_heading(page: Page) -> str:
    return re.sub(r"\s+", " ", page.get_by_role("heading", level=1).inner_text()).strip()
