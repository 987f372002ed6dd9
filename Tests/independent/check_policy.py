#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Second opinion on who may do what: does the program's answer to every question equal the decision table's?

    check_policy.py PRODUCT [--tables FOLDER]     exit 0 equal and all invariants hold, 1 not, 2 usage

PRODUCT is what `wayhouse roles --format product` writes: one byte a question, the dimensions below nested in their
order. The tables (policy.csv: the first row that fits decides; cells.csv) were written from docs/access.md, not from
the program, and this file only interprets them. numpy is all it needs; about 300 MB of memory.
"""
import csv
import sys
from pathlib import Path

import numpy as np

import policy_invariants
from policy_dimensions import CODES, DEMANDS, DIMENSIONS, SHAPE

class Table:
    """The decision table, and its answers for one role and one action as an array over the other dimensions."""

    def __init__(self, folder):
        self.rules = {}  # what is decided → [(conditions, answer)], the first that fits decides
        for row in csv.DictReader((folder / "policy.csv").open(encoding="utf-8")):
            when = [part.split("=", 1) for part in row["when"].split()]
            when = [(name, values[0] == "!", set(values.lstrip("!").split("|"))) for name, values in when]
            self.rules.setdefault(row["decides"], []).append((when, row["answer"]))
        self.cells = {(row["side"], role): row for row in csv.DictReader((folder / "cells.csv").open(encoding="utf-8"))
                      for role in row["roles"].split()}
        known = dict(DIMENSIONS, cell={row[c] for row in self.cells.values() for c in DIMENSIONS["class"]})
        known |= {what: {answer for _, answer in rules} for what, rules in self.rules.items()}
        for when, _ in sum(self.rules.values(), []):
            for name, _, values in when:
                assert values <= set(known[name]), "%s has no %s" % (name, values - set(known[name]))

    def answers(self, role, action):
        world = {}  # name → (indices as an array that broadcasts over SHAPE, the words they stand for)
        for axis, (name, words) in enumerate(DIMENSIONS.items()):
            words = {"role": [role], "action": [action]}.get(name, words)
            index = np.arange(len(words), dtype=np.uint8)
            world[name] = index.reshape([-1 if a == axis else 1 for a in range(len(SHAPE))]), words
        for what, rules in self.rules.items():
            if what == "member":
                world["cell"] = self.cell(role, world)
            world[what] = self.decided(rules, world, what in ("shown", "answer"))
        return world["answer"][0]

    def cell(self, role, world):
        (side, sides), classes = world["side"], DIMENSIONS["class"]
        grid = [[self.cells.get((name, role), {}).get(c, "-") for c in classes] for name in sides]
        words = sorted(set(sum(grid, [])))
        table = np.array([[words.index(word) for word in line] for line in grid], np.uint8)
        return table[side, world["class"][0]], words

    @staticmethod
    def decided(rules, world, as_code):
        """(array, words): laid down from the last rule to the first; with `as_code` the array holds bytes instead."""
        words = None if as_code else sorted({answer for _, answer in rules})
        out = np.full([1] * len(SHAPE), 255, np.uint8)
        for when, answer in reversed(rules):
            fits = np.array(True)
            for name, negated, values in when:
                array, known = world[name]
                fits = fits & np.array([(word in values) != negated for word in known])[array]
            if fits.any():
                out = np.where(fits, code(answer, world) if as_code else np.uint8(words.index(answer)), out)
        assert (out != 255).all(), "there are questions that no row answers"
        return out, words


def code(answer, world):
    """The byte of `permit+key`: words of CODES, and decided names that stand for one."""
    total = np.uint8(0)
    for part in answer.split("+"):
        if part in CODES:
            total = total + np.uint8(CODES[part])
        else:
            array, words = world[part]
            total = total + (array if words is None else np.array([CODES.get(w, 0) for w in words], np.uint8)[array])
    return total


def in_words(byte):
    if byte < 128:
        return next((name for name, value in CODES.items() if value == byte and name not in DEMANDS), "byte %d" % byte)
    return "permit" + "".join("+" + name for name in sorted(DEMANDS) if byte & CODES[name])


def differences(product, table, show=20):
    """How many bytes differ; the first of them in words on stdout."""
    count = 0
    for r, role in enumerate(DIMENSIONS["role"]):
        for a, action in enumerate(DIMENSIONS["action"]):
            theirs = product[r:r + 1, :, :, :, :, :, :, :, a:a + 1]
            ours = np.broadcast_to(table.answers(role, action), theirs.shape)
            unlike = ours != theirs
            for spot in map(tuple, np.argwhere(unlike)[:max(0, show - count)] if unlike.any() else []):
                words = zip(DIMENSIONS.items(), (r,) + spot[1:8] + (a,) + spot[9:])
                print("%s: the table says %s, the program %s" % (
                    " ".join("%s=%s" % (name, values[i]) for (name, values), i in words),
                    in_words(ours[spot]), in_words(theirs[spot])))
            count += int(unlike.sum())
    return count


def main(arguments):
    if len(arguments) not in (1, 3) or arguments[1:2] not in ([], ["--tables"]):
        print(__doc__)
        return 2
    data = np.fromfile(arguments[0], np.uint8)
    if data.size != np.prod(SHAPE):
        print("%d bytes where %d questions are" % (data.size, np.prod(SHAPE)))
        return 1
    product = data.reshape(SHAPE)
    unlike = differences(product, Table(Path(arguments[2] if arguments[1:] else __file__ + "/..").resolve()))
    broken = policy_invariants.violations(product)
    for name, count in broken.items():
        print("%s: %d" % (name, count))
    print("%d questions, %d differences, %d invariants broken" % (data.size, unlike, len(broken)))
    return 1 if unlike or broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
