// SPDX-License-Identifier: Apache-2.0

import Identification
import Standard

/// A length of time as people agree on it.
public struct Span: Sendable, Hashable {
    public enum Unit: String, Sendable, CaseIterable {
        /// From moment to moment, over nights and holidays.
        case hours
        case calendarDays, workingDays
        /// To the same day of a later month, or its last day.
        case months
    }

    /// At least 1.
    public let count: Int
    public let unit: Unit

    public init(_ count: Int, _ unit: Unit) {
        self.count = count
        self.unit = unit
    }

    /// `{"count": 30, "unit": "calendarDays"}`; reports what is wrong and answers nil.
    init?(_ reader: DataReader) {
        let count = reader.whole("count", in: 1...3650)
        if !reader.has("count") { reader.report("“count” is missing") }
        let unit = reader.choice("unit", Unit.self)
        reader.close()
        guard let count, let unit else { return nil }
        self.init(count, unit)
    }
}
