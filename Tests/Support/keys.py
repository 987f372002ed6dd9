# SPDX-License-Identifier: Apache-2.0
"""Every key of a register worked out from its key file and its database alone: an independent account of the
hierarchy in docs/sealing.md, written with the standard library and OpenSSL's command for AES."""

import hashlib
import hmac
import json
import sqlite3
import struct
import subprocess
from pathlib import Path


def mark(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def parts(*values) -> bytes:
    """Texts and bytes with their length before them; numbers as 64 bits."""
    out = b""
    for value in values:
        if isinstance(value, int):
            out += value.to_bytes(8, "big")
        else:
            raw = value.encode() if isinstance(value, str) else value
            out += len(raw).to_bytes(4, "big") + raw
    return out


def child(key: bytes, *purpose) -> bytes:
    """One block of HKDF-Expand."""
    return mark(key, parts(*purpose) + b"\x01")


def aes_decrypt(key: bytes, block: bytes) -> bytes:
    done = subprocess.run(["openssl", "enc", "-d", "-aes-256-ecb", "-nopad", "-K", key.hex()], input=block,
                          capture_output=True, check=True)
    return done.stdout


def unwrap(key: bytes, wrapped: bytes) -> bytes | None:
    """RFC 3394 §2.2.2; None when the check does not agree."""
    n = len(wrapped) // 8 - 1
    a, r = int.from_bytes(wrapped[:8], "big"), [wrapped[8 * i:8 * i + 8] for i in range(1, n + 1)]
    for j in range(5, -1, -1):
        for i in range(n, 0, -1):
            block = aes_decrypt(key, (a ^ (n * j + i)).to_bytes(8, "big") + r[i - 1])
            a, r[i - 1] = int.from_bytes(block[:8], "big"), block[8:]
    return b"".join(r) if a == 0xA6A6A6A6A6A6A6A6 else None


ROUNDS = [int((abs(prime ** (1 / 3)) % 1) * 2 ** 32) for prime in
          [n for n in range(2, 312) if all(n % d for d in range(2, int(n ** 0.5) + 1))]]


def compressed(block: bytes) -> bytes:
    """SHA-256's state after one block from the start (FIPS 180-4 §6.2), as a little-endian machine keeps it."""
    def turn(x, n):
        return (x >> n | x << (32 - n)) & 0xFFFFFFFF
    start = [0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19]
    w = list(struct.unpack(">16I", block))
    for i in range(16, 64):
        s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3
        s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10
        w.append((w[i - 16] + s0 + w[i - 7] + s1) & 0xFFFFFFFF)
    a, b, c, d, e, f, g, h = start
    for i in range(64):
        t1 = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + ROUNDS[i] + w[i]
        t2 = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c)
        a, b, c, d, e, f, g, h = (t1 + t2) & 0xFFFFFFFF, a, b, c, (d + t1) & 0xFFFFFFFF, e, f, g
    return struct.pack("<8I", *((x + y) & 0xFFFFFFFF for x, y in zip(start, (a, b, c, d, e, f, g, h))))


def hashed(key: bytes) -> bytes:
    """What the program keeps of a key that makes others: the state of HMAC's outer pad."""
    return compressed(bytes(byte ^ 0x5C for byte in key.ljust(64, b"\0")))


class Keys:
    """The keys of one register. Reads the database without changing it."""

    def __init__(self, folder: Path, key_file: Path, scopes: int = 5):
        base = sqlite3.connect(f"file:{folder / 'register.sqlite'}?mode=ro", uri=True)
        instance = dict(base.execute("SELECT name, value FROM instance"))
        install, secret = instance["install"], key_file.read_bytes()
        self.root = None
        for slot in json.loads(instance["slots"]):
            if slot["kind"] != "keyFile":
                continue
            stretched = mark(bytes.fromhex(slot["salt"]), secret)
            kek = child(stretched, "wayhouse/slot/wrap/1", install)
            self.root = self.root or unwrap(kek, bytes.fromhex(slot["wrapped"]))
        assert self.root, "the key file opens a slot"
        maker = child(self.root, "wayhouse/agency/1")
        self.agencies = {identity: unwrap(maker, wrapped[:40]) for identity, wrapped in base.execute("SELECT id, wrapped FROM agency")}
        assert all(self.agencies.values())
        self.scopes = []
        rows = base.execute("SELECT id, agency, epoch, wrapped FROM scope ORDER BY id LIMIT ?", (scopes,)).fetchall()
        for identity, agency, epoch, wrapped in rows:
            kek = child(self.agencies[agency], "wayhouse/scope/1", identity, epoch)
            key = unwrap(kek, wrapped[:40])
            assert key, "the agency's key opens the scope's"
            self.scopes.append(key)
        base.close()

    def named(self) -> dict[str, bytes]:
        """Each key by what it is."""
        found = {"root": self.root}
        found |= {f"agency {number}": key for number, key in enumerate(self.agencies.values())}
        found |= {"root, hashed": hashed(self.root)}
        found |= {f"agency {number}, hashed": hashed(key) for number, key in enumerate(self.agencies.values())}
        found |= {f"scope {number}, hashed": hashed(key) for number, key in enumerate(self.scopes)}
        return found | {f"scope {number}": key for number, key in enumerate(self.scopes)}
