// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// Which pages the office has opened to those who have no account. Both are shut unless somebody opens them.
public struct OfficeDoors: Sendable, Hashable {
    /// People look into their own case with a ticket.
    public var tickets = false
    /// Anybody reports something that becomes a signal.
    public var reports = false

    public init(tickets: Bool = false, reports: Bool = false) {
        self.tickets = tickets
        self.reports = reports
    }

    fileprivate static let (ticketName, reportName) = ("door.tickets", "door.reports")
}

/// Which doors are open now. They are the server's, and stand with the settings of the agency that it was made
/// for.
public func readDoors(in store: CaseStore) async throws -> OfficeDoors {
    let more = try await store.agency(store.agency).settings.more
    return OfficeDoors(
        tickets: more[OfficeDoors.ticketName] == "on", reports: more[OfficeDoors.reportName] == "on")
}

/// Opens and shuts doors.
///
/// - Throws: `Refusal` for who does not look after the server, and without a fresh second factor;
///   `StoreError.conflict`.
public func setDoors(_ doors: OfficeDoors, by access: Access, in store: CaseStore) async throws {
    let permit = try await access.permit(.settingsManage, by: .manageSettings, .agency(store.agency), in: store)
    guard access.actor.agency == store.agency else { throw Refusal(.settingsManage, .role) }
    guard access.isStepUpFresh || access.actor.role == .custodian else { throw Refusal(.settingsManage, .stepUp) }
    var agency = try await store.agency(store.agency)
    agency.settings.more[OfficeDoors.ticketName] = doors.tickets ? "on" : nil
    agency.settings.more[OfficeDoors.reportName] = doors.reports ? "on" : nil
    try await store.save(agency, permit: permit)
}
