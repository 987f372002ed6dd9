// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vault

/// A person as 1,024 bits that two lists can be compared by (a CLK of Schnell, Bachteler and Reiher 2011), for
/// exchange with those who use clkhash and anonlink.
///
/// Filters are no protection against somebody who holds a list of names: the tests put names to filters by nothing but
/// how alike they are, without the key. Counting across agencies does without them (`EncodedList`).
public struct PersonFilter: Sendable, Hashable {
    /// The first bit of a filter is the greatest of its first word.
    public let words: [UInt64]
    public static let wordCount = 16
    public static let byteCount = 128

    /// - Parameter words: sixteen.
    public init(words: [UInt64]) {
        precondition(words.count == Self.wordCount)
        self.words = words
    }

    /// - Returns: nil unless there are 128 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        words = stride(from: 0, to: Self.byteCount, by: 8).map { start in
            bytes[start..<(start + 8)].reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    public var bytes: [UInt8] {
        words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) } }
    }

    /// How many bits are set.
    public var bits: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
}

/// Makes filters of one project: each field's pieces set bits that only the project's secret tells; the filter is
/// folded once upon itself (XOR), which hides which bits belong together a little better.
public struct FilterEncoder {
    /// What is encoded, in the order of the schema: how long the pieces are, whether their place counts, and how many
    /// bits each sets.
    static let fields: [(name: String, length: Int, isPlaced: Bool, bits: Int)] = [
        ("given_name", 2, false, 10), ("surname", 2, false, 10), ("birth_date", 1, true, 12), ("sex", 1, false, 20),
        ("nationality", 2, false, 10),
    ]
    static let unfolded = 2048
    static let salt = [UInt8]("wayhouse filters 1".utf8)
    static let info = [UInt8]("clkhash doubleHash".utf8)
    /// Shorter ones can be tried.
    public static let fewestSecretBytes = 32

    private let keys: FilterKeys
    private var normaliser = NameNormaliser()
    private var known: [String: (first: Int, second: Int)] = [:]

    /// - Parameter secret: Of this project alone, 32 bytes at least; never used for another.
    /// - Returns: nil for a shorter secret.
    public init?(secret: [UInt8]) {
        guard secret.count >= Self.fewestSecretBytes else { return nil }
        keys = FilterKeys(secret: secret, salt: Self.salt, info: Self.info, fields: Self.fields.count)
    }

    /// What a field's bits are made of: small Latin letters and digits, so that both sides write alike.
    ///
    /// - Returns: given name, surname, birth date as 1998-05-12 with noughts for what is not known, sex, nationality.
    public mutating func texts(of person: ListedPerson) -> [String] {
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        let date = person.birth.map { "\($0.year)-\(two($0.month))-\(two($0.day))" } ?? ""
        return [
            normaliser.plain(person.given), normaliser.plain(person.surname), date, normaliser.plain(person.sex),
            normaliser.plain(person.nationality),
        ]
    }

    /// - Complexity: some 10 µs with pieces that came before, 0.2 ms for a new name.
    public mutating func filter(of person: ListedPerson) -> PersonFilter { filter(ofTexts: texts(of: person)) }

    mutating func filter(ofTexts texts: [String]) -> PersonFilter {
        var bits = [Bool](repeating: false, count: Self.unfolded)
        for (place, (text, field)) in zip(texts, Self.fields).enumerated() {
            for piece in Self.pieces(of: text, length: field.length, isPlaced: field.isPlaced) {
                let (first, second) = numbers(piece, place)
                for step in 0..<field.bits { bits[(first + step * second) % Self.unfolded] = true }
            }
        }
        let half = Self.unfolded / 2
        return PersonFilter(
            words: (0..<PersonFilter.wordCount).map { word in
                (0..<64).reduce(UInt64(0)) { value, place in
                    let bit = word * 64 + place
                    return value << 1 | (bits[bit] != bits[bit + half] ? 1 : 0)
                }
            })
    }

    private mutating func numbers(_ piece: String, _ field: Int) -> (first: Int, second: Int) {
        let name = "\(field)|\(piece)"
        if let found = known[name] { return found }
        let found = keys.numbers(of: [UInt8](piece.utf8), field: field, length: Self.unfolded)
        if known.count < 1 << 16 { known[name] = found }
        return found
    }

    /// Pieces of so many letters, blanks around the text; with their places from 1 where these count.
    static func pieces(of text: String, length: Int, isPlaced: Bool) -> [String] {
        guard !text.isEmpty else { return [] }
        let blanks = [Unicode.Scalar](repeating: " ", count: length - 1)
        let letters = blanks + text.unicodeScalars + blanks
        guard letters.count >= length else { return [] }
        return (0...(letters.count - length)).map { start in
            var piece = String.UnicodeScalarView()
            piece.append(contentsOf: letters[start..<(start + length)])
            return isPlaced ? "\(start + 1) \(String(piece))" : String(piece)
        }
    }
}
