// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import Vault

/// What came of somebody's attempt to open the register.
public enum UnsealResult: Sendable, Equatable {
    case open
    /// A share was taken; others are needed.
    case held(given: Int, needed: Int)
    /// The secret opens no slot; says not what is wrong with it.
    case wrong
    /// Too many wrong ones came: again in so many seconds.
    case wait(seconds: Int)
}

/// What somebody brings to open the register with. The first that is there counts: key file, share, passphrase.
public struct UnsealTry: Sendable {
    public var passphrase = ""
    public var keyFile: [UInt8]?
    /// A custodian's share, as it was typed.
    public var share = ""
    /// Where it comes from, as the network layer says it; nil where there is none.
    public var address: String?

    public init(passphrase: String = "", keyFile: [UInt8]? = nil, share: String = "", address: String? = nil) {
        self.passphrase = passphrase
        self.keyFile = keyFile
        self.share = share
        self.address = address
    }
}

extension Gate {
    /// As `unseal(_:)`, of one who says not where they come from.
    public func unseal(passphrase: String, keyFile: [UInt8]?) async throws -> UnsealResult {
        try await unseal(UnsealTry(passphrase: passphrase, keyFile: keyFile))
    }

    /// Takes a secret or a share. The register opens with the secret, or with the last share that is needed; costs at
    /// most one key derivation for each passphrase slot (0.3 s), and the time to read the index.
    ///
    /// - Throws: `StoreError.damaged`; `SQLError`.
    public func unseal(_ attempt: UnsealTry) async throws -> UnsealResult {
        if store != nil { return .open }
        let now = Clock.system.tick()
        if let seconds = throttle.seconds(attempt.address, now: now) { return .wait(seconds: seconds) }
        let started = ContinuousClock.now
        let result = try await take(attempt, now: now)
        if result == .wrong { throttle.failed(attempt.address, now: now) }
        if result != .open { try? await Task.sleep(until: started + leastWait, clock: .continuous) }
        return result
    }

    private func take(_ attempt: UnsealTry, now: Int64) async throws -> UnsealResult {
        let typed = attempt.share.trimmingCharacters(in: .whitespacesAndNewlines)
        if attempt.keyFile == nil, !typed.isEmpty { return try await take(share: typed, now: now) }
        let secret = attempt.keyFile.map { Secret.keyFile($0) } ?? .passphrase(attempt.passphrase)
        return try await open(with: secret) ? .open : .wrong
    }

    private func open(with secret: Secret) async throws -> Bool {
        do {
            try await unseal(with: secret)
            return true
        } catch VaultError.busy { return false } catch is VaultError { return false }
    }

    /// Holds a share, and tries it with those that were given before.
    private func take(share typed: String, now: Int64) async throws -> UnsealResult {
        let slots = try await sealed.currentSlots()
        guard let share = try? CustodianShare(typed),
            let split = slots.compactMap(\.split).first(where: { $0.mark == share.mark }),
            split.needed == share.threshold, share.number <= split.count
        else {
            try await sealed.noteWrongSecret()
            return .wrong
        }
        let combinations = shares.add(share, now: now)
        for combination in combinations {
            if let secret = try? Secret.shares(combination), try await opensQuietly(secret) { return .open }
        }
        let given = shares.given(split.mark, now: now)
        if given >= split.needed {
            // Enough papers, and they do not open: one of them is not what was printed.
            try await sealed.noteWrongSecret()
            return .wrong
        }
        return .held(given: given, needed: split.needed)
    }

    /// Tries one of several ways to put shares together; that a way does not open is no wrong secret.
    private func opensQuietly(_ secret: Secret) async throws -> Bool {
        guard (try? await sealed.root(with: secret, derivations)) != nil else { return false }
        return try await open(with: secret)
    }
}

/// What anybody may know of a sealed register.
public struct SealedView: Sendable {
    public var takesPassphrase = true
    public var takesKeyFile = true
    /// How many shares are needed of how many, and what stands in their headings.
    public var custodians: (needed: Int, count: Int, mark: String)?
    /// Shares that are held now, and for how many seconds more.
    public var held: (given: Int, seconds: Int)?
    public var fingerprint = ""
    /// SHA-256 of the running program, in hexadecimal.
    public var program = ""

    public init() {}
}

extension Gate {
    /// What the page of a sealed register shows.
    ///
    /// - Throws: `StoreError.damaged`; `SQLError`.
    public func view() async throws -> SealedView {
        let slots = try await sealed.currentSlots()
        var view = SealedView()
        view.takesPassphrase = slots.contains { $0.kind == .passphrase }
        view.takesKeyFile = slots.contains { $0.kind == .keyFile }
        let now = Clock.system.tick()
        let splits = slots.compactMap(\.split)
        if let split = splits.first(where: { shares.given($0.mark, now: now) > 0 }) ?? splits.first {
            view.custodians = (split.needed, split.count, split.mark)
            let given = shares.given(split.mark, now: now)
            if given > 0 { view.held = (given, shares.secondsLeft(now: now)) }
        }
        view.fingerprint = sealed.fingerprint
        view.program = ProgramDigest.hex
        return view
    }
}
