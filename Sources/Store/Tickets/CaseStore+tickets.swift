// SPDX-License-Identifier: Apache-2.0

import Cases
import Synchronization

extension CaseStore {
    /// The ticket of a case; nil when none was ever given. In memory.
    public func ticket(ofCase id: EntityID) -> TicketEntry? {
        index.withLock { index in index.agencies.values.lazy.compactMap { $0.tickets[id] }.first }
    }

    /// The ticket whose number has this mark, and its case. In memory; the time says no more than that there is one.
    public func ticket(named name: String) -> (id: EntityID, ticket: TicketEntry)? {
        index.withLock { index in
            var found: (id: EntityID, ticket: TicketEntry)?
            for register in index.agencies.values { found = register.tickets.find(name) ?? found }
            return found
        }
    }

    /// Who has looked into a case, for the person it is about: agencies, roles and days, newest first, each once.
    ///
    /// No entry of its own: it stands on a page whose look is in the log.
    ///
    /// - Parameter permit: For `ticketRead` of the case.
    public func looks(intoCase id: EntityID, permit: Permit, most: Int = 60) async throws -> [CaseLook] {
        try permit.covers(.ticketRead, subject: .caseFile(id))
        let acts = try await database.read { connection in
            try connection.query(
                """
                SELECT entry FROM audit WHERE seq IN (SELECT seq FROM auditIndex WHERE id = \(id.bytes)
                AND side = 1 ORDER BY seq DESC LIMIT 5000) ORDER BY seq DESC
                """
            ).compactMap { $0.bytes(0).flatMap { Act(canonical: $0) } }
        }
        var seen: Set<CaseLook> = []
        return Array(acts.compactMap { CaseLook($0) }.filter { seen.insert($0).inserted }.prefix(most))
    }
}

/// That somebody of an agency looked into a case on a day.
public struct CaseLook: Sendable, Hashable {
    public let agency: EntityID
    public let role: Role
    /// Milliseconds since 1970 at which the day began, in UTC.
    public let day: Int64

    /// Nil for anything that opened nothing, and for the person themself.
    init?(_ act: Act) {
        let looks: Set<String> = [Verb.caseRead, .casePrint, .caseShare, .fileRead, .caseBreakGlass].reduce(into: []) {
            $0.insert($1.rawValue)
        }
        guard act.isDone, looks.contains(act.action), let agency = act.agency, let role = act.role, role != .survivor
        else { return nil }
        self.agency = agency
        self.role = role
        day = act.at / 86_400_000 * 86_400_000
    }
}
