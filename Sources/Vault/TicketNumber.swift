// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The number on a ticket: 16 digits that look like a telephone number. It begins with one 0, as numbers called within
/// a country do; the last digit checks the others. 9 × 10¹³ numbers, about 46 bits.
///
/// The check digit is Damm's (H. M. Damm, "Total anti-symmetrische Quasigruppen", 2004): any one wrong digit and any
/// two neighbours exchanged are noticed. Everybody can work it out, so that it says nothing of which numbers were
/// given.
public struct TicketNumber: Sendable, Hashable {
    /// The 16 digits without a space.
    public let digits: String

    /// A new one from the system's cryptographic source.
    public static func random() -> TicketNumber {
        var system = SystemRandomNumberGenerator()
        return random(using: &system)
    }

    static func random(using source: inout some RandomNumberGenerator) -> TicketNumber {
        var values = [0, Int.random(in: 1...9, using: &source)]
        while values.count < length - 1 { values.append(Int.random(in: 0...9, using: &source)) }
        return TicketNumber(values: values + [check(values)])
    }

    private init(values: [Int]) { digits = values.map { String($0) }.joined() }

    /// Reads what somebody typed: digits of any script; spaces, dots, dashes, slashes and brackets anywhere. Nil for
    /// anything that is no such number, a slip of the finger among it.
    public init?(_ typed: String) {
        var values: [Int] = []
        for character in typed {
            if let value = character.wholeNumberValue, (0...9).contains(value) {
                values.append(value)
            } else if !character.isWhitespace, !Self.between.contains(character) {
                return nil
            }
        }
        guard values.count == Self.length, values[0] == 0, values[1] != 0, Self.check(values) == 0 else { return nil }
        self.init(values: values)
    }

    /// As it is written down: groups as of a number that one calls.
    public var text: String {
        var groups: [Substring] = [digits.prefix(4)]
        var rest = digits.dropFirst(4)
        while !rest.isEmpty {
            groups.append(rest.prefix(3))
            rest = rest.dropFirst(3)
        }
        return groups.joined(separator: " ")
    }

    public static let length = 16
    private static let between: Set<Character> = ["-", "–", ".", "/", "(", ")", "+", "\u{200E}", "\u{200F}"]

    /// Damm's sum: the digit that makes it 0 when put at the end; 0 for digits that end with theirs.
    static func check(_ values: [Int]) -> Int { values.reduce(0) { table[$0][$1] } }

    /// A totally anti-symmetric quasigroup of order 10 with zeros in its diagonal.
    private static let table = [
        [0, 3, 1, 7, 5, 9, 8, 6, 4, 2], [7, 0, 9, 2, 1, 5, 4, 8, 6, 3], [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
        [1, 7, 5, 0, 9, 8, 3, 4, 2, 6], [6, 1, 2, 3, 0, 4, 5, 9, 7, 8], [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
        [5, 8, 6, 9, 7, 2, 0, 1, 3, 4], [8, 9, 4, 5, 3, 6, 2, 0, 1, 7], [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
        [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
    ]
}
