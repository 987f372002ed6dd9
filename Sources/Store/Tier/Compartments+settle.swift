// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Vault

extension Compartments {
    /// Whether somebody who may open what a scope holds lacks an envelope, or has one and may not any more.
    func isUnsettled(_ scope: EntityID, on ground: Ground, _ connection: any SQLConnection) throws -> Bool {
        try envelopes(of: scope, connection).contains { place, holders in
            Set(entitled(to: place.part, on: ground).keys) != holders
        }
    }

    /// Gives every epoch that is open here to those who may have it and lack it, and takes away what people hold who no
    /// longer may. Returns how many envelopes were made or destroyed.
    func settle(_ scope: OpenScope, on ground: Ground, _ connection: any SQLConnection) throws -> Int {
        var changed = 0
        for (place, holders) in try envelopes(of: scope.id, connection) {
            let entitled = entitled(to: place.part, on: ground)
            for gone in holders.subtracting(entitled.keys) {
                changed += try Self.drop(gone, scope: scope.id, part: place.part, connection)
            }
            guard let key = scope.compartmentKey(place) else { continue }
            let context = context(place, scope: scope.id, agency: ground.agency)
            for (holder, publicKey) in entitled where !holders.contains(holder) {
                let envelope = try key.shared(with: publicKey, context: context)
                try connection.give(envelope, of: place, scope: scope.id, to: holder)
                changed += 1
            }
        }
        return changed
    }

    /// Destroys what an account holds: in one scope, or everywhere. What it could open takes a new key at the next
    /// writing.
    ///
    /// - Returns: how many envelopes were destroyed.
    @discardableResult
    static func drop(
        _ holder: EntityID, scope: EntityID? = nil, part: SealedPart? = nil, _ connection: any SQLConnection
    ) throws -> Int {
        let found = try connection.query(
            "SELECT part, epoch, scope FROM compartmentKey WHERE holder = \(holder.bytes)")
        var dropped = 0
        for row in found {
            let place = try CompartmentEpoch(row)
            guard let id = row.bytes(2) else { throw StoreError.damaged("compartment") }
            if let scope, scope.bytes != id { continue }
            if let part, part != place.part { continue }
            let number = Int(place.part.rawValue)
            try connection.execute(
                """
                DELETE FROM compartmentKey WHERE scope = \(id) AND part = \(number) AND epoch = \(place.epoch)
                AND holder = \(holder.bytes)
                """)
            try connection.execute(
                """
                UPDATE compartment SET retired = 1
                WHERE scope = \(id) AND part = \(number) AND epoch = \(place.epoch)
                """)
            dropped += 1
        }
        return dropped
    }

    /// How the compartments of a scope stand, newest keys only.
    func status(of scope: EntityID, on ground: Ground, _ connection: any SQLConnection) throws -> [CompartmentStatus] {
        let kept = try envelopes(of: scope, connection)
        let retired = try connection.query(
            "SELECT part, epoch FROM compartment WHERE scope = \(scope.bytes) AND retired = 1"
        ).map { try CompartmentEpoch($0) }
        return SealedPart.allCases.compactMap { part in
            guard let fieldClass = part.compartmentClass,
                let place = kept.keys.filter({ $0.part == part }).max(by: { $0.epoch < $1.epoch })
            else { return nil }
            let (holders, entitled) = (kept[place] ?? [], Set(entitled(to: part, on: ground).keys))
            return CompartmentStatus(
                fieldClass: fieldClass, holders: holders.subtracting([ground.agency]),
                waiting: entitled.subtracting(holders).subtracting([ground.agency]),
                hasCustodians: holders.contains(ground.agency), isRetired: retired.contains(place))
        }
    }

    /// Who holds which epoch; epochs that nobody holds too.
    private func envelopes(of scope: EntityID, _ connection: any SQLConnection) throws
        -> [CompartmentEpoch: Set<EntityID>]
    {
        var found: [CompartmentEpoch: Set<EntityID>] = [:]
        let rows = try connection.query(
            """
            SELECT c.part, c.epoch, k.holder FROM compartment c
            LEFT JOIN compartmentKey k ON k.scope = c.scope AND k.part = c.part AND k.epoch = c.epoch
            WHERE c.scope = \(scope.bytes)
            """)
        for row in rows {
            let place = try CompartmentEpoch(row)
            if let holder = row.bytes(2).flatMap({ EntityID(bytes: $0) }) {
                found[place, default: []].insert(holder)
            } else {
                found[place] = []
            }
        }
        return found
    }
}
