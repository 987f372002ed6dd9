# SPDX-License-Identifier: Apache-2.0
"""The command line keeps its promises to scripts: names, exit codes, one JSON object, words on standard error."""

import csv
import io
import json
import secrets
import sqlite3

import htcds
import pytest
from register import Register, run

PASSPHRASE = "four calm herons wade upstream\n"


def test_version_and_help_are_answered(tmp_path):
    assert run("--version", scratch=tmp_path).code == 0
    shown = run("--help", scratch=tmp_path)
    assert shown.code == 0
    for command in ("demo", "init", "serve", "import", "export", "codebook", "roles", "verify", "anchor"):
        assert command in shown.out


@pytest.mark.parametrize("arguments", [
    ["nonsense"], ["import"], ["init", "somewhere"], ["export", "somewhere", "--format", "docx", "--out", "x"],
])
def test_a_wrong_use_ends_with_2_and_says_why(tmp_path, arguments):
    done = run(*arguments, scratch=tmp_path)
    assert done.code == 2, done
    assert done.err.strip() and not done.out.strip()


def test_verify_used_wrongly_ends_with_64_for_2_means_a_broken_chain(register, tmp_path):
    for arguments in (["verify", "somewhere"], ["verify"], ["verify", tmp_path, "--since", "-1", *register.key],
                      ["verify", register.folder, "--anchor", "river stone", *register.key]):
        done = run(*arguments, scratch=tmp_path)
        assert done.code == 64, done


def test_a_missing_register_ends_with_3_and_cannot_be_verified(register, tmp_path):
    assert run("verify", tmp_path / "nowhere", *register.key, scratch=tmp_path).code == 1
    done = run("export", tmp_path / "nowhere", "--format", "htcds-csv", "--out", tmp_path / "x", *register.key, scratch=tmp_path)
    assert done.code == 3, done
    assert not (tmp_path / "nowhere").exists(), "looking for a register makes none"


def test_a_second_init_in_the_same_folder_changes_nothing(register):
    before = {file.name: file.read_bytes() for file in register.folder.iterdir() if file.is_file()}
    again = register.run("init", register.folder, "--organisation", "Other", "--owner", "other", *register.key)
    assert again.code != 0
    after = {file.name: file.read_bytes() for file in register.folder.iterdir() if file.is_file()}
    assert before == after


def test_a_wrong_passphrase_and_a_wrong_key_cannot_verify(tmp_path):
    right, wrong, key = tmp_path / "right", tmp_path / "wrong", tmp_path / "key"
    right.write_text(PASSPHRASE)
    wrong.write_text("four calm herons wade downstream\n")
    key.write_bytes(secrets.token_bytes(64))
    folder = tmp_path / "register"
    made = run("init", folder, "--organisation", "House", "--owner", "mariam", "--passphrase-file", right, scratch=tmp_path)
    assert made.code == 0, made
    for option in (["--passphrase-file", wrong], ["--key-file", key]):
        done = run("verify", folder, *option, scratch=tmp_path)
        assert done.code == 1, done
        assert "downstream" not in done.out + done.err
    assert run("verify", folder, "--passphrase-file", right, scratch=tmp_path).code == 0


def test_a_new_register_verifies_and_says_so_as_json(register):
    for options in ([], ["--deep"]):
        done = register.verify(*options)
        assert done.code == 0, done
        assert isinstance(done.json, dict)


def test_a_changed_byte_ends_verify_with_5(register, artefacts):
    folder, _ = artefacts
    register.import_file(folder / "people.csv")
    assert register.verify("--deep").code == 0, "control: untouched, it verifies"
    database = max((file for file in register.folder.rglob("*") if file.is_file()), key=lambda file: file.stat().st_size)
    flip_one_sealed_byte(database)
    assert register.verify("--deep").code == 5


def flip_one_sealed_byte(database):
    """Changes one byte in the middle of the longest blob, through SQLite so that only this differs."""
    connection = sqlite3.connect(database)
    longest = None
    # Rows are named by their number; tables kept in the order of their key have none, and hold no case content.
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%WITHOUT ROWID%'")
    for (table,) in tables.fetchall():
        for column in [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]:
            row = connection.execute(
                f'SELECT rowid, "{column}" FROM "{table}" WHERE typeof("{column}") = \'blob\' '
                f'ORDER BY length("{column}") DESC LIMIT 1').fetchone()
            if row and (longest is None or len(row[1]) > len(longest[3])):
                longest = (table, column, *row)
    table, column, number, blob = longest
    changed = bytearray(blob)
    changed[len(changed) // 2] ^= 1
    connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (bytes(changed), number))
    connection.commit()
    connection.close()


def test_the_codebook_is_printed_in_three_forms(tmp_path):
    book = json.loads(run("codebook", "--format", "json", scratch=tmp_path).out)
    assert isinstance(book, dict)
    text = json.dumps(book)
    rows = list(csv.reader(io.StringIO(run("codebook", "--format", "csv", scratch=tmp_path).out)))
    page = run("codebook", "--format", "html", scratch=tmp_path).out
    assert page.lstrip().lower().startswith("<!doctype html")
    flat = {cell for row in rows for cell in row}
    for field in htcds.fields():
        assert f'"{field.name}"' in text
        assert field.name in flat
        assert field.name in page
    out = tmp_path / "codebook.json"
    assert run("codebook", "--format", "json", "--out", out, scratch=tmp_path).code == 0
    assert json.loads(out.read_text(encoding="utf-8")) == book


def test_a_dry_run_counts_and_takes_in_nothing(register, artefacts):
    folder, made = artefacts
    dry = register.import_file(folder / "people.csv", "--dry-run").json
    assert dry["rows"] == len(made["people.csv"]) and dry["imported"] == 0
    assert register.export("htcds-csv").count(b"\n") == 1, "only the header"
    real = register.import_file(folder / "people.csv").json
    assert real["imported"] == real["rows"] == dry["rows"]
    for finding in real["findings"]:
        assert {"code", "message"} <= set(finding)


def test_nothing_but_json_stands_on_standard_output(register, artefacts):
    folder, _ = artefacts
    done = register.import_file(folder / "people.csv")
    json.loads(done.out)
    out = register.scratch / "out.csv"
    exported = register.run("export", register.folder, "--format", "htcds-csv", "--out", out, "--json", *register.key)
    assert exported.json is not None


def test_ctdc_below_k_writes_no_file_and_names_no_row(register, artefacts):
    folder, made = artefacts
    register.import_file(folder / "people.csv")
    out = register.scratch / "ctdc.csv"
    done = register.run("export", register.folder, "--format", "ctdc", "--k", "10", "--out", out, *register.key)
    assert done.code == 1, done
    assert not out.exists()
    names = {row.get("prs_SecondName", "") for row in made["people.csv"]} - {""}
    assert not [name for name in names if len(name) > 3 and name in done.out + done.err]


def test_registers_do_not_share_keys(register, tmp_path):
    other = Register.made(tmp_path / "other")
    assert register.run("verify", other.folder, *register.key).code == 1
