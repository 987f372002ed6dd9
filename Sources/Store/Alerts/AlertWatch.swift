// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Synchronization

/// Looks at every entry of the audit log once it is on disk, and keeps the alerts that it raises, sealed.
final class AlertWatch: Sendable {
    /// Where what the office finds unusual lies.
    static let setting = "alerts"
    /// Entries looked at again at unsealing, so that a restart does not begin every count anew.
    private static let recalled = 5_000

    private let database: any SQLDatabase
    private let system: SystemSealer
    private let rules = Mutex(AlertRules())

    init(database: any SQLDatabase, system: SystemSealer) {
        self.database = database
        self.system = system
    }

    var settings: AlertSettings { rules.withLock { $0.settings } }

    /// Takes up the settings and the latest entries, without raising anything.
    func recall(_ connection: any SQLConnection) throws {
        var rules = AlertRules(try kept(connection))
        let rows = try connection.query("SELECT entry FROM audit ORDER BY seq DESC LIMIT \(Self.recalled)")
        for row in rows.reversed() {
            if let act = row.bytes(0).flatMap({ Act(canonical: $0) }) { _ = rules.take(act) }
        }
        let finished = rules
        self.rules.withLock { $0 = finished }
    }

    /// Takes up the settings that another server changed.
    func reread(_ connection: any SQLConnection) throws {
        let settings = try kept(connection)
        rules.withLock { $0 = AlertRules(settings) }
    }

    private func kept(_ connection: any SQLConnection) throws -> AlertSettings {
        if let sealed = try connection.setting(Self.setting),
            let open = try? system.open(sealed, column: Self.setting, record: [], version: 1),
            let kept = try? JSONDecoder().decode(AlertSettings.self, from: Data(open))
        {
            return kept
        }
        var settings = AlertSettings()
        settings.offsetMinutes = TimeZone.current.secondsFromGMT() / 60
        return settings
    }

    /// From now on what is unusual is said by these.
    func use(_ settings: AlertSettings, _ connection: any SQLConnection) throws {
        let sealed = try system.seal(
            Array(try JSONEncoder().encode(settings)), column: Self.setting, record: [], version: 1)
        try connection.set(Self.setting, sealed)
        rules.withLock { $0 = AlertRules(settings) }
    }

    /// Counts entries of other servers, which raise their own alerts.
    func overhear(_ acts: [Act]) {
        rules.withLock { rules in for act in acts { _ = rules.take(act) } }
    }

    /// Looks at entries that are on disk. Alerts follow in a transaction of their own, at once.
    func take(_ acts: [Act]) {
        let found = rules.withLock { rules in acts.flatMap { rules.take($0) } }
        guard !found.isEmpty else { return }
        Task { [database, system] in
            try await database.write { connection in
                for alert in found { try Self.write(alert, system, connection) }
            }
        }
    }

    static func write(_ alert: Alert, _ system: SystemSealer, _ connection: any SQLConnection) throws {
        let sealed = try system.seal(
            Array(try JSONEncoder().encode(alert)), column: "alert", record: alert.id.bytes, version: alert.version)
        try connection.execute(
            """
            INSERT INTO alert (id, at, version, sealed) VALUES (\(alert.id.bytes), \(alert.at), \(alert.version), \(sealed))
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, sealed = excluded.sealed
            """)
    }
}
