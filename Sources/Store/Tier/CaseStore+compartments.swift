// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Synchronization
import Vault

/// Somebody signed in, with the private key that their passphrase opened: what it takes to open compartments.
public struct KeyInHand: Sendable {
    public let account: EntityID
    public let key: UserKey

    public init(account: EntityID, key: UserKey) {
        self.account = account
        self.key = key
    }
}

extension CaseStore {
    /// What compartments go by at this moment. Takes some microseconds for each account.
    func compartments() -> Compartments {
        let custodians = index.withLock { $0.tier.custodians }
        return Compartments(
            install: keys.install, people: compartmentHolders(), custodians: custodians, now: clock.now())
    }

    /// Everybody with a key pair of their own.
    func compartmentHolders() -> [CompartmentHolder] { accounts().compactMap { CompartmentHolder($0) } }

    /// The facts of a case, or of every case of a person.
    func facts(ofScope id: EntityID) -> [CaseFacts] { facts(ofCase: id).map { [$0] } ?? facts(ofPerson: id) }

    /// What compartments of a scope go by; of a case that the act at hand makes, that it will be its maker's.
    func ground(of scope: OpenScope, for permit: Permit?) -> Compartments.Ground {
        var cases = facts(ofScope: scope.id)
        if cases.isEmpty {
            let assigned = permit.map { $0.actor.isPerson ? [$0.actor.id] : [] } ?? []
            cases = [CaseFacts(id: scope.id, agency: scope.agency, state: .open, assigned: Set(assigned))]
        }
        return Compartments.Ground(agency: scope.agency, cases: cases)
    }

    /// Opens what somebody's key opens in a scope, when there is a key and the permit means a compartment.
    func unlock(_ scope: OpenScope, _ hand: KeyInHand?, _ permit: Permit, _ connection: any SQLConnection) throws {
        guard let hand, hand.account == permit.actor.id, permit.opensCompartments else { return }
        try compartments().unlock(scope, agency: scope.agency, with: hand.key, of: hand.account, connection)
    }

    /// Seals the next version of a record: what lies in compartments that are closed here goes on as it is, and what is
    /// written into a compartment gets a key when it has none, or one that somebody who left still knows.
    ///
    /// - Parameters:
    ///   - current: The row of the version before; nil for a new record.
    ///   - permit: Whose writing it is; nil for a reviewer's putting back.
    /// - Throws: `Rejected` for fields of a compartment that is closed here.
    func seal(
        _ record: Record, over current: [UInt8]?, id: EntityID, version: Int, in scope: OpenScope, for permit: Permit?,
        _ connection: any SQLConnection
    ) throws -> [UInt8] {
        let before = try current.map { try OuterLayer.peel($0, id: id, version: version - 1, in: scope) }
        let kept = try (before.map { try sealer.compartments(of: $0) } ?? []).filter { $0.channel(in: scope) == nil }
        let written = sealer.codec.compartments(of: record)
        let closed = kept.filter { written[$0.part] != nil }.flatMap { written[$0.part] ?? [] }
        guard closed.isEmpty else {
            let message = "What stands here is open to colleagues only. Leave it as it is, or ask one of them."
            throw Rejected(findings: closed.map { Finding(.closedField, field: $0, message) })
        }
        if !written.isEmpty {
            let (compartments, ground) = (compartments(), ground(of: scope, for: permit))
            for part in written.keys { try compartments.prepare(part, of: scope, on: ground, connection) }
        }
        return try sealer.seal(record, id: id, version: version, in: scope, keeping: kept)
    }

    /// How the compartments of a case stand, without a look into them.
    ///
    /// - Parameter permit: For `caseRead` of this case.
    public func compartmentStatus(ofCase id: EntityID, permit: Permit) async throws -> [CompartmentStatus] {
        try permit.covers(.caseRead, subject: .caseFile(id))
        let (compartments, facts) = (compartments(), facts(ofScope: id))
        guard let agency = facts.first?.agency else { throw StoreError.notFound }
        return try await database.read {
            try compartments.status(of: id, on: .init(agency: agency, cases: facts), $0)
        }
    }

    /// Gives the keys that a holder has to colleagues who may have them and lack them, and destroys what people hold
    /// who no longer may. Costs two short queries when there is nothing to do.
    ///
    /// - Returns: how many envelopes were made or destroyed.
    @discardableResult
    public func settleCompartments(of id: EntityID, _ hand: KeyInHand?, permit: Permit) async throws -> Int {
        let (compartments, facts) = (compartments(), facts(ofScope: id))
        guard let agency = facts.first?.agency else { return 0 }
        let ground = Compartments.Ground(agency: agency, cases: facts)
        guard try await database.read({ try compartments.isUnsettled(id, on: ground, $0) }) else { return 0 }
        return try await changing { connection in
            let scope = try self.openScope(id, connection)
            if let hand {
                try compartments.unlock(scope, agency: agency, with: hand.key, of: hand.account, connection)
            }
            let changed = try compartments.settle(scope, on: ground, connection)
            guard changed > 0 else { return (0, []) }
            let act = try self.trail.begin(connection)
            try self.append(
                self.entry(permit, about: id, act: act, count: changed, outcome: "done:keys"), connection)
            return (changed, [])
        }
    }

    /// Destroys at once what people hold of a case that is taken from them, unless they may open it all the same.
    func dropCompartments(
        ofCase id: EntityID, takenFrom people: Set<EntityID>, _ connection: any SQLConnection
    ) throws {
        guard !people.isEmpty else { return }
        let holders = compartmentHolders()
        for person in people {
            try dropCompartments(
                of: person, as: holders.first { $0.id == person },
                facts: { scope in
                    self.facts(ofScope: scope).map { facts in
                        var facts = facts
                        if facts.id == id { facts.assigned.subtract(people) }
                        return facts
                    }
                }, connection)
        }
    }

    /// Destroys at once what an account holds and may not open as it is about to stand: disabled, in other roles, or
    /// with another key pair, for which what it holds was not made.
    func dropCompartments(lostBy account: Account, _ connection: any SQLConnection) throws {
        let before = people.account(account.id)
        let isSameKey = before?.key?.publicKey == account.key?.publicKey
        let isSame =
            isSameKey && before?.state == account.state && before?.roles == account.roles
            && before?.agency == account.agency
        // Signing in writes the account too, and changes nothing here.
        if isSame { return }
        try dropCompartments(
            of: account.id, as: isSameKey ? CompartmentHolder(account) : nil, facts: { self.facts(ofScope: $0) },
            connection)
    }

    /// Destroys at once what somebody holds and may not open as things stand in the facts given. In the transaction
    /// that takes a case, a role or the account from them.
    ///
    /// - Parameter holder: As the account will stand; nil when it is to open nothing any more.
    func dropCompartments(
        of account: EntityID, as holder: CompartmentHolder?, facts: (EntityID) -> [CaseFacts],
        _ connection: any SQLConnection
    ) throws {
        let rows = try connection.query(
            "SELECT DISTINCT part, scope FROM compartmentKey WHERE holder = \(account.bytes)")
        for row in rows {
            guard let part = row.int(0).flatMap({ SealedPart(rawValue: UInt8(truncatingIfNeeded: $0)) }),
                let fieldClass = part.compartmentClass, let scope = row.bytes(1).flatMap({ EntityID(bytes: $0) })
            else { throw StoreError.damaged("compartment") }
            if let holder, holder.mayOpen(fieldClass, of: facts(scope), now: clock.now()) { continue }
            try Compartments.drop(account, scope: scope, part: part, connection)
        }
    }
}

extension Permit {
    /// Whether it is for location or clinical notes.
    var opensCompartments: Bool { !allClasses.isDisjoint(with: [.f5, .f6]) }
}

extension Finding.Code {
    /// The field lies in a compartment that only colleagues can open.
    public static let closedField: Finding.Code = "closed-field"
}
