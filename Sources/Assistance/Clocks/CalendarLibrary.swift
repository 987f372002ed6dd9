// SPDX-License-Identifier: Apache-2.0

import Identification

/// The calendars that are compiled in, and those that an organisation has added.
public struct CalendarLibrary: Sendable {
    public let calendars: [WorkCalendar]

    /// What is compiled in. Read once; some milliseconds.
    public static let current: CalendarLibrary = {
        do { return try CalendarLibrary(files: BuiltIn.calendars) } catch {
            preconditionFailure("the calendars that are compiled in are read: \(error)")
        }
    }()

    /// Reads files of the form of `Resources/calendars.json`.
    ///
    /// - Throws: `DataRefused` with every fault of every file, each with its place.
    public init(files: [(name: String, bytes: [UInt8])]) throws(DataRefused) {
        var all: [WorkCalendar] = []
        for file in files {
            let root = try DataReader.root(file.bytes, file: file.name)
            for reader in root.list("calendars") {
                guard let calendar = WorkCalendar(reader) else { continue }
                if all.contains(where: { $0.id == calendar.id }) { reader.report("this id is here twice") }
                all.append(calendar)
            }
            root.close()
            try root.finish()
        }
        calendars = all
    }

    /// The calendar of this id; nil when there is none.
    public subscript(_ id: String) -> WorkCalendar? { calendars.first { $0.id == id } }
}
