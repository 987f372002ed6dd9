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

    /// What every served register does.
    public static let all = [settleReviews]
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
