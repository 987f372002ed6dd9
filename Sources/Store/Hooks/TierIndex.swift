// SPDX-License-Identifier: Apache-2.0

import Cases

/// What is known in memory of reviews, shares and broken glass. Kept from change to change like the rest of the index.
struct TierIndex: Sendable {
    /// Records of a scope that wait for review.
    func locked(in scope: EntityID) -> Set<EntityID> { [] }

    /// The version of each record under review that other agencies and exports see; records not named here are seen as
    /// they stand.
    func effectiveVersions(in scope: EntityID) -> [EntityID: Int] { [:] }

    /// What of a case was shared, oldest first, ended shares too.
    func shares(ofCase id: EntityID) -> [CaseFacts.Share] { [] }

    /// Cases of others that were shared with an agency and are not over.
    func cases(sharedWith agency: EntityID, now: Int64) -> Set<EntityID> { [] }

    /// Cases whose glass somebody broke within the hour.
    func brokenGlass(by account: EntityID, now: Int64) -> Set<EntityID> { [] }

    /// Brings the index up to a change.
    mutating func take(_ update: TierUpdate) {}
}

/// A change to reviews, shares or broken glass.
struct TierUpdate: Sendable {}

extension TierIndex {
    /// Everything as it lies in the database; at unseal.
    static func load(_ connection: any SQLConnection, _ keys: StoreKeys) throws -> TierIndex { TierIndex() }
}
