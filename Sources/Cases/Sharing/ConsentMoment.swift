// SPDX-License-Identifier: Apache-2.0

import Standard

/// Moments as consents hold them: `2026-11-22T01:02:03.456Z`, always UTC, always to the millisecond.
public enum ConsentMoment {
    /// The text of a moment in milliseconds since 1970.
    public static func text(_ milliseconds: Int64) -> String {
        let day = Day(number: Int(milliseconds / 86_400_000))
        let rest = Int(milliseconds % 86_400_000)
        func padded(_ number: Int, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        let clock = "\(padded(rest / 3_600_000, 2)):\(padded(rest / 60_000 % 60, 2)):\(padded(rest / 1000 % 60, 2))"
        return "\(day.description)T\(clock).\(padded(rest % 1000, 3))Z"
    }

    /// The moment that a text means; nil for any other text.
    public static func read(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count == 24, bytes[10] == UInt8(ascii: "T"), bytes[23] == UInt8(ascii: "Z"),
            let day = Day(String(text.prefix(10)))
        else { return nil }
        func number(_ range: Range<Int>, below limit: Int64) -> Int64? {
            guard let value = Int64(String(decoding: bytes[range], as: UTF8.self)), (0..<limit).contains(value) else {
                return nil
            }
            return value
        }
        guard let hour = number(11..<13, below: 24), let minute = number(14..<16, below: 60),
            let second = number(17..<19, below: 60), let milli = number(20..<23, below: 1000)
        else { return nil }
        let seconds = (hour * 60 + minute) * 60 + second
        return Int64(day.number) * 86_400_000 + seconds * 1000 + milli
    }
}
