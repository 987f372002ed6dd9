// SPDX-License-Identifier: Apache-2.0

/// A random 128-bit identifier. Says nothing about when or where it was made.
public struct EntityID: Hashable, Sendable, Comparable, Codable, LosslessStringConvertible {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A new identifier from the given source of randomness.
    public init(using random: inout some RandomNumberGenerator) {
        self.init(high: random.next(), low: random.next())
    }

    /// A new identifier from the system's cryptographic source.
    public static func random() -> EntityID {
        var system = SystemRandomNumberGenerator()
        return EntityID(using: &system)
    }

    /// Reads 32 lower- or upper-case hexadecimal digits. Nil for anything else.
    public init?(_ text: String) {
        guard text.utf8.count == 32, text.utf8.allSatisfy({ Self.isHex($0) }),
            let high = UInt64(text.prefix(16), radix: 16), let low = UInt64(text.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }

    /// Reads 16 bytes, most significant first. Nil for another count.
    public init?(bytes: [UInt8]) { self.init(bytes: bytes[...]) }

    /// Reads 16 bytes, most significant first. Nil for another count.
    public init?(bytes: ArraySlice<UInt8>) {
        guard bytes.count == 16 else { return nil }
        let start = bytes.startIndex
        var (high, low): (UInt64, UInt64) = (0, 0)
        for place in 0..<8 {
            high = high << 8 | UInt64(bytes[start + place])
            low = low << 8 | UInt64(bytes[start + 8 + place])
        }
        self.init(high: high, low: low)
    }

    /// 16 bytes, most significant first.
    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { room, count in
            for place in 0..<8 {
                room[place] = UInt8(truncatingIfNeeded: high >> UInt64(56 - 8 * place))
                room[8 + place] = UInt8(truncatingIfNeeded: low >> UInt64(56 - 8 * place))
            }
            count = 16
        }
    }

    /// 32 lower-case hexadecimal digits.
    public var description: String {
        String(unsafeUninitializedCapacity: 32) { room in
            for place in 0..<16 {
                let shift = UInt64(60 - 4 * place)
                room[place] = Self.digit(high >> shift)
                room[16 + place] = Self.digit(low >> shift)
            }
            return 32
        }
    }

    private static func digit(_ word: UInt64) -> UInt8 {
        let nibble = UInt8(word & 15)
        return nibble < 10 ? 48 + nibble : 87 + nibble
    }

    /// A short code that people can read to each other, such as `7K3Q-2FWD`: 40 of the 128 bits, Crockford base 32.
    public var code: String {
        let letters = (0..<8).map { Self.codeDigits[Int(high >> (59 - 5 * UInt64($0)) & 31)] }
        return String(decoding: letters[0..<4] + [45] + letters[4..<8], as: UTF8.self)
    }

    /// The 40 bits that the code shows.
    public var codeBits: UInt64 { high >> 24 }

    /// The 40 bits that a code shows, in capitals or small letters; nil when the text is no code.
    public static func bits(ofCode text: String) -> UInt64? {
        let letters = Array(text.uppercased().utf8)
        guard letters.count == 9, letters[4] == 45 else { return nil }
        var bits: UInt64 = 0
        for letter in letters[0..<4] + letters[5..<9] {
            guard let digit = codeDigits.firstIndex(of: letter) else { return nil }
            bits = bits << 5 | UInt64(digit)
        }
        return bits
    }

    private static let codeDigits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = EntityID(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not an id"))
        }
        self = id
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
    public static func < (a: EntityID, b: EntityID) -> Bool { (a.high, a.low) < (b.high, b.low) }

    private static func isHex(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...102).contains(byte) || (65...70).contains(byte)
    }
}
