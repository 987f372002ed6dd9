// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Synchronization

/// Runs the heavy work of passwords and passphrases away from the threads that answer requests, two at a time: a rush
/// of sign-ins costs waiting, not memory (128 MiB each at the standard cost).
public final class KeyDerivations: Sendable {
    private struct State {
        var running = 0
        var waiting: [@Sendable () -> Void] = []
    }

    private let limit: Int
    private let room: Int
    private let state = Mutex(State())
    private let threads = DispatchQueue(label: "wayhouse.key-derivations", attributes: .concurrent)

    /// At most `limit` run at once and at most `room` wait.
    public init(limit: Int = 2, waiting room: Int = 20) {
        precondition(limit > 0 && room >= 0, "somebody must be able to run")
        self.limit = limit
        self.room = room
    }

    /// How many wait for their turn.
    public var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// What the work gives, when its turn comes. Throws what the work throws, and `busy` at once when too many wait.
    public func run<Result: Sendable>(
        _ work: @escaping @Sendable () throws(VaultError) -> Result
    ) async throws(VaultError) -> Result {
        let outcome: Swift.Result<Result, VaultError> = await withCheckedContinuation { continuation in
            let job: @Sendable () -> Void = {
                do throws(VaultError) {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
            if !admit(job) { continuation.resume(returning: .failure(.busy)) }
        }
        return try outcome.get()
    }

    private func admit(_ job: @escaping @Sendable () -> Void) -> Bool {
        state.withLock { state in
            if state.running < limit {
                state.running += 1
                start(job)
                return true
            }
            guard state.waiting.count < room else { return false }
            state.waiting.append(job)
            return true
        }
    }

    private func start(_ job: @escaping @Sendable () -> Void) {
        threads.async {
            job()
            self.finish()
        }
    }

    private func finish() {
        state.withLock { state in
            if state.waiting.isEmpty {
                state.running -= 1
            } else {
                start(state.waiting.removeFirst())
            }
        }
    }
}
