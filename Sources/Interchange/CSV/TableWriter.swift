// SPDX-License-Identifier: Apache-2.0

import Disclosure

/// Writes protected tables as comma-separated values, one line a count.
public enum TableWriter {
    /// What stands where a count is withheld.
    public static let withheld = "*"

    /// A column for each thing counted by, then `count`; totals are `(total)`, missing answers `(blank)`.
    public static func csv(_ tables: PublishedTables) -> [UInt8] {
        var writer = CSVWriter()
        writer.add(tables.settings.names + ["count"])
        for cell in tables.cells {
            writer.add(
                cell.answers.map { $0 ?? PublishedTables.total } + [cell.count.map { String($0) } ?? withheld])
        }
        return writer.bytes
    }

    /// `flag`, `count`, `answered` and `percent`, one line a flag.
    public static func csv(_ shares: FlagShares) -> [UInt8] {
        var writer = CSVWriter()
        writer.add(["flag", "count", "answered", "percent"])
        let answered = shares.answered.map { String($0) } ?? withheld
        for share in shares.shares {
            writer.add([
                share.column, share.count.map { String($0) } ?? withheld, answered,
                share.percent.map { String($0) } ?? withheld,
            ])
        }
        return writer.bytes
    }
}
