// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation

extension CaseStore {
    /// The latest alerts that concern the permit's agency, newest first. The look is in the log before this returns.
    ///
    /// - Throws: `StoreError.damaged` when one does not open.
    public func alerts(latest limit: Int = 200, permit: Permit) async throws -> [Alert] {
        try permit.covers(.alertRead)
        let rows = try await database.read { connection in
            try connection.query("SELECT id, version, sealed FROM alert ORDER BY at DESC, id LIMIT \(limit)")
        }
        let all = try rows.map { try alert($0) }
        let found = all.filter { $0.agency == nil || $0.agency == permit.actor.agency }
        try await note(permit, count: found.count)
        return found
    }

    /// How many of the latest alerts of an agency nobody has looked at; not itself a look.
    public func unseenAlerts(of agency: EntityID) async throws -> Int {
        let rows = try await database.read { connection in
            try connection.query("SELECT id, version, sealed FROM alert ORDER BY at DESC LIMIT 200")
        }
        return try rows.map { try alert($0) }
            .count { $0.seenBy == nil && ($0.agency == nil || $0.agency == agency) }
    }

    /// Writes down that the permit's actor has looked at an alert, and what they found. The first who looked stays.
    ///
    /// - Throws: `StoreError.notFound` for an alert of another agency, too.
    public func see(_ id: EntityID, note: String, permit: Permit) async throws {
        try permit.covers(.alertRead)
        try await database.write { connection in
            let rows = try connection.query("SELECT id, version, sealed FROM alert WHERE id = \(id.bytes)")
            guard var alert = try rows.first.map({ try self.alert($0) }),
                alert.agency == nil || alert.agency == permit.actor.agency
            else { throw StoreError.notFound }
            if alert.seenBy == nil { (alert.seenBy, alert.seenAt) = (permit.actor.id, self.clock.now()) }
            alert.note = String(note.prefix(2_000))
            alert.version += 1
            try AlertWatch.write(alert, self.keys.system, connection)
            let act = try self.trail.begin(connection)
            try self.append(self.entry(permit, act: act, count: 1, outcome: "done"), connection)
        }
    }

    /// What the office finds unusual.
    public var alertSettings: AlertSettings { trail.watch?.settings ?? AlertSettings() }

    /// Changes it, with its audit entry.
    public func set(_ settings: AlertSettings, permit: Permit) async throws {
        try await database.write { connection in
            try self.trail.watch?.use(settings, connection)
            try self.tell([.alertSettings], connection)
            let act = try self.trail.begin(connection)
            try self.append(self.entry(permit, act: act, count: 1), connection)
        }
    }

    /// `Act.ownName` when somebody searches for their own family name, the last word of theirs; else empty. What was
    /// searched for goes no further.
    func markOfSearch(_ text: String, by actor: Actor) -> String {
        guard let name = account(actor.id)?.personName, let family = NameFold.words(name).last, family.count > 2,
            name.contains(where: \.isWhitespace)
        else { return "" }
        return NameFold.words(text).contains(family) ? Act.ownName : ""
    }

    func alert(_ row: SQLRow) throws -> Alert {
        guard let id = row.bytes(0), let version = row.int(1), let sealed = row.bytes(2) else {
            throw StoreError.damaged("alert")
        }
        let open = try keys.system.open(sealed, column: "alert", record: id, version: version)
        guard let alert = try? JSONDecoder().decode(Alert.self, from: Data(open)) else {
            throw StoreError.damaged("alert")
        }
        return alert
    }
}
