// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Five bits a symbol, for what people copy from paper: the packing, and Crockford's alphabet with its lenient reading.
enum Base32 {
    /// No I, L, O and U, which look like others or spell words.
    static let crockford = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    /// RFC 4648 §6, what authenticator programs read.
    static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

    /// More than anybody types for the longest code; longer texts are not even normalised.
    private static let typedMaximum = 2_048

    /// The bytes in symbols of 0…31, most significant first; spare bits are zeros in front.
    static func symbols(of bytes: [UInt8]) -> [UInt8] {
        var symbols: [UInt8] = []
        symbols.reserveCapacity(bytes.count * 8 / 5 + 1)
        var (held, bits) = (UInt16(0), (5 - bytes.count * 8 % 5) % 5)
        for byte in bytes {
            held = held << 8 | UInt16(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                symbols.append(UInt8(truncatingIfNeeded: held >> UInt16(bits)) & 31)
            }
            held &= 1 << UInt16(bits) - 1
        }
        return symbols
    }

    /// The bytes again, or nil when the spare bits in front are not zero: no two texts are one code.
    static func bytes(of symbols: some Collection<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(symbols.count * 5 / 8)
        var (held, bits) = (UInt16(0), -(symbols.count * 5 % 8))
        for symbol in symbols {
            held = held << 5 | UInt16(symbol)
            bits += 5
            if bytes.isEmpty, bits < 5, bits >= 0, held >> UInt16(bits) != 0 { return nil }
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: held >> UInt16(bits)))
            held &= 1 << UInt16(bits) - 1
        }
        return bytes
    }

    /// The symbols in Crockford's alphabet, in groups of so many joined by hyphens.
    static func text(_ symbols: [UInt8], groupsOf size: Int) -> String {
        let letters = symbols.map { crockford[Int($0)] }
        return stride(from: 0, to: letters.count, by: size)
            .map { String(letters[$0..<min($0 + size, letters.count)]) }.joined(separator: "-")
    }

    /// The symbols of what somebody typed in Crockford's alphabet: any case; spaces, dots and dashes anywhere; O for
    /// 0; I or L for 1; digits of any script and full-width letters. Nil when another character stands in it or there
    /// are not exactly `count` symbols.
    static func symbols(typed: String, count: Int) -> [UInt8]? {
        guard typed.utf8.count <= typedMaximum else { return nil }
        var symbols: [UInt8] = []
        for character in typed.precomposedStringWithCompatibilityMapping.uppercased() {
            if isIgnored(character) { continue }
            guard let symbol = value(of: character), symbols.count < count else { return nil }
            symbols.append(symbol)
        }
        return symbols.count == count ? symbols : nil
    }

    /// White space, dots, dashes and invisible marks of direction.
    static func isIgnored(_ character: Character) -> Bool {
        if character.isWhitespace || character == "." { return true }
        return character.unicodeScalars.allSatisfy {
            $0.properties.generalCategory == .dashPunctuation || $0.properties.generalCategory == .format
        }
    }

    /// 0…9 for a digit of any script.
    static func digit(_ character: Character) -> UInt8? {
        guard let digit = character.wholeNumberValue, (0...9).contains(digit) else { return nil }
        return UInt8(digit)
    }

    private static func value(of character: Character) -> UInt8? {
        switch character {
        case "O": return 0
        case "I", "L": return 1
        default: return digit(character) ?? crockford.firstIndex(of: character).map { UInt8($0) }
        }
    }
}
