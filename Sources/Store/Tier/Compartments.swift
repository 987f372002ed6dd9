// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Vault

/// The second tier: keys of compartments are made at the first writing, given to those whom the policy lets read and to
/// the agency's custodians, and taken away when somebody leaves. The server itself never keeps one.
struct Compartments: Sendable {
    let install: [UInt8]
    /// Everybody with a key pair, of every agency.
    let people: [CompartmentHolder]
    /// The public key of each agency's custodians.
    let custodians: [EntityID: [UInt8]]
    let now: Int64

    /// What the compartments of one scope go by.
    struct Ground: Sendable {
        let agency: EntityID
        /// The case; of a person all cases that they take part in.
        let cases: [CaseFacts]
    }

    /// Opens for one person what their envelopes in a scope hold. About 0.1 ms an envelope. What was made for another
    /// key of theirs, before they lost it, stays closed.
    func unlock(
        _ scope: OpenScope, agency: EntityID, with key: UserKey, of holder: EntityID, _ connection: any SQLConnection
    ) throws {
        let rows = try connection.query(
            """
            SELECT part, epoch, envelope FROM compartmentKey
            WHERE scope = \(scope.id.bytes) AND holder = \(holder.bytes)
            """)
        for row in rows {
            let place = try CompartmentEpoch(row)
            guard let envelope = row.bytes(2) else { throw StoreError.damaged("compartment") }
            let context = context(place, scope: scope.id, agency: agency)
            guard let opened = try? CompartmentKey.open(envelope, with: key, context: context) else { continue }
            scope.unlock(place, with: opened)
        }
    }

    /// Sees to it that what is written now into a part of a scope has a key: the newest one, when it is open and nobody
    /// who held it has left; a new one else.
    func prepare(
        _ part: SealedPart, of scope: OpenScope, on ground: Ground, _ connection: any SQLConnection
    ) throws {
        let newest = try connection.query(
            """
            SELECT epoch, retired FROM compartment WHERE scope = \(scope.id.bytes) AND part = \(Int(part.rawValue))
            ORDER BY epoch DESC LIMIT 1
            """
        ).first
        let epoch = newest?.int(0) ?? 0
        if epoch > 0, newest?.int(1) == 0, scope.channel(part, epoch: epoch) != nil { return }
        if let fresh = try fresh(part, epoch: epoch + 1, of: scope, on: ground) { try insert([fresh], connection) }
    }

    /// A new key, open in the scope, and what is to be kept of it. Nil when nobody is there who could hold it, neither
    /// a colleague nor custodians: then the scope's key alone seals, for what nobody can open is lost.
    func fresh(_ part: SealedPart, epoch: Int, of scope: OpenScope, on ground: Ground) throws -> FreshCompartment? {
        let entitled = entitled(to: part, on: ground)
        guard !entitled.isEmpty else { return nil }
        let place = CompartmentEpoch(part: part, epoch: epoch)
        let key = CompartmentKey.random()
        scope.unlock(place, with: key)
        let context = context(place, scope: scope.id, agency: ground.agency)
        return FreshCompartment(
            scope: scope.id, place: place,
            envelopes: try entitled.map {
                ($0.key, try key.shared(with: $0.value, context: context))
            })
    }

    func insert(_ compartments: [FreshCompartment], _ connection: any SQLConnection) throws {
        for one in compartments {
            try connection.execute(
                """
                INSERT INTO compartment (scope, part, epoch, retired)
                VALUES (\(one.scope.bytes), \(Int(one.place.part.rawValue)), \(one.place.epoch), 0)
                """)
            for (holder, envelope) in one.envelopes {
                try connection.give(envelope, of: one.place, scope: one.scope, to: holder)
            }
        }
    }

    /// Who is to hold the key of a part, with their public keys; the custodians under their agency's id.
    func entitled(to part: SealedPart, on ground: Ground) -> [EntityID: [UInt8]] {
        guard let fieldClass = part.compartmentClass else { return [:] }
        var found: [EntityID: [UInt8]] = [:]
        for holder in people where holder.mayOpen(fieldClass, of: ground.cases, now: now) {
            found[holder.id] = holder.publicKey
        }
        found[ground.agency] = custodians[ground.agency]
        return found
    }

    func context(_ place: CompartmentEpoch, scope: EntityID, agency: EntityID) -> [UInt8] {
        CompartmentKey.context(
            install: install, agency: agency.bytes, scope: scope.bytes, compartment: place.part.column,
            epoch: place.epoch)
    }
}

/// A compartment's new key, as it is kept: in envelopes only.
struct FreshCompartment: Sendable {
    let scope: EntityID
    let place: CompartmentEpoch
    let envelopes: [(holder: EntityID, envelope: [UInt8])]
}

extension CompartmentEpoch {
    /// - Parameter row: Part and epoch in its first two columns.
    /// - Throws: `StoreError.damaged`.
    init(_ row: SQLRow) throws {
        guard let part = row.int(0).flatMap({ SealedPart(rawValue: UInt8(truncatingIfNeeded: $0)) }),
            let epoch = row.int(1), part.isCompartment
        else { throw StoreError.damaged("compartment") }
        self.init(part: part, epoch: epoch)
    }
}

extension SQLConnection {
    /// Keeps an envelope of one epoch of a compartment for one holder.
    func give(_ envelope: [UInt8], of place: CompartmentEpoch, scope: EntityID, to holder: EntityID) throws {
        try execute(
            """
            INSERT INTO compartmentKey (scope, part, epoch, holder, envelope)
            VALUES (\(scope.bytes), \(Int(place.part.rawValue)), \(place.epoch), \(holder.bytes), \(envelope))
            """)
    }
}
