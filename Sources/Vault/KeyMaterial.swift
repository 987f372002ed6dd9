// SPDX-License-Identifier: Apache-2.0
import Crypto

/// A 256-bit key that neither prints nor dumps itself. The engine overwrites its memory when the last holder lets go;
/// AES-GCM and scrypt leave working copies on heap and stack, and opened texts are ordinary arrays: those only ending
/// the process removes.
struct KeyMaterial: Sendable, CustomStringConvertible, CustomReflectable {
    let symmetric: SymmetricKey

    init(_ symmetric: SymmetricKey) {
        self.symmetric = symmetric
    }

    static func random() -> KeyMaterial {
        KeyMaterial(SymmetricKey(data: Entropy.bytes(32)))
    }

    var description: String { "key" }
    var customMirror: Mirror { Mirror(self, children: [:]) }

    /// Makes marks and keys under this key; keep it where many are made.
    var keyed: KeyedHash { KeyedHash(symmetric) }

    /// The key under this one for the given purpose, see ``KeyedHash/child(_:)``.
    func child(_ purpose: Parts) -> KeyMaterial { keyed.child(purpose) }

    /// HMAC-SHA-256 of the bytes, 32 bytes.
    func authenticate(_ bytes: [UInt8]) -> [UInt8] { Array(keyed.mark(bytes)) }

    /// The other key wrapped under this one: 40 bytes (RFC 3394).
    func wrap(_ other: KeyMaterial) -> [UInt8] {
        guard let wrapped = try? AES.KeyWrap.wrap(other.symmetric, using: symmetric) else {
            preconditionFailure("wrapping a 256-bit key under a 256-bit key always works")
        }
        return Array(wrapped)
    }

    /// The 256-bit key inside, or `damaged` when it was not wrapped under this key or was altered since.
    func unwrap(_ wrapped: [UInt8]) throws(VaultError) -> KeyMaterial {
        guard wrapped.count == 40, let inner = try? AES.KeyWrap.unwrap(wrapped, using: symmetric) else {
            throw .damaged
        }
        return KeyMaterial(inner)
    }

    /// HKDF-Extract (RFC 5869 §2.2) with the label as salt, from a secret whose randomness needs no stretching.
    static func extracted(from secret: [UInt8], label: StaticString) -> KeyMaterial {
        let extracted = HKDF<SHA256>.extract(inputKeyMaterial: SymmetricKey(data: secret), salt: Parts(label).bytes)
        return KeyMaterial(SymmetricKey(data: extracted))
    }

    /// The key that only both give together: HKDF-Extract over this one followed by the other, 32 bytes each.
    func joined(with other: KeyMaterial, label: StaticString) -> KeyMaterial {
        var both = symmetric.withUnsafeBytes { Array($0) } + other.symmetric.withUnsafeBytes { Array($0) }
        defer { both.wipe() }
        return .extracted(from: both, label: label)
    }
}
