# SPDX-License-Identifier: Apache-2.0
"""Nothing of a case is readable on disk: 500 planted strings in every field type, in no file, in no form."""

import base64
import urllib.parse
import urllib.request

import canaries
import fill_templates
import htcds
import pytest


@pytest.fixture(scope="module", autouse=True)
def standard():
    htcds.needed()


def plant(register, folder):
    rows, planted = canaries.rows()
    assert planted >= 500
    folder.mkdir()
    file = folder / "planted.csv"
    file.write_bytes(fill_templates.canonical_csv(rows))
    report = register.import_file(file).json
    assert report["imported"] == len(rows), report
    return file


def searched(register):
    """Everything that the program can have written: its folder, its home and its temporary folder, and its log."""
    hits = []
    for folder in (register.folder, register.scratch / "home", register.scratch / "tmp"):
        hits += canaries.search_folder(folder, canaries.all_texts())
    for log in register.scratch.glob("server-*.log"):
        hits += [f"{log.name}: {text} as {form}" for text in canaries.all_texts() for form in canaries.search(log.read_bytes(), text)]
    return hits


def test_nothing_planted_is_found_after_an_import(register, tmp_path_factory):
    plant(register, tmp_path_factory.mktemp("outside") / "in")
    assert canaries.MARKER.encode() in register.export("htcds-csv"), "control: it is in the register"
    assert sum(file.stat().st_size for file in register.folder.rglob("*") if file.is_file()) > 50_000
    assert searched(register) == []


def test_nothing_planted_is_found_while_it_is_served_or_in_its_log(register, tmp_path_factory):
    plant(register, tmp_path_factory.mktemp("outside") / "in")
    with register.serve() as server:
        for path in ("/", f"/cases?q={canaries.MARKER}", f"/{canaries.MARKER}", f"/api/cases?q={urllib.parse.quote(canaries.SCRIPTS[0])}"):
            try:
                urllib.request.urlopen(server.url + path, timeout=20).read()
            except urllib.error.HTTPError:
                pass
        assert searched(register) == [], "write-ahead log and shared memory included"
    assert searched(register) == []


@pytest.mark.parametrize("shape", ["raw", "case", "UTF-16LE", "UTF-16BE", "base64", "hex"])
def test_the_search_finds_what_is_not_sealed(tmp_path, shape):
    """Control: each form is found when it is there, in the middle of other bytes."""
    for text in canaries.all_texts():
        raw = text.encode("utf-8")
        content = {"raw": raw, "case": text.upper().encode("utf-8"), "UTF-16LE": text.encode("utf-16-le"),
                   "UTF-16BE": text.encode("utf-16-be"), "hex": raw.hex().upper().encode()}
        for shift in range(3):
            content["base64"] = base64.b64encode(b"x" * shift + raw + b"tail")
            (tmp_path / "file").write_bytes(b"\0\1before" + content[shape] + b"after")
            assert canaries.search_folder(tmp_path, [text]), f"{text} as {shape} is not found"


def test_the_search_finds_an_export(register, tmp_path_factory):
    """Control: the same search over a file that is meant to be readable finds every planted kind."""
    plant(register, tmp_path_factory.mktemp("outside") / "in")
    content = register.export("htcds-csv")
    for text in canaries.all_texts():
        assert canaries.search(content, text), f"{text} is not in the export"
