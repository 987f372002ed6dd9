// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

extension Access {
    /// Whoever is signed in, with the private key that their passphrase opened; nil without one.
    public var hand: KeyInHand? { key.map { KeyInHand(account: actor.id, key: $0) } }
}

/// Gives colleagues who may open the location or the clinical notes of a case the keys that the actor holds, and takes
/// them from those who no longer may. To be called after a holder has opened the case or changed who works on it.
///
/// - Returns: how many keys were given or destroyed.
/// - Throws: `Refusal` for a case that the actor does not read.
@discardableResult
public func handOnCompartments(ofCase id: EntityID, by access: Access, in store: CaseStore) async throws -> Int {
    let permit = try await access.permit(.caseRead, case: id, in: store)
    return try await store.settleCompartments(of: id, access.hand, permit: permit)
}

/// Who can open what of a case, and who will once a holder has: without a look into it.
///
/// - Throws: `Refusal` for a case that the actor does not read.
public func readCompartments(
    ofCase id: EntityID, by access: Access, in store: CaseStore
) async throws -> [CompartmentStatus] {
    let permit = try await access.permit(.caseRead, case: id, in: store)
    return try await store.compartmentStatus(ofCase: id, permit: permit)
}
