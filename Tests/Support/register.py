# SPDX-License-Identifier: Apache-2.0
"""Drives the built program as its users do: commands, and a server on a free port of this computer only."""

import json
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from address import Address


def binary() -> Path:
    """The program under test: WAYHOUSE_BINARY, or the debug build of the shared build folder."""
    named = os.environ.get("WAYHOUSE_BINARY")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wayhouse" / "build"
    path = Path(named) if named else Path(os.environ.get("WAYHOUSE_BUILD_DIR") or cache) / "debug" / "wayhouse"
    assert path.exists(), f"no built program at {path}: run `make test` or `Scripts/build debug` first"
    return path.resolve()


class Result:
    """How a command ended, and what it wrote."""

    def __init__(self, code: int, out: bytes, err: bytes):
        self.code, self.out, self.err = code, out.decode("utf-8"), err.decode("utf-8")

    @property
    def json(self) -> dict:
        value = json.loads(self.out)
        assert isinstance(value, dict), "--json prints one object"
        return value

    def __repr__(self):
        return f"exit {self.code}\n--- out\n{self.out[:4000]}\n--- err\n{self.err[:4000]}"


def environment(scratch: Path) -> dict[str, str]:
    """The least that a process needs, so that all it writes lies in `scratch` and can be looked at."""
    for name in ("home", "tmp"):
        (scratch / name).mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {"HOME": str(scratch / "home"), "TMPDIR": str(scratch / "tmp"), "LANG": "C.UTF-8", "TZ": "UTC"}


def run(*arguments, scratch: Path, timeout: float = 300) -> Result:
    """Runs one command to its end, without a terminal and without standard input."""
    done = subprocess.run([str(binary()), *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True,
                          env=environment(scratch), timeout=timeout)
    return Result(done.returncode, done.stdout, done.stderr)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Register:
    """A register in a folder of its own, or where `place` says, opened by a key file."""

    place: Callable[[], Address] | None = None

    def __init__(self, scratch: Path):
        self.scratch = scratch
        self.folder = scratch / "register"
        self.key_file = scratch / "key"
        self.key = ("--key-file", self.key_file)
        self.owner, self.code = "dilani", ""

    @classmethod
    def made(cls, scratch: Path, second_factor: str = "optional",
             organisation: str = "House of the Fig Tree") -> "Register":
        """With `required` the owner needs an authenticator program (`totp.py`) to sign in."""
        register = cls(scratch)
        scratch.mkdir(parents=True, exist_ok=True)
        if cls.place:
            register.folder = cls.place()
        register.key_file.write_bytes(secrets.token_bytes(64))
        done = register.run("init", register.folder, "--organisation", organisation, "--owner", register.owner,
                            "--second-factor", second_factor, *register.key)
        assert done.code == 0, done
        register.code = done.out.strip().splitlines()[-1].strip()
        assert register.code, "init prints a one-time sign-in code"
        return register

    def add_user(self, name: str, roles: str, *options) -> str:
        """Makes an account with the register's key. The code of its slip."""
        done = self.run("users", "add", self.folder, name, "--roles", roles, *options, *self.key)
        assert done.code == 0, done
        return done.out.strip().splitlines()[-1].strip()

    def run(self, *arguments, timeout: float = 300) -> Result:
        return run(*arguments, scratch=self.scratch, timeout=timeout)

    def import_file(self, file: Path, *options, expecting: int | None = 0) -> Result:
        done = self.run("import", self.folder, file, "--json", *options, *self.key)
        assert expecting is None or done.code == expecting, done
        return done

    def export(self, format: str, *options) -> bytes:
        out = self.scratch / f"export-{secrets.token_hex(4)}"
        done = self.run("export", self.folder, "--format", format, "--out", out, *options, *self.key)
        assert done.code == 0, done
        content = out.read_bytes()
        out.unlink()
        return content

    def verify(self, *options) -> Result:
        return self.run("verify", self.folder, "--json", *options, *self.key)

    def serve(self, *options, port: int | None = None, more: dict[str, str] | None = None) -> "Server":
        """A server with these options, and with `more` in its environment."""
        return Server(self, port or free_port(), options or self.key, more or {})


class Server:
    """`wayhouse serve` as a context: started, waited for, and ended by its own process id."""

    def __init__(self, register: Register, port: int, key, more: dict[str, str]):
        self.register, self.port, self.key, self.more = register, port, key, more
        self.url = f"http://127.0.0.1:{port}"
        self.log = register.scratch / f"server-{port}.log"

    def __enter__(self) -> "Server":
        command = [str(binary()), "serve", str(self.register.folder), "--port", str(self.port), *map(str, self.key)]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            env=environment(self.register.scratch) | self.more)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended with {self.process.returncode}: {self.log.read_text()[-2000:]}")
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return self
            except OSError:
                time.sleep(0.1)
        self.__exit__()
        raise AssertionError("the server did not answer within a minute")

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
