// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Vault

extension CaseStore {
    /// What the install mixes into every password verifier.
    public var passwordPepper: Pepper { pepper }

    /// The account of this name, letter case aside. From memory.
    public func account(named name: String) -> Account? { people.account(named: name) }

    /// The account with this id, as it stands now. From memory: some hundred nanoseconds.
    public func account(_ id: EntityID) -> Account? { people.account(id) }

    /// The account that a program's token belongs to, by the id in the token. From memory.
    public func account(ofProgram id: String) -> Account? { people.account(ofProgram: id) }

    /// All accounts, by the names people sign in with.
    public func accounts() -> [Account] { people.all.sorted { $0.name.lowercased() < $1.name.lowercased() } }

    /// How many accounts there are.
    public func accountCount() -> Int { people.count }

    /// Writes an account: a new one (version 0), or the next version of the one that was read. With its audit entry,
    /// as the account's own act.
    ///
    /// - Throws: `StoreError.accountExists` for a taken name; `.conflict` when it was changed since.
    public func save(_ account: Account, action: String) async throws {
        try await changePeople { people in
            try people.put(account)
            people.note(account.actor(), action: action)
        }
    }

    /// Writes an audit entry about one's own account that changes nothing, such as a sign-out.
    public func note(_ actor: Actor, action: String, outcome: String = "done") async throws {
        try await note(Act(actor, action, actor.id, purpose: .system, outcome: outcome, count: 1))
    }

    /// Brings accounts and failures into memory when the register is opened.
    func loadPeople() async throws { try await database.read { try self.loadPeople($0) } }

    func loadPeople(_ connection: any SQLConnection) throws {
        let accounts = try connection.query("SELECT id, version, sealed FROM account")
        people.put(try accounts.map { try account(in: $0) })
        for row in try connection.query("SELECT name, amount, at FROM throttle") { try remember(row) }
    }

    /// Brings one account up to what is on disk.
    func loadAccount(_ id: EntityID, _ connection: any SQLConnection) throws {
        let rows = try connection.query("SELECT id, version, sealed FROM account WHERE id = \(id.bytes)")
        people.put(try rows.map { try account(in: $0) })
    }

    /// Brings one count of failures up to what is on disk.
    func loadMark(_ name: [UInt8], _ connection: any SQLConnection) throws {
        let rows = try connection.query("SELECT name, amount, at FROM throttle WHERE name = \(name)")
        if rows.isEmpty { people.withMark(name) { $0 = nil } }
        for row in rows { try remember(row) }
    }

    private func remember(_ row: SQLRow) throws {
        guard let name = row.bytes(0), let amount = row.int(1), let at = row.int(2) else {
            throw StoreError.damaged("throttle")
        }
        people.withMark(name) { $0 = ThrottleMark(name: name, amount: Int64(amount), at: Int64(at)) }
    }

    /// The account in a row of id, version and sealed content.
    func account(in row: SQLRow) throws -> Account {
        guard let id = row.bytes(0), let version = row.int(1), let sealed = row.bytes(2) else {
            throw StoreError.damaged("account")
        }
        let open = try keys.system.open(sealed, column: "account", record: id, version: version)
        let decoder = JSONDecoder()
        decoder.userInfo[Account.agencyInfo] = agency
        do { return try decoder.decode(Account.self, from: Data(open)) } catch { throw StoreError.damaged("account") }
    }
}

extension CaseStore {
    /// Under what name failures of somebody or something are counted: 16 bytes that say nothing without the keys.
    ///
    /// - Parameter kind: What is counted, such as `name` or `address`.
    public func throttleName(_ kind: String, _ text: String) -> [UInt8] {
        Array(keys.homeKey.fingerprint(of: Array(text.utf8), purpose: "throttle \(kind)").prefix(16))
    }

    /// Reads one mark and puts what the body makes of it, in memory and at once; nil forgets it. On disk it is put by
    /// `PeopleTransaction.put`.
    public func withMark<Result>(_ name: [UInt8], _ body: (inout ThrottleMark?) -> Result) -> Result {
        people.withMark(name, body)
    }
}
