// SPDX-License-Identifier: Apache-2.0

import Identification
import Standard

/// From when to when each grant pays, by the tag that the office writes on what it pays for:
/// `{"grants": [{"tag": "Norad 7", "from": "2026-01-01", "to": "2026-12-31"}]}`. A grant that is not in it pays always.
public struct GrantPeriods: Sendable, Hashable {
    private let periods: [String: ClosedRange<Day>]

    /// Every grant pays always.
    public static let none = GrantPeriods()

    private init() { periods = [:] }

    /// - Throws: `DataRefused` with every fault and its place.
    public init(_ bytes: [UInt8], file: String) throws(DataRefused) {
        let root = try DataReader.root(bytes, file: file)
        var found: [String: ClosedRange<Day>] = [:]
        for reader in root.list("grants") {
            let tag = reader.text("tag")
            let (from, to) = (Day(reader.text("from")), Day(reader.text("to")))
            reader.close()
            guard let from, let to, from <= to else {
                reader.report("“from” and “to” should be whole days such as 2026-01-31, the first not after the last")
                continue
            }
            if found.updateValue(from...to, forKey: tag) != nil { reader.report("this grant stands here twice") }
        }
        root.close()
        try root.finish()
        periods = found
    }

    /// The tags, in order.
    public var tags: [String] { periods.keys.sorted() }

    /// The first and the last day on which a grant pays; nil for one that always does.
    public subscript(tag: String) -> ClosedRange<Day>? { periods[tag] }
}
