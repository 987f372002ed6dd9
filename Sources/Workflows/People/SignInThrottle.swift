// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Vault

/// Slows guessing down. Counts are in memory while the register is open and on disk with each answer, so that a restart
/// forgives nothing.
///
/// - A name: five free failures, then 2, 4, 8 … seconds up to 15 minutes between tries; after 50 somebody who looks
///   after accounts must agree.
/// - A network address (the first 64 bits of IPv6): twenty failures at once, ten more a minute.
/// - A device that carries the account's own cookie is counted by itself: whoever guesses elsewhere does not slow it.
public final class SignInThrottle: Sendable {
    /// Checked when there is no such account, so that time tells nothing.
    let decoy: PasswordHash
    /// What new passphrases cost to check; the decoy costs the same.
    public let cost: KeyCost
    /// Where scrypt runs: two at once, twenty waiting.
    public let derivations = KeyDerivations()

    private static let freeTries: Int64 = 5
    private static let longestSeconds = 900
    static let triesUntilLocked: Int64 = 50
    private static let bucketMax: Int64 = 20_000
    private static let refillMilliseconds: Int64 = 6_000

    /// - Parameter cost: Less than the standard in tests only.
    public init(cost: KeyCost = .standard) {
        self.cost = cost
        decoy = .decoy(cost: cost)
    }

    /// A try that was let through, until it is known how it went.
    public struct Attempt: Sendable {
        let key: [UInt8]
        let address: [UInt8]?
        /// What was known of it before; nil when it had not failed.
        let before: ThrottleMark?
    }

    /// Counts a try as failed until it is known otherwise, so that many at once count too.
    ///
    /// - Parameters:
    ///   - device: The enrolled device of that account, when its cookie was shown.
    ///   - address: Where the try comes from, as the network layer says it; nil where there is none.
    /// - Throws: `SignInRefusal.wait`, `.locked`.
    func admit(_ name: String, device: EntityID?, address: String?, store: CaseStore) throws(SignInRefusal) -> Attempt {
        let now = store.clock.now()
        let key =
            device.map { store.throttleName("device", $0.description) }
            ?? store.throttleName("name", name.lowercased())
        let bucket = address.map { store.throttleName("address", Self.network(of: $0)) }
        if let bucket { try take(from: bucket, now: now, store) }
        let (before, refusal) = store.withMark(key) { mark -> (ThrottleMark?, SignInRefusal?) in
            let past = mark ?? ThrottleMark(name: key, amount: 0, at: now)
            if past.amount >= Self.triesUntilLocked { return (mark, .locked) }
            let seconds = Self.wait(past, now: now)
            if seconds > 0 { return (mark, .wait(seconds: seconds)) }
            let before = mark
            mark = ThrottleMark(name: key, amount: past.amount + 1, at: now)
            return (before, nil)
        }
        if let refusal { throw refusal }
        return Attempt(key: key, address: bucket, before: before)
    }

    /// How many seconds a name has to wait.
    private static func wait(_ past: ThrottleMark, now: Int64) -> Int {
        guard past.amount >= freeTries else { return 0 }
        let pause = min(longestSeconds, 1 << min(20, Int(past.amount - freeTries) + 1))
        return max(0, Int((past.at + Int64(pause) * 1000 - now + 999) / 1000))
    }

    private func take(from bucket: [UInt8], now: Int64, _ store: CaseStore) throws(SignInRefusal) {
        let seconds = store.withMark(bucket) { mark -> Int in
            // The mark holds what is missing from a full bucket, in thousandths of a try.
            let past = mark ?? ThrottleMark(name: bucket, amount: 0, at: now)
            let missing = max(0, past.amount - max(0, now - past.at) * 1000 / Self.refillMilliseconds)
            guard missing + 1000 <= Self.bucketMax else {
                return Int((missing + 1000 - Self.bucketMax) * Self.refillMilliseconds / 1_000_000) + 1
            }
            mark = ThrottleMark(name: bucket, amount: missing + 1000, at: now)
            return 0
        }
        if seconds > 0 { throw .wait(seconds: seconds) }
    }

    /// Forgets the failures of a try that went well, and writes that down.
    func succeeded(_ attempt: Attempt, _ store: CaseStore, _ people: PeopleTransaction) throws {
        store.withMark(attempt.key) { $0 = nil }
        try people.put(ThrottleMark(name: attempt.key, amount: 0, at: 0))
        try giveBack(attempt, store, people)
    }

    /// Takes back what one try counted: its passphrase was right, or it was never checked.
    func undo(_ attempt: Attempt, _ store: CaseStore) {
        store.withMark(attempt.key) { mark in
            guard let past = mark else { return }
            let isLatest = past.amount == (attempt.before?.amount ?? 0) + 1
            mark = isLatest ? attempt.before : ThrottleMark(name: past.name, amount: past.amount - 1, at: past.at)
        }
        if let bucket = attempt.address { store.withMark(bucket) { $0?.amount -= 1000 } }
    }

    private func giveBack(_ attempt: Attempt, _ store: CaseStore, _ people: PeopleTransaction) throws {
        guard let bucket = attempt.address else { return }
        store.withMark(bucket) { $0?.amount -= 1000 }
        try write(bucket, store, people)
    }

    /// Writes down a try that failed.
    func failed(_ attempt: Attempt, _ store: CaseStore, _ people: PeopleTransaction) throws {
        try write(attempt.key, store, people)
        if let bucket = attempt.address { try write(bucket, store, people) }
    }

    private func write(_ name: [UInt8], _ store: CaseStore, _ people: PeopleTransaction) throws {
        if let mark = store.withMark(name, { $0 }) { try people.put(mark) }
    }

    /// Whether somebody must agree before this account is tried again.
    public static func isLocked(_ account: Account, in store: CaseStore) -> Bool {
        (store.withMark(store.throttleName("name", account.name.lowercased())) { $0 }?.amount ?? 0) >= triesUntilLocked
    }

    /// Lets an account be tried again at once.
    static func forgive(_ account: Account, in store: CaseStore, _ people: PeopleTransaction) throws {
        for name in [store.throttleName("name", account.name.lowercased())]
            + account.devices.map({ store.throttleName("device", $0.id.description) })
        {
            store.withMark(name) { $0 = nil }
            try people.put(ThrottleMark(name: name, amount: 0, at: 0))
        }
    }

    /// The part of an address that one household or office shares: all of IPv4, the first 64 bits of IPv6.
    static func network(of address: String) -> String {
        let address = address.split(separator: "%").first.map(String.init) ?? address
        if let dotted = address.split(separator: ":").last, dotted.contains(".") { return String(dotted) }
        guard address.contains(":") else { return address }
        let halves = address.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        func groups(_ text: Substring) -> [String] { text.split(separator: ":").map(String.init) }
        var all = groups(halves[0])
        if halves.count > 1 {
            let end = groups(halves[1])
            all += Array(repeating: "0", count: max(0, 8 - all.count - end.count)) + end
        }
        return all.prefix(4).map { String(Int($0, radix: 16) ?? 0, radix: 16) }.joined(separator: ":")
    }
}
