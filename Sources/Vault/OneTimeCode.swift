// SPDX-License-Identifier: Apache-2.0
import Foundation

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
        var symbols: [UInt8] = []
        for character in typed.precomposedStringWithCompatibilityMapping.uppercased() {
            if Self.isIgnored(character) { continue }
            guard let symbol = Self.value(of: character), symbols.count < 27 else { return nil }
            symbols.append(symbol)
        }
        guard symbols.count == 27, symbols[0] < 8, Self.sum(symbols) == 0 else { return nil }
        var bytes: [UInt8] = []
        var (held, bits) = (UInt16(symbols[0]), 3)
        for symbol in symbols[1..<26] {
            held = held << 5 | UInt16(symbol)
            bits += 5
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: held >> UInt16(bits)))
            held &= 1 << UInt16(bits) - 1
        }
        self.bytes = bytes
    }

    /// For the slip: nine groups of three, such as `3QF-K7W-…`.
    public var text: String {
        let letters = symbols.map { Self.alphabet[Int($0)] }
        return stride(from: 0, to: letters.count, by: 3).map { String(letters[$0..<$0 + 3]) }.joined(separator: "-")
    }

    /// SHA-256 of the 16 bytes: what is stored and looked up.
    public var digest: [UInt8] { sha256(bytes) }

    /// 26 data symbols, most significant first (the first holds 3 bits), and the check symbol.
    private var symbols: [UInt8] {
        var symbols: [UInt8] = []
        var (held, bits) = (UInt16(0), 2)
        for byte in bytes {
            held = held << 8 | UInt16(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                symbols.append(UInt8(truncatingIfNeeded: held >> UInt16(bits)) & 31)
            }
            held &= 1 << UInt16(bits) - 1
        }
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

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    private static func isIgnored(_ character: Character) -> Bool {
        if character.isWhitespace || character == "." { return true }
        return character.unicodeScalars.allSatisfy {
            $0.properties.generalCategory == .dashPunctuation || $0.properties.generalCategory == .format
        }
    }

    private static func value(of character: Character) -> UInt8? {
        switch character {
        case "O": return 0
        case "I", "L": return 1
        default: break
        }
        if let digit = character.wholeNumberValue, (0...9).contains(digit) { return UInt8(digit) }
        return alphabet.firstIndex(of: character).map { UInt8($0) }
    }
}
