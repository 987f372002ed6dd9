// SPDX-License-Identifier: Apache-2.0

import Interchange

/// One table of a package: rows as objects whose members are the filled columns.
struct DirectoryTable: Sendable {
    /// `services.csv`.
    let file: String
    let heading: [String]
    let rows: [(place: String, object: WrittenJSON)]

    /// Reads comma-separated values; numbers become numbers where the specification says that they are.
    init(csv bytes: [UInt8], file: String, entity: HSDSSchema.Entity?) throws(InterchangeError) {
        let table = try CSVTable(bytes)
        self.file = file
        heading = table.heading
        let numeric = Set((entity?.fields ?? []).filter { $0.type == .number }.map(\.name))
        rows = table.rows.map { row in
            let members = zip(table.heading, row.texts).compactMap { name, text -> JSONMember? in
                if text.isEmpty { return nil }
                let isNumber = numeric.contains(name) && Self.isWritten(text)
                return JSONMember(key: name, value: isNumber ? .number(text) : .text(text))
            }
            return ("\(file), row \(row.number)", .object(members))
        }
    }

    /// Rows of a table written as JSON.
    init(rows: [WrittenJSON], file: String) {
        self.file = file
        var heading: [String] = []
        for row in rows { for member in row.members where !heading.contains(member.key) { heading.append(member.key) } }
        self.heading = heading
        self.rows = rows.enumerated().map { ("\(file)[\($0)]", $1) }
    }

    /// Digits as JSON would write them (RFC 8259, 6).
    private static func isWritten(_ text: String) -> Bool {
        text.wholeMatch(of: #/-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+\-]?[0-9]+)?/#) != nil
    }

    /// As comma-separated values, columns in their order.
    var csv: [UInt8] {
        var writer = CSVWriter()
        writer.add(heading)
        for row in rows { writer.add(heading.map { row.object.text($0) ?? "" }) }
        return writer.bytes
    }
}
