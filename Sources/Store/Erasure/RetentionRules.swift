// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Synchronization

/// How long an agency keeps cases after anything last changed in them, in years; 0 for no end.
public struct RetentionRules: Sendable, Hashable, Codable {
    public var years: [Kind: Int]

    /// Which cases a rule is for.
    public enum Kind: String, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
        case closed, archived
        /// Drafts and cases that were handed in and never taken up.
        case neverTakenUp

        init?(_ state: RecordState) {
            switch state {
            case .closed: self = .closed
            case .archived: self = .archived
            case .draft, .unverified: self = .neverTakenUp
            case .open, .lockedReview, .legalHold, .mergedAway, .erased: return nil
            }
        }
    }

    public static let standard = RetentionRules(years: [.closed: 7, .archived: 7, .neverTakenUp: 2])
    /// The longest that can be set.
    public static let yearsMax = 50

    public init(years: [Kind: Int]) { self.years = years }

    /// The day from which a case that last changed on `day` has been kept long enough; nil when there is no end, or
    /// the case is at work or held.
    func due(_ state: RecordState, changed day: PartialDate) -> String? {
        guard let kind = Kind(state), let years = years[kind], years > 0 else { return nil }
        // Days are written year first, so that text sorts as time does.
        let text = day.description
        guard let year = Int(text.prefix(4)) else { return nil }
        return String(format: "%04d", year + years) + text.dropFirst(4)
    }
}

/// A case that has been kept as long as the agency's rules say.
public struct DueCase: Sendable, Hashable, Identifiable {
    public let id: EntityID
    public let kind: RetentionRules.Kind
    /// Since which day, as `2026-11-21`.
    public let since: String
    /// How often somebody decided to keep it longer.
    public let kept: Int
}

/// Somebody's decision to keep a case longer.
struct KeptLonger: Codable {
    var until: String
    var by: EntityID
    var words: String
    var times: Int
}

extension CaseStore {
    private static let rulesName = "retention"

    /// The rules of an agency; the standard ones until it sets its own.
    public func retentionRules(of agency: EntityID) async throws -> RetentionRules {
        guard let text = try await self.agency(agency).settings.more[Self.rulesName],
            let rules = try? JSONDecoder().decode(RetentionRules.self, from: Data(text.utf8))
        else { return .standard }
        return rules
    }

    /// Sets the rules of the permit's agency, with its audit entry.
    public func set(_ rules: RetentionRules, permit: Permit) async throws {
        var agency = try await self.agency(permit.actor.agency)
        let years = rules.years.mapValues { min(max($0, 0), RetentionRules.yearsMax) }
        let json = try JSONEncoder().encode(RetentionRules(years: years))
        agency.settings.more[Self.rulesName] = String(decoding: json, as: UTF8.self)
        try await save(agency, permit: permit)
    }

    /// The cases of an agency that have been kept long enough, longest first. Says nothing of what is in them.
    public func dueCases(of agency: EntityID) async throws -> [DueCase] {
        let rules = try await retentionRules(of: agency)
        let today = clock.today.description
        let found = index.withLock { index -> [(EntityID, RecordState, String)] in
            guard let register = index.agencies[agency] else { return [] }
            return register.cases.compactMap { id, summary in
                guard let state = register.standings[id]?.state,
                    let due = rules.due(state, changed: summary.changed), due <= today
                else { return nil }
                return (id, state, due)
            }
        }
        return try await database.read { connection in
            try found.compactMap { id, state, due -> DueCase? in
                let kept = try self.keptLonger(id, connection)
                if let kept, kept.0.until > today { return nil }
                guard let kind = RetentionRules.Kind(state) else { return nil }
                return DueCase(id: id, kind: kind, since: kept?.0.until ?? due, kept: kept?.0.times ?? 0)
            }.sorted { ($0.since, $0.id) < ($1.since, $1.id) }
        }
    }

    /// Keeps a case for some more years, with its audit entry.
    ///
    /// - Parameter permit: For `caseState` of the case.
    public func keep(_ id: EntityID, years: Int, words: String, permit: Permit) async throws {
        try permit.covers(.caseState, subject: .caseFile(id))
        let today = clock.today.description
        let until = String(format: "%04d", (Int(today.prefix(4)) ?? 0) + min(max(years, 1), 10)) + today.dropFirst(4)
        try await database.write { connection in
            let before = try self.keptLonger(id, connection)
            let kept = KeptLonger(
                until: until, by: permit.actor.id, words: String(words.prefix(1000)), times: (before?.0.times ?? 0) + 1)
            let version = (before?.version ?? 0) + 1
            let sealed = try self.openScope(id, connection).seal(kept, table: "retention", id: id, revision: version)
            try connection.execute(
                """
                INSERT INTO retention (scope, version, sealed) VALUES (\(id.bytes), \(version), \(sealed))
                ON CONFLICT (scope) DO UPDATE SET version = excluded.version, sealed = excluded.sealed
                """)
            let act = try self.trail.begin(connection)
            try self.append(self.entry(permit, act: act, count: 1, outcome: "keptUntil:\(until)"), connection)
        }
    }

    private func keptLonger(_ id: EntityID, _ connection: any SQLConnection) throws -> (KeptLonger, version: Int)? {
        let row = try connection.query("SELECT version, sealed FROM retention WHERE scope = \(id.bytes)").first
        guard let row, let version = row.int(0), let sealed = row.bytes(1) else { return nil }
        let kept = try openScope(id, connection).open(
            sealed, as: KeptLonger.self, table: "retention", id: id, revision: version)
        return (kept, version)
    }

    /// The day on which it was last written down how much is due; nil when it never was.
    public func retentionNoted() async throws -> String? {
        try await database.read { try $0.setting("retentionNoted") }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Writes down, once a day, how many cases of each agency have been kept long enough.
    public func noteRetention(_ counts: [EntityID: Int]) async throws {
        let today = clock.today.description
        try await database.write { connection in
            guard try connection.setting("retentionNoted") != Array(today.utf8) else { return }
            try connection.set("retentionNoted", Array(today.utf8))
            for (agency, count) in counts.sorted(by: { $0.key < $1.key }) {
                let office = Actor(id: agency, role: .custodian, agency: agency)
                var act = Act(office, Act.retentionDue, agency, purpose: .system, count: count, at: self.wall.now())
                act.seq = try self.trail.begin(connection)
                try self.append(act, connection)
            }
        }
    }

    /// The cases of an agency that are held for a court or an authority.
    public func heldCases(of agency: EntityID) -> [EntityID] {
        index.withLock { index in
            (index.agencies[agency]?.standings ?? [:]).filter { $0.value.state == .legalHold }.keys.sorted()
        }
    }
}

extension Act {
    /// The daily look at what has been kept long enough; its count says how many cases.
    public static let retentionDue = "retention.due"
}
