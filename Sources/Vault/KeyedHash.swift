// SPDX-License-Identifier: Apache-2.0
import Crypto
import Glibc

/// HMAC-SHA-256 (RFC 2104) under one key, its two pads hashed once: every mark after that hashes the message and 32
/// bytes more. Crypto's own routine pays generic code and both pads for each mark, four times as much; the tests hold
/// this one against it and against RFC 4231. The pads' states are overwritten when the last holder lets go.
struct KeyedHash: Sendable, CustomReflectable {
    private var inner = SHA256()
    private var outer = SHA256()

    /// A key of at most 64 bytes, as all keys here are.
    init(_ key: SymmetricKey) {
        precondition(key.bitCount <= 512, "a longer key would have to be hashed first")
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { pad in
            func fill(_ mask: UInt8) {
                memset(pad.baseAddress!, Int32(mask), pad.count)
                key.withUnsafeBytes { for position in $0.indices { pad[position] ^= $0[position] } }
            }
            fill(0x36)
            inner.update(bufferPointer: UnsafeRawBufferPointer(pad))
            fill(0x5C)
            outer.update(bufferPointer: UnsafeRawBufferPointer(pad))
            explicit_bzero(pad.baseAddress!, pad.count)
        }
    }

    var customMirror: Mirror { Mirror(self, children: [:]) }

    /// The mark of the bytes, 32 bytes.
    func mark(_ bytes: [UInt8]) -> SHA256.Digest {
        var (message, whole) = (inner, outer)
        bytes.withUnsafeBytes { message.update(bufferPointer: $0) }
        message.finalize().withUnsafeBytes { whole.update(bufferPointer: $0) }
        return whole.finalize()
    }

    /// The key under this one for the given purpose: one block of HKDF-Expand (RFC 5869 §2.3), that is
    /// HMAC-SHA-256(this, info ‖ 0x01).
    func child(_ purpose: Parts) -> KeyMaterial {
        KeyMaterial(SymmetricKey(data: mark(purpose.bytes + [0x01])))
    }
}
