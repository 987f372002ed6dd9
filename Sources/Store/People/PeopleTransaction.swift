// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Vault

/// Reads and changes to accounts and requests that are done together or not at all, with their audit entries. Lives
/// only inside `CaseStore.changePeople`.
public final class PeopleTransaction {
    let connection: any SQLConnection
    let store: CaseStore
    private(set) var changed: [Account] = []
    /// What the index must know.
    var updates: [IndexUpdate] = []
    private var marks: [FeedItem] = []
    private var acts: [Act] = []

    init(_ connection: any SQLConnection, _ store: CaseStore) {
        self.connection = connection
        self.store = store
    }

    /// The account as it stands in this transaction.
    ///
    /// - Throws: `StoreError.notFound`.
    public func account(_ id: EntityID) throws -> Account {
        let rows = try connection.query("SELECT id, version, sealed FROM account WHERE id = \(id.bytes)")
        guard let row = rows.first else { throw StoreError.notFound }
        return try store.account(in: row)
    }

    /// Writes an account: a new one (version 0), or the next version of the one that was read.
    ///
    /// - Throws: `StoreError.accountExists` for a taken name; `.conflict` when it was changed since.
    @discardableResult
    public func put(_ account: Account) throws -> Account {
        var next = account
        next.version += 1
        let sealed = try store.keys.system.seal(
            Array(try JSONEncoder().encode(next)), column: "account", record: next.id.bytes, version: next.version)
        if account.version == 0 {
            do {
                try connection.execute(
                    """
                    INSERT INTO account (id, name, version, sealed)
                    VALUES (\(next.id.bytes), \(next.name.lowercased()), \(next.version), \(sealed))
                    """)
            } catch let error as SQLError where error.kind == .unique { throw StoreError.accountExists }
        } else {
            let count = try connection.execute(
                """
                UPDATE account SET version = \(next.version), sealed = \(sealed)
                WHERE id = \(next.id.bytes) AND version = \(account.version)
                """)
            guard count == 1 else { throw StoreError.conflict(account.id, current: account.version + 1) }
            try store.dropCompartments(lostBy: next, connection)
        }
        changed.append(next)
        return next
    }

    /// Writes down how often something failed; an amount of 0 forgets it.
    public func put(_ mark: ThrottleMark) throws {
        marks.append(.mark(mark.name))
        guard mark.amount != 0 else {
            try connection.execute("DELETE FROM throttle WHERE name = \(mark.name)")
            return
        }
        try connection.execute(
            """
            INSERT INTO throttle (name, amount, at) VALUES (\(mark.name), \(mark.amount), \(mark.at))
            ON CONFLICT (name) DO UPDATE SET amount = excluded.amount, at = excluded.at
            """)
    }

    /// An audit entry of what a permit allows, written when the body is done.
    public func note(_ permit: Permit, count: Int = 1, outcome: String = "done", digest: String = "") {
        acts.append(store.entry(permit, act: 0, count: count, digest: digest, outcome: outcome))
    }

    /// An audit entry of what somebody did with their own account, such as `user.signIn`.
    public func note(_ actor: Actor, action: String, outcome: String = "done") {
        acts.append(
            Act(actor, action, actor.id, purpose: .system, outcome: outcome, count: 1, at: store.wall.now()))
    }

    /// Any other audit entry.
    func note(_ act: Act) { acts.append(act) }

    /// Writes the entries, numbered, into the transaction.
    func finish() throws {
        try store.tell(changed.map { .account($0.id) } + marks, connection)
        guard !acts.isEmpty else { return }
        let first = try store.trail.begin(connection)
        for place in acts.indices { acts[place].seq = first + place }
        try store.trail.append(acts, connection)
    }
}

extension CaseStore {
    /// Runs `body` in one transaction; accounts that it wrote are seen by everybody when this returns.
    public func changePeople<Result: Sendable>(
        _ body: @escaping @Sendable (PeopleTransaction) throws -> Result
    ) async throws -> Result {
        let (result, changed) = try await changing { connection in
            let transaction = PeopleTransaction(connection, self)
            let result = try body(transaction)
            try transaction.finish()
            return ((result, transaction.changed), transaction.updates)
        }
        people.put(changed)
        return result
    }
}
