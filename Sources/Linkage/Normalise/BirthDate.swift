// SPDX-License-Identifier: Apache-2.0

/// A date of birth of which the day, or day and month, may be unknown, as the number YYYYMMDD with noughts for what is
/// unknown. Eight digits need not name a day that exists (19930231): a slip of the pen is still evidence.
public struct BirthDate: Hashable, Sendable {
    /// YYYYMMDD; 0 when nothing is known.
    public let digits: UInt32

    public init(digits: UInt32) { self.digits = digits }
    public init(year: Int, month: Int = 0, day: Int = 0) {
        digits = UInt32(clamping: year * 10_000 + month * 100 + day)
    }

    public var year: Int { Int(digits / 10_000) }
    /// 0 when unknown.
    public var month: Int { Int(digits / 100 % 100) }
    /// 0 when unknown.
    public var day: Int { Int(digits % 100) }
    public var hasDay: Bool { digits % 100 != 0 && digits / 100 % 100 != 0 }
    public var hasMonth: Bool { digits / 100 % 100 != 0 }

    /// Reads 1998, 1998-05, 1998-05-00, 1998-05-12, 19980512, each with `~` or a time of day behind, and 12/05/1998 or
    /// 12.05.1998 (day first, unless only the other way round is possible). Nil for anything without a year, for years
    /// outside 1850…2150, and for 1900-01-01, which programs write when they know nothing.
    public init?(_ text: String) {
        var text = text
        guard let date = text.withUTF8({ Self.read($0) }) else { return nil }
        self = date
    }

    static func read(_ text: UnsafeBufferPointer<UInt8>) -> BirthDate? {
        var numbers = (0, 0, 0)
        var lengths = (0, 0, 0)
        var part = 0
        for (place, byte) in text.enumerated() {
            if byte >= 48, byte <= 57 {
                switch part {
                case 0: (numbers.0, lengths.0) = (min(numbers.0 * 10 + Int(byte) - 48, 1 << 30), lengths.0 + 1)
                case 1: (numbers.1, lengths.1) = (min(numbers.1 * 10 + Int(byte) - 48, 1 << 30), lengths.1 + 1)
                default: (numbers.2, lengths.2) = (min(numbers.2 * 10 + Int(byte) - 48, 1 << 30), lengths.2 + 1)
                }
            } else if byte == 45 || byte == 47 || byte == 46 {
                part += 1
                if part > 2 { return nil }
            } else if byte == UInt8(ascii: "T") || byte == 32 || byte == 126 {
                if place > 0 { break }
            } else {
                return nil
            }
        }
        return make(numbers, lengths)
    }

    private static func make(_ n: (Int, Int, Int), _ lengths: (Int, Int, Int)) -> BirthDate? {
        var date = n
        switch lengths {
        case (8, 0, 0): date = (n.0 / 10_000, n.0 / 100 % 100, n.0 % 100)
        case (6, 0, 0): date = (n.0 / 100, n.0 % 100, 0)
        case (4, _, _): break
        case (1...2, 1...2, 4): date = n.1 > 12 ? (n.2, n.0, n.1) : (n.2, n.1, n.0)
        case (1...2, 4, 0): date = (n.1, n.0, 0)
        default: return nil
        }
        guard (1850...2150).contains(date.0) || lengths == (8, 0, 0), date.0 > 0, date.1 < 100, date.2 < 100,
            date != (1900, 1, 1)
        else { return nil }
        return BirthDate(year: date.0, month: date.1, day: date.1 == 0 ? 0 : date.2)
    }
}
