// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Synchronization

/// One line of the list of signals.
public struct SignalLine: Sendable, Hashable, Identifiable {
    /// The case that holds the signal.
    public let id: EntityID
    public let signal: SignalSummary
    /// Accounts that it was given to.
    public let assigned: Set<EntityID>
}

extension CaseStore {
    /// The signals that the permit's actor may see, decided and not, in no order. The audit entry, with their number,
    /// is on disk before this returns.
    public func signals(permit: Permit) async throws -> [SignalLine] {
        try permit.covers(.registerList)
        let now = clock.now()
        let lines = index.withLock { index -> [SignalLine] in
            let brokenGlass = index.tier.brokenGlass(by: permit.actor.id, now: now)
            var viewer = ListViewer(permit.actor, permit.context, brokenGlass: brokenGlass, now: now)
            viewer.seeksSignals = true
            return index.with(permit.actor.agency) { $0.signalLines(&viewer) }
        }
        try await note(permit, count: lines.count)
        return lines
    }

    /// Whether a case is something that was reported and is no case; false for an id that is no case's. In memory.
    public func isSignal(_ id: EntityID) -> Bool {
        index.withLock { index in index.agencies.values.contains { $0.signals.contains(id) } }
    }
}

extension RegisterIndex {
    /// The signals that somebody may see, without what they may not read of them.
    func signalLines(_ viewer: inout ListViewer) -> [SignalLine] {
        signals.compactMap { id in
            let view = view(id, &viewer)
            guard view.shows(.f1), var signal = reported[id] else { return nil }
            if !view.shows(.f4) { (signal.place, signal.placeName) = ([], nil) }
            return SignalLine(id: id, signal: signal, assigned: assigned[id] ?? [])
        }
    }
}
