# SPDX-License-Identifier: Apache-2.0
"""PostgreSQL servers of a test's own: Debian's programs, a data folder and a socket in the test's folder, no network.

They are started and ended by their own process ids."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

SETTINGS = {"listen_addresses": "", "max_connections": "100", "shared_buffers": "32MB", "wal_level": "replica",
            "wal_sender_timeout": "5s"}


def programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs; none when it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(re.sub(r"\D", "", path.parts[4])))
    return found[-1].parent if found else None


def plain() -> dict:
    """Options of a process that is not root: PostgreSQL refuses to be."""
    if os.getuid() != 0:
        return {}
    account = pwd.getpwnam("postgres")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


class Database:
    """One server: `start`, `stop`, `kill`, and a `replica` of it."""

    started: list["Database"] = []

    def __init__(self, folder: Path, **settings: str):
        self.folder, self.data, self.settings = folder, folder / "data", SETTINGS | settings
        self.process: subprocess.Popen | None = None
        folder.mkdir(parents=True)
        if plain():
            # Folders that pytest makes are for their owner alone.
            for parent in [folder, *folder.parents]:
                if parent.stat().st_uid == os.getuid() and parent != Path("/"):
                    parent.chmod(parent.stat().st_mode | 0o711)
            shutil.chown(folder, "postgres", "postgres")

    @classmethod
    def made(cls, folder: Path, **settings: str) -> "Database":
        database = cls(folder, **settings)
        database.call("initdb", "-D", database.data, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-U", "wayhouse",
                      "--data-checksums")
        return database.start()

    def call(self, program: str, *arguments) -> str:
        done = subprocess.run([str(programs() / program), *map(str, arguments)], cwd=self.folder, capture_output=True,
                              text=True, timeout=60, **plain())
        assert done.returncode == 0, f"{program}: {done.stderr}"
        return done.stdout

    def start(self) -> "Database":
        command = [str(programs() / "postgres"), "-D", str(self.data), "-k", str(self.folder)]
        for name, value in self.settings.items():
            command += ["-c", f"{name}={value}"]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            **plain())
        Database.started.append(self)
        deadline = time.monotonic() + 60
        ready = [str(programs() / "pg_isready"), "-q", "-h", str(self.folder)]
        while subprocess.run(ready, timeout=10).returncode != 0:
            assert self.process.poll() is None and time.monotonic() < deadline, (self.folder / "log").read_text()[-2000:]
            time.sleep(0.05)
        return self

    def stop(self, kind: int = signal.SIGINT) -> None:
        """SIGINT ends it in order, SIGQUIT at once as a power cut of the server program would."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(kind)
            self.process.wait(60)

    def kill(self) -> None:
        """Ends the server and all that it started with no time for anything."""
        server = self.process.pid
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        self.process.send_signal(signal.SIGKILL)
        for child in map(int, children):
            try:
                if os.readlink(f"/proc/{child}/cwd") == str(self.data):
                    os.kill(child, signal.SIGKILL)
            except OSError:
                pass
        self.process.wait(30)

    def sql(self, text: str, database: str = "postgres") -> str:
        return self.call("psql", "-h", self.folder, "-U", "wayhouse", "-d", database, "-qtAX", "-c", text).strip()

    def replica(self, folder: Path, is_synchronous: bool = True) -> "Database":
        """A second server that follows this one; when synchronous, a commit is confirmed when both have it."""
        other = Database(folder, **{name: value for name, value in self.settings.items() if name not in SETTINGS})
        self.call("pg_basebackup", "-h", self.folder, "-U", "wayhouse", "-D", other.data, "-R", "-c", "fast")
        other.start()
        if not is_synchronous:
            return other
        self.sql("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.sql("SELECT pg_reload_conf()")
        while self.sql("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") != "1":
            time.sleep(0.05)
        return other

    def promote(self) -> None:
        assert self.sql("SELECT pg_promote()") == "t"

    def address(self, name: str, *others: "Database") -> str:
        """The address of a new, empty database on this server (on which replicas will have it, too)."""
        if not self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
            self.sql(f"CREATE DATABASE {name}")
        hosts = ",".join(str(server.folder) for server in (self, *others))
        return f"postgresql://wayhouse@/{name}?host={hosts}"
