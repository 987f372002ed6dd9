// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Synchronization
import Vault

/// What a server stands at: sealed until somebody brings a secret, then the register.
public final class Gate: Sendable {
    public let sealed: SealedStore
    private let mirror: AuditMirror?
    private let state: Mutex<State>
    /// The last opening that was begun: one at a time.
    private let turn = Mutex<Task<CaseStore, any Error>?>(nil)
    let shares = HeldShares()
    let throttle = UnsealThrottle()
    let derivations = KeyDerivations()
    /// A wrong secret is answered no sooner than this, whatever is wrong with it.
    let leastWait: Duration

    private struct State {
        var store: CaseStore?
        var opening: Opening?
        var opensItself = false
        var isClosing = false
        var lastUse: Int64
        /// What is called when the register is to be closed.
        var close: (@Sendable () -> Void)?
        /// Requests being answered.
        var running = 0
    }

    /// What whoever opened the register compares with their paper.
    public struct Opening: Sendable, Equatable {
        /// Milliseconds since 1970.
        public let at: Int64
        /// Number of entries and eight words of the last checkpoint; nil in a new register.
        public let anchor: String?
        /// Wrong secrets since the register was last open.
        public let wrongSecrets: Int

        public init(at: Int64, anchor: String?, wrongSecrets: Int) {
            self.at = at
            self.anchor = anchor
            self.wrongSecrets = wrongSecrets
        }
    }

    /// - Parameter mirror: A copy of the audit log's hashes outside, kept from unsealing on.
    public init(
        _ sealed: SealedStore, open store: CaseStore? = nil, mirror: AuditMirror? = nil,
        leastWait: Duration = .milliseconds(700)
    ) {
        self.sealed = sealed
        self.mirror = mirror
        self.leastWait = leastWait
        state = Mutex(State(store: store, lastUse: Clock.system.tick()))
    }

    /// The register; nil while sealed, and from the moment that it is being closed.
    public var store: CaseStore? { state.withLock { $0.isClosing ? nil : $0.store } }
    /// How it was opened; nil while sealed.
    public var opening: Opening? { state.withLock { $0.opening } }
    /// Whether a key of the register lies beside it, so that whoever has the computer has everything.
    public var opensItself: Bool { state.withLock { $0.opensItself } }
    public var isClosing: Bool { state.withLock { $0.isClosing } }

    /// Opens the register with a secret; harmless when it is open already. One after the other: of two who come at
    /// once, the second finds it open.
    ///
    /// - Throws: `VaultError.wrongKey`, `.noSlot`, `.busy`; `StoreError.damaged`.
    @discardableResult
    public func unseal(with secret: Secret) async throws -> CaseStore {
        if let store { return store }
        let root: RootKey
        do { root = try await sealed.root(with: secret, derivations) } catch VaultError.wrongKey {
            try await sealed.noteWrongSecret()
            throw VaultError.wrongKey
        }
        let task = turn.withLock { last in
            let before = last
            let task = Task {
                _ = await before?.result
                return try await self.open(root, by: secret.kind)
            }
            last = task
            return task
        }
        return try await task.value
    }

    private func open(_ root: RootKey, by kind: KeySlot.Kind) async throws -> CaseStore {
        if let store { return store }
        let fresh = try await sealed.unseal(root, mirror: mirror)
        let anchor = try await fresh.lastCheckpoint()?.words
        let wrong = try await fresh.noteUnsealing(with: kind)
        let opensItself = try await fresh.slots().contains { $0.kind == .automatic }
        let opening = Opening(at: fresh.clock.now(), anchor: anchor, wrongSecrets: wrong)
        state.withLock { state in
            (state.store, state.opening, state.opensItself) = (fresh, opening, opensItself)
            state.lastUse = Clock.system.tick()
        }
        shares.forget()
        return fresh
    }

    /// Closes the register and lets its folder go.
    public func close() async throws {
        shares.forget()
        let store = state.withLock { state in
            state.isClosing = true
            return state.store
        }
        if let store { try await store.close() } else { try await sealed.close() }
    }
}

extension Gate {
    /// Somebody who is signed in did something: the register is in use.
    public func touch() { state.withLock { $0.lastUse = Clock.system.tick() } }

    /// Milliseconds since the register was last used; nil while sealed.
    public var idleMilliseconds: Int64? {
        state.withLock { $0.store == nil ? nil : Clock.system.tick() - $0.lastUse }
    }

    /// Counts a request that is being answered, so that closing can wait for it a moment.
    public func enter() { state.withLock { $0.running += 1 } }
    public func leave() { state.withLock { $0.running -= 1 } }
    public var running: Int { state.withLock { $0.running } }

    /// What closes the register, by the program that serves it.
    public func whenClosing(_ close: @escaping @Sendable () -> Void) { state.withLock { $0.close = close } }

    /// From here on nobody gets in; what runs is finished by whoever `whenClosing` named.
    ///
    /// - Returns: false when it is being closed already, or nothing was named that could.
    @discardableResult
    public func beginClosing() -> Bool {
        let close = state.withLock { state -> (@Sendable () -> Void)? in
            guard !state.isClosing, let close = state.close else { return nil }
            state.isClosing = true
            return close
        }
        close?()
        return close != nil
    }
}
