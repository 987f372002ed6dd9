// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Synchronization

/// What there is to do in one case, and who does it.
public struct WorkLine: Sendable, Identifiable {
    /// The case.
    public let id: EntityID
    public let agency: EntityID
    public let work: CaseWork
    /// The last day on which anything in it changed; being told of a deadline is no change.
    public let changed: PartialDate
    /// Accounts that it is assigned to.
    public let assigned: Set<EntityID>
    /// True for something that was reported and is no case.
    public let isSignal: Bool
}

extension CaseStore {
    /// What there is to do in the cases and signals of the actor's agency whose services and plans (F4) lists show
    /// them, in no order; none that is put away or joined to another. The audit entry, with their number, is on disk
    /// before this returns.
    ///
    /// Cost: a look-up for each case that is assigned to the actor, or for each case for whoever need not be assigned.
    public func work(permit: Permit) async throws -> [WorkLine] {
        try permit.covers(.registerList)
        let lines = viewing(permit) { register, viewer -> [WorkLine] in
            var lines = register.workLines(permit.actor.agency, &viewer)
            viewer.seeksSignals = true
            lines += register.workLines(permit.actor.agency, &viewer)
            return lines
        }
        try await note(permit, count: lines.count)
        return lines
    }

    /// What there is to do in one case; nil when there is none of this id. In memory; no look of its own: to be called
    /// with a case that was read.
    public func work(ofCase id: EntityID) -> WorkLine? {
        index.withLock { index in
            for (agency, register) in index.agencies {
                if let line = register.workLine(id, agency) { return line }
            }
            return nil
        }
    }

    /// The same of every case of every agency in which deadlines may go: for the program's own work, which shows
    /// nothing to anybody.
    package func allWork() -> [WorkLine] {
        index.withLock { index in
            index.agencies.flatMap { agency, register in
                register.work.keys.compactMap { register.workLine($0, agency) }
            }
        }
    }

    /// What lists show the permit's actor of some cases. To be called with a list whose look is in the log.
    public func lines(of ids: [EntityID], permit: Permit) -> [EntityID: CaseLine] {
        viewing(permit) { register, viewer in
            var found: [EntityID: CaseLine] = [:]
            for id in ids { found[id] = register.line(of: id, &viewer) }
            return found
        }
    }
}

extension RegisterIndex {
    fileprivate func workLines(_ agency: EntityID, _ viewer: inout ListViewer) -> [WorkLine] {
        func line(_ id: EntityID) -> WorkLine? {
            view(id, &viewer).shows(.f4) ? workLine(id, agency) : nil
        }
        guard viewer.actor.role.needsAssignment else { return work.keys.compactMap(line) }
        return (casesOf[viewer.actor.id] ?? []).union(viewer.brokenGlass).compactMap(line)
    }

    /// Nil for what is put away, joined to another case, or gone.
    fileprivate func workLine(_ id: EntityID, _ agency: EntityID) -> WorkLine? {
        guard let standing = standings[id], let summary = cases[id], let work = work[id] else { return nil }
        switch standing.state {
        case .archived, .mergedAway, .erased: return nil
        case .draft, .unverified, .open, .lockedReview, .closed, .legalHold: break
        }
        return WorkLine(
            id: id, agency: agency, work: work, changed: summary.changed, assigned: assigned[id] ?? [],
            isSignal: standing.isSignal)
    }
}
