// SPDX-License-Identifier: Apache-2.0

import Store

/// Something that a served register does by itself, again and again, while it is unsealed.
public struct Chore: Sendable {
    /// For the words that say it failed; never a value of a record.
    public let name: String
    /// From the end of one time to the beginning of the next.
    public let every: Duration
    public let work: @Sendable (CaseStore) async throws -> Void

    public init(_ name: String, every: Duration, _ work: @escaping @Sendable (CaseStore) async throws -> Void) {
        self.name = name
        self.every = every
        self.work = work
    }

    /// What nobody but its editor could look at is accepted once its day is over.
    public static let settleReviews = Chore("settle reviews", every: .seconds(600)) { try await $0.settleAlone() }

    /// Cases whose seven days are over are erased.
    public static let erase = Chore("carry out erasures", every: .seconds(60)) { store in
        try await carryOutErasures(daysSeen: 4, in: store)
    }

    /// What broken-off uploads and erased cases left behind goes, a little at a time.
    public static let sweepFiles = Chore("sweep files", every: .seconds(60)) { store in
        while try await store.sweepFiles() > 0 { try await Task.sleep(for: .milliseconds(50)) }
    }

    /// Once a day it is written down how much has been kept long enough; nothing is erased without a person.
    public static let retention = Chore("note what was kept long enough", every: .seconds(3600)) { store in
        try await noteRetention(in: store)
    }

    /// Whoever asks whether a person is known waits for nothing: what that takes is begun when the register opens.
    public static let readyToMatch = Chore("make ready to find people", every: .seconds(5)) { $0.beginMatching() }

    /// What every served register does.
    public static let all = [settleReviews, erase, sweepFiles, retention, readyToMatch]
}

/// Does the chores until the task is cancelled; none while the register is sealed. One that fails is tried again at its
/// next time and keeps no other from its own.
///
/// - Parameter failed: Told the name of a chore that threw.
public func keepHouse(
    _ gate: Gate, _ chores: [Chore] = Chore.all, failed: @escaping @Sendable (String) -> Void = { _ in }
) async {
    await withTaskGroup { group in
        for chore in chores {
            group.addTask {
                while !Task.isCancelled {
                    if let store = gate.store {
                        do { try await chore.work(store) } catch is CancellationError {} catch { failed(chore.name) }
                    }
                    try? await Task.sleep(for: chore.every)
                }
            }
        }
    }
}
