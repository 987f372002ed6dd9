// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Vault

/// Opens with the custodians' shares what an account may open, after its owner lost passphrase and recovery key and has
/// signed in anew. At the console only.
///
/// - Parameter texts: Shares as they were printed.
/// - Returns: how many keys the account was given.
/// - Throws: `CustodianFault` for shares that are mistyped, too few or another agency's; `Refusal`;
///   `StoreError.notFound` for an account that is unknown or has not signed in since.
public func recoverCompartments(
    for name: String, shares texts: [String], by access: Access, in store: CaseStore
) async throws -> Int {
    guard access.actor.role == .custodian else { throw Refusal(.accountManage, .role) }
    guard let account = try await store.accountID(named: name) else { throw StoreError.notFound }
    var shares: [CustodianShare] = []
    for text in texts { shares.append(try CustodianShare(text)) }
    let permit = try await access.permit(.accountManage, by: .manageAccounts, .account(account), in: store)
    return try await store.recoverCompartments(for: account, with: shares, permit: permit)
}

/// Makes the key of an agency's custodians, or a new one in place of the old; its shares are shown now and never again.
///
/// - Throws: `Refusal`; `CustodianFault.badCount` unless 2 ≤ threshold ≤ count ≤ 16.
public func makeRecoveryKey(
    of agency: EntityID, shares count: Int = 3, threshold: Int = 2, by access: Access, in store: CaseStore
) async throws -> [CustodianShare] {
    let permit = try await access.permit(.agencyManage, by: .manageAgencies, .agency(agency), in: store)
    return try await store.makeRecoveryKey(of: agency, shares: count, threshold: threshold, permit: permit)
}
