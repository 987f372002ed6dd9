// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Assistance
import Foundation
import Identification
import Workflows

/// By what the office's deadlines go.
struct WorkOptions: ParsableArguments {
    @Option(help: "A file with the office's own procedure, in place of the program's.")
    var procedure: String?
    @Option(
        help: "Whose holidays count, such as \(WorkOptions.calendars). Without it only Saturdays and Sundays are free.")
    var calendar: String?
    @Option(help: "A file with days of the office's own: closed, or worked although they are free elsewhere.")
    var ownHolidays: String?
    @Option(help: "Where the office is, such as Asia/Colombo: its midnight ends a day. Without it, UTC.")
    var officeZone: String?

    static var calendars: String { CalendarLibrary.current.calendars.map(\.id).joined(separator: ", ") }

    /// - Throws: `Problem` for a file that cannot be read and a calendar or zone that is not known; `DataRefused` with
    ///   every fault of a file.
    func clocks() throws -> OfficeClocks {
        var chosen = WorkCalendar.plain
        if let calendar {
            guard let known = CalendarLibrary.current[calendar] else {
                throw Problem.usage("There is no such calendar. Choose one of \(Self.calendars).")
            }
            chosen = known
        }
        if let path = ownHolidays {
            let days = try OwnHolidays(try OwnDefinitions.bytes(path), file: (path as NSString).lastPathComponent)
            chosen = chosen.adding(closed: days.closed, worked: days.worked)
        }
        var time = OfficeTime.utc
        if let officeZone {
            guard let known = OfficeTime(zone: officeZone) else {
                throw Problem.usage("There is no such time zone. Write it as Asia/Colombo or Europe/Berlin.")
            }
            time = known
        }
        let own = try procedure.map { path in
            try Procedure(try OwnDefinitions.bytes(path), file: (path as NSString).lastPathComponent)
        }
        return OfficeClocks(own ?? .current, calendar: chosen, time: time)
    }
}
