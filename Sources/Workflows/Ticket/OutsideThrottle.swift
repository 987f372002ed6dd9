// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// Slows down what comes from outside without an account: by the place that it comes from, and all of it together.
/// Counts outlive a restart.
struct OutsideThrottle: Sendable {
    /// What is counted, as `CaseStore.throttleName` has it.
    let kind: String
    /// How many at once, and how many milliseconds until there is room for one more.
    let place: (most: Int64, refill: Int64)
    let all: (most: Int64, refill: Int64)

    /// Numbers and words: ten at once and four a minute from one place; sixty and twenty a minute from everywhere.
    static let tickets = OutsideThrottle(kind: "ticket", place: (10, 15_000), all: (60, 3_000))
    /// Reports: three at once and six an hour from one place; thirty and sixty an hour from everywhere.
    static let reports = OutsideThrottle(kind: "report", place: (3, 600_000), all: (30, 60_000))
    /// What one ticket writes: twenty at once, six an hour.
    static let messages = OutsideThrottle(kind: "message", place: (20, 600_000), all: (1_000, 1_000))

    /// The names of the marks for a place; nil counts as one place.
    func names(_ address: String?, in store: CaseStore) -> [[UInt8]] {
        [
            store.throttleName("\(kind) place", address.map { SignInThrottle.network(of: $0) } ?? ""),
            store.throttleName("\(kind) all", ""),
        ]
    }

    /// Counts one; false when there is no room for it.
    func admits(_ address: String?, in store: CaseStore) -> Bool {
        let (now, names) = (store.clock.now(), names(address, in: store))
        guard Self.take(names[0], place, now, store) else { return false }
        if Self.take(names[1], all, now, store) { return true }
        store.withMark(names[0]) { $0?.amount -= 1000 }
        return false
    }

    /// Takes back what one counted.
    func giveBack(_ address: String?, in store: CaseStore) {
        for name in names(address, in: store) { store.withMark(name) { $0?.amount -= 1000 } }
    }

    /// Writes down what was counted.
    func keep(_ address: String?, _ store: CaseStore, _ people: PeopleTransaction) throws {
        for name in names(address, in: store) {
            if let mark = store.withMark(name, { $0 }) { try people.put(mark) }
        }
    }

    /// A mark holds what is missing from a full bucket, in thousandths.
    private static func take(
        _ name: [UInt8], _ bucket: (most: Int64, refill: Int64), _ now: Int64, _ store: CaseStore
    ) -> Bool {
        store.withMark(name) { mark in
            let past = mark ?? ThrottleMark(name: name, amount: 0, at: now)
            let missing = max(0, past.amount - max(0, now - past.at) * 1000 / bucket.refill)
            guard missing + 1000 <= bucket.most * 1000 else { return false }
            mark = ThrottleMark(name: name, amount: missing + 1000, at: now)
            return true
        }
    }
}
