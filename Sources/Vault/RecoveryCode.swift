// SPDX-License-Identifier: Apache-2.0

/// 120 random bits on paper that stand in once for a lost second factor: 24 symbols of Crockford's base 32 in six
/// groups of four. The server keeps only the digest: with 112 bits and more a fast hash is enough (NIST SP 800-63B
/// §5.1.2). There is no check symbol: a slip of the pen is one failed try.
public struct RecoveryCode: Sendable, Hashable {
    private let bytes: [UInt8]

    /// So many new ones from the system's cryptographic source.
    public static func random(_ count: Int = 10) -> [RecoveryCode] {
        (0..<count).map { _ in RecoveryCode(bytes: Entropy.bytes(15)) }
    }

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads what somebody typed, as ``OneTimeCode/init(_:)`` does: any case, spaces, dots and dashes anywhere, O for
    /// 0, I or L for 1, digits of any script. Nil when it has not the shape of a code.
    public init?(_ typed: String) {
        guard let symbols = Base32.symbols(typed: typed, count: 24), let bytes = Base32.bytes(of: symbols) else {
            return nil
        }
        self.bytes = bytes
    }

    /// For paper: six groups of four, such as `3QF9-K7WA-…`.
    public var text: String { Base32.text(Base32.symbols(of: bytes), groupsOf: 4) }

    /// SHA-256 of the 15 bytes: what is stored and looked up.
    public var digest: [UInt8] { sha256(bytes) }
}
