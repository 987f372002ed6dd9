// SPDX-License-Identifier: Apache-2.0

/// 128 random bits on a slip of paper: signs a new user in once. 26 symbols of Crockford's base 32 and one check
/// symbol, in nine groups of three. The server keeps only the digest: with 128 bits a fast hash is enough.
///
/// The check symbol makes the weighted sum over GF(32) zero, with another weight for each place: any one wrong symbol
/// and any two symbols exchanged are noticed before the server is asked.
public struct OneTimeCode: Sendable, Hashable {
    private let bytes: [UInt8]

    /// A new one from the system's cryptographic source.
    public static func random() -> OneTimeCode {
        var system = SystemRandomNumberGenerator()
        return random(using: &system)
    }

    static func random(using source: inout some RandomNumberGenerator) -> OneTimeCode {
        OneTimeCode(bytes: .random(16, using: &source))
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads what somebody typed: any case; spaces, dots and dashes anywhere; O for 0; I or L for 1; digits of any
    /// script and full-width letters. Nil when the check symbol does not agree: a slip of the pen.
    public init?(_ typed: String) {
        guard
            let symbols = Base32.symbols(typed: typed, count: 27), Self.sum(symbols) == 0,
            let bytes = Base32.bytes(of: symbols[..<26])
        else { return nil }
        self.bytes = bytes
    }

    /// For the slip: nine groups of three, such as `3QF-K7W-…`.
    public var text: String {
        Base32.text(symbols, groupsOf: 3)
    }

    /// SHA-256 of the 16 bytes: what is stored and looked up.
    public var digest: [UInt8] { sha256(bytes) }

    /// 26 data symbols, most significant first (the first holds 3 bits), and the check symbol.
    private var symbols: [UInt8] {
        let symbols = Base32.symbols(of: bytes)
        return symbols + [Self.sum(symbols + [0])]
    }

    /// Σ symbol × 2^(26 − place) over GF(32) with x⁵ + x² + 1, by Horner's rule. 27 places, 31 powers: no weight
    /// repeats.
    private static func sum(_ symbols: [UInt8]) -> UInt8 {
        symbols.reduce(0) { sum, symbol in
            let doubled = sum << 1
            return (doubled & 32 == 0 ? doubled : doubled ^ 0b100101) ^ symbol
        }
    }
}
