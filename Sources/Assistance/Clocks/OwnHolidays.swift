// SPDX-License-Identifier: Apache-2.0

import Identification
import Standard

/// Days that one office puts in: `{"closed": [{"name": "…", "on": "2026-03-20"}], "worked": ["2026-12-24"]}`. What is
/// closed is written as the holidays of `calendars.json` are.
public struct OwnHolidays: Sendable, Hashable {
    public let closed: [HolidayRule]
    /// Days on which the office works although they are free elsewhere.
    public let worked: Set<Day>

    /// - Throws: `DataRefused` with every fault and its place.
    public init(_ bytes: [UInt8], file: String) throws(DataRefused) {
        let root = try DataReader.root(bytes, file: file)
        closed = root.list("closed").compactMap(HolidayRule.init)
        worked = Set(
            root.list("worked").compactMap { reader -> Day? in
                if let day = reader.textValue.flatMap({ Day($0) }) { return day }
                reader.report("this should be a whole day such as 2026-12-24")
                return nil
            })
        root.close()
        try root.finish()
    }
}
