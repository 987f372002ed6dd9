// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Synchronization
import Vault

/// A look through a ticket that is going on.
public struct TicketVisit: Sendable {
    public let caseID: EntityID
    /// The ticket as it stood when it was opened.
    let ticket: TicketEntry
    /// The person themself, as the policy knows them.
    let access: Access
}

/// Who looks in through a ticket just now. In memory only, under the SHA-256 of a token that stands in the page and is
/// sent with each of its forms: no cookie, nothing that outlives the page.
public final class TicketVisits: Sendable {
    private struct Entry {
        let visit: TicketVisit
        let began: Int64
        var last: Int64
    }
    private let all = Mutex<[[UInt8]: Entry]>([:])

    /// Ten minutes without a press, an hour in all.
    private static let idle: Int64 = 600_000
    private static let longest: Int64 = 3_600_000
    private static let most = 5_000

    init() {}

    /// A token for the page; nil when far too many look in at once.
    func admit(_ visit: TicketVisit, now: Int64) -> String? {
        let token = Token.random()
        return all.withLock { all in
            all = all.filter { Self.isOn($0.value, now: now) }
            guard all.count < Self.most else { return nil }
            all[token.digest] = Entry(visit: visit, began: now, last: now)
            return token.text
        }
    }

    private static func isOn(_ entry: Entry, now: Int64) -> Bool {
        now - entry.last < idle && now - entry.began < longest
    }

    /// The visit of a token, as long as the ticket stands as it stood; nil when it is over.
    public func visit(_ text: String?, in store: CaseStore) -> TicketVisit? {
        guard let key = text.flatMap({ Token($0) })?.digest else { return nil }
        let now = store.clock.now()
        let found = all.withLock { all -> TicketVisit? in
            guard let entry = all[key], Self.isOn(entry, now: now) else { return nil }
            all[key]?.last = now
            return entry.visit
        }
        guard let found, store.ticket(ofCase: found.caseID)?.isSame(as: found.ticket) == true else { return nil }
        return found
    }

    public func leave(_ text: String?) {
        guard let key = text.flatMap({ Token($0) })?.digest else { return }
        all.withLock { $0[key] = nil }
    }
}
