# SPDX-License-Identifier: Apache-2.0
"""Serves a fresh demo register, opens a case with a good deal in it, and draws the page: screenshot.py FILE."""

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from browser import chromium
from register import binary, environment, free_port


def main(out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        port, said = free_port(), Path(folder) / "said"
        with open(said, "wb") as log:
            server = subprocess.Popen([str(binary()), "demo", "--data", f"{folder}/demo", "--port", str(port)],
                                      stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment(Path(folder)))
        try:
            draw(port, passphrase(said, server), out)
        finally:
            server.terminate()
            server.wait(30)


def passphrase(said: Path, server) -> str:
    """What the demo prints once it serves."""
    for _ in range(600):
        found = re.search(r"Passphrase:\s+(\S.*)", said.read_text())
        if found:
            time.sleep(0.5)
            return found[1].strip()
        assert server.poll() is None, said.read_text()
        time.sleep(0.2)
    raise SystemExit("the demo did not start within two minutes")


def draw(port: int, secret: str, out: Path) -> None:
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 1180})
        page.goto(f"http://127.0.0.1:{port}/sign-in")
        page.get_by_label("Name", exact=True).fill("demo")
        page.get_by_label("Passphrase", exact=True).fill(secret)
        page.get_by_role("button", name="Sign in").click()
        page.goto(f"http://127.0.0.1:{port}/cases")
        page.locator("tbody tr", has_text="Active").locator("a").first.click()
        page.wait_for_load_state("networkidle")
        out.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=out)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
