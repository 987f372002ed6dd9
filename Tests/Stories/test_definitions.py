# SPDX-License-Identifier: Apache-2.0
"""What the laws' files say, against predicates that were written from the sources by themselves."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHECK = ROOT / "Tests" / "independent" / "check_definitions.py"
FILES = Path("Sources/Identification/Resources/definitions")


def checked(root=ROOT, cases=5000):
    done = subprocess.run([sys.executable, CHECK, "--root", root, "--cases", str(cases)],
                          capture_output=True, text=True, timeout=600)
    return done.returncode, done.stdout


def copy_with(folder, name, old, new) -> Path:
    """A copy of the data files with one change."""
    shutil.copytree(ROOT / "Sources/Identification/Resources", folder / "Sources/Identification/Resources")
    shutil.copytree(ROOT / "Tests/definitions", folder / "Tests/definitions")
    file = folder / FILES / name
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{name} does not hold {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_every_rule_and_every_case_is_decided_alike():
    code, said = checked(cases=20000)
    assert said.splitlines()[-1].endswith("all equal"), said
    assert code == 0


@pytest.mark.parametrize("name, old, new", [
    ("palermo-2000-art3.json", '"ageBelow": 18', '"ageBelow": 17'),
    ("vn-penalcode-150.json", '"means.deception", ', ""),
    ("us-tvpa-22usc7102-labor.json", '{"use": "means"}, ', ""),
    ("ph-ra9208.json", '"ageBelow": 24', '"ageBelow": 25'),
    ("vn-penalcode-151.json", '{"not": "fact.humanitarian_transfer"}', '"fact.humanitarian_transfer"'),
])
def test_a_file_with_one_change_is_noticed(tmp_path, name, old, new):
    code, said = checked(copy_with(tmp_path, name, old, new))
    assert code == 1
    assert "differs" in said, said


def test_the_list_of_what_is_compiled_in_is_up_to_date():
    done = subprocess.run([sys.executable, ROOT / "Scripts" / "list-built-in.py", "--check"], timeout=60)
    assert done.returncode == 0, "run Scripts/list-built-in.py"
