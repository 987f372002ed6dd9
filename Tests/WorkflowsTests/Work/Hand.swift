// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Foundation
import Standard
import Store
import Synchronization

@testable import Workflows

/// A clock whose hands the test moves.
final class Hand: Sendable {
    private let at: Atomic<Int64>

    init(_ day: String) { at = Atomic(Int64(Day(day)!.number) * 86_400_000) }

    var now: Int64 {
        get { at.load(ordering: .sequentiallyConsistent) }
        set { at.store(newValue, ordering: .sequentiallyConsistent) }
    }
    var clock: Clock { Clock(now: { [self] in now }) }

    func go(to day: String, hour: Int = 12) { now = Self.moment(day, hour) }

    /// In UTC.
    static func moment(_ day: String, _ hour: Int = 0) -> Int64 {
        Int64(Day(day)!.number) * 86_400_000 + Int64(hour) * 3_600_000
    }
}

extension OfficeClocks {
    static let england = CalendarLibrary.current["GB-ENG"]!
    static let london = OfficeTime(zone: "Europe/London")!

    /// The program's own procedure in London; without the clock that starts anew with each change, unless it is meant.
    static func inLondon(withStale: Bool = false) throws -> OfficeClocks {
        if withStale { return OfficeClocks(calendar: england, time: london) }
        return try changed(time: london, calendar: england) { clocks in
            clocks.removeAll { $0["id"] as? String == "stale" }
        }
    }

    /// The program's own procedure with other clocks, as JSON.
    static func changed(
        time: OfficeTime = .utc, calendar: WorkCalendar = .plain, _ change: (inout [[String: Any]]) -> Void
    ) throws -> OfficeClocks {
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/Assistance/Resources/procedure.json")
        var root = try JSONSerialization.jsonObject(with: Data(contentsOf: path)) as! [String: Any]
        var clocks = root["clocks"] as! [[String: Any]]
        change(&clocks)
        root["clocks"] = clocks
        let bytes = try JSONSerialization.data(withJSONObject: root)
        return OfficeClocks(try Procedure([UInt8](bytes), file: "procedure.json"), calendar: calendar, time: time)
    }
}

extension Office {
    /// Everything that was told in a case: which moment, and for when.
    func told(_ id: EntityID) -> [CaseNotice] { store.work(ofCase: id)?.work.notices ?? [] }

    func opened(_ name: String, by access: Access? = nil) async throws -> EntityID {
        try await registerCase(["prs_FirstName": .text(name)], by: access ?? owner, in: store)
    }

    /// Somebody with an account, as a role of theirs.
    func person(_ name: String, _ roles: [Role]) async throws -> Access {
        let account = Account(name: name, agency: store.agency, roles: roles)
        try await store.save(account, action: "test.prepare")
        return Access(account.actor(), isStepUpFresh: true, isDeviceEnrolled: true)
    }
}
