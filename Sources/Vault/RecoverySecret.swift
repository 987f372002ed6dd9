// SPDX-License-Identifier: Apache-2.0
import Crypto

/// A person's printed recovery key: 144 random bits that open the person's private key when the password is
/// forgotten. 32 symbols of Crockford's base 32 in eight groups of four; the last two bytes are a CRC-16, so that a
/// slip of the pen is noticed at once. The server keeps nothing of it but what it wraps.
public struct RecoverySecret: Sendable, CustomStringConvertible, CustomReflectable {
    private let bytes: [UInt8]

    /// A new one from the system's cryptographic source.
    public static func random() -> RecoverySecret {
        RecoverySecret(bytes: Entropy.bytes(18))
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads what somebody typed: any case, spaces, dots and dashes anywhere, O for 0, I or L for 1, digits of any
    /// script. Nil when the check does not agree: any one wrong symbol and any two neighbours exchanged are noticed.
    public init?(_ typed: String) {
        guard
            let symbols = Base32.symbols(typed: typed, count: 32), let bytes = Base32.bytes(of: symbols),
            Checksum.crc16(bytes[..<18]) == UInt16(bytes[18]) << 8 | UInt16(bytes[19])
        else { return nil }
        self.bytes = Array(bytes[..<18])
    }

    /// For paper, once: eight groups of four, such as `3QF9-K7WA-…`. Never store or log it.
    public var text: String {
        let sum = Checksum.crc16(bytes)
        let whole = bytes + [UInt8(sum >> 8), UInt8(truncatingIfNeeded: sum)]
        return Base32.text(Base32.symbols(of: whole), groupsOf: 4)
    }

    /// Nothing of the secret.
    public var description: String { "recovery secret" }
    /// Nothing: a dump shows no secret.
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    /// The key that wraps the private key. 144 random bits need no stretching.
    var wrapping: KeyMaterial { .extracted(from: bytes, label: "wayhouse/recovery/wrap/1") }
}
