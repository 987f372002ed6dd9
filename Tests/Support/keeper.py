# SPDX-License-Identifier: Apache-2.0
"""Somebody who keeps backups: a key pair, and what is done with it."""


class Keeper:
    """A custodian with a key pair."""

    def __init__(self, register, name="custodian"):
        self.register, self.file = register, register.scratch / name
        done = register.run("backup-key", "make", self.file)
        assert done.code == 0, done
        self.recipient = done.out.strip()

    def back_up(self, folder, *options):
        done = self.register.run("backup", self.register.folder, "--to", folder, "--recipient", self.recipient, "--json", *options)
        assert done.code == 0, done
        return done.json

    def restore(self, backup, *options, expecting=None, identity=None):
        done = self.register.run("restore", backup, "--identity", identity or self.file, *options)
        assert expecting is None or done.code == expecting, done
        return done
