# SPDX-License-Identifier: Apache-2.0
"""A visitor without an account: the work that a form asks for, and what a look through a ticket shows."""

import hashlib
import html
import itertools
import re

from client import Client, post


def work(question: str) -> str:
    """A text for which SHA-256 of question:answer begins with 14 zero bits."""
    return next(str(number) for number in itertools.count()
                if hashlib.sha256(f"{question}:{number}".encode()).digest()[:2] < b"\0\4")


class Passer:
    """Somebody at a computer that is not theirs. Keeps no cookie, whatever the server says."""

    def __init__(self, port: int):
        self.client, self.cookies, self.page = Client(port), [], ""

    def send(self, path: str, **form):
        answer = self.client.ask("POST", path, form)
        return self.seen(answer)

    def look(self, path: str):
        return self.seen(self.client.ask("GET", path))

    def seen(self, answer):
        self.cookies += answer.headers.get_all("Set-Cookie") or []
        self.client.cookies.clear()
        self.page = answer.content.decode()
        return answer

    def question(self, path: str) -> dict:
        assert self.look(path).status == 200, self.page[:500]
        asked = re.search(r'name="question" value="([^"]+)"', self.page)[1]
        return {"question": asked, "answer": work(asked)}

    def try_(self, number: str, word: str):
        return self.send("/hello", number=number, word=word, **self.question("/hello"))

    def opened(self) -> str | None:
        """The token of the look that is open."""
        found = re.search(r'name="pass" value="([A-Za-z0-9_-]{43})"', self.page)
        return found and found[1]

    @property
    def text(self) -> str:
        """The page's words without its marks and what is new in each answer."""
        body = self.page.split("<main", 1)[1].split("</main>")[0]
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", body))).strip()

    @property
    def bare(self) -> str:
        return re.sub(r'(nonce|value)="[^"]*"', "", self.page)


def give(client, case: str, **words) -> dict:
    """Gives the person of a case a ticket: number, word and other word, as the page shows them once."""
    answer = post(client, f"{case}/ticket", order="give", **words)
    page = answer.content.decode()
    assert answer.status == 200, page[:2000]
    found = [html.unescape(text) for text in re.findall(r'class="secret"[^>]*>([^<]+)<', page)]
    return dict(zip(("number", "word", "other"), found, strict=True))
