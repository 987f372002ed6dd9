// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// Opens a register with a key, does the work as its custodian, closes it, and gives what the work gave.
///
/// - Parameter isAlone: Only when no other server has a database open.
@discardableResult
func withStore<Result: Sendable>(
    _ directory: String, _ key: KeyOptions, isAlone: Bool = false, _ work: (CaseStore, Access) async throws -> Result
) async throws -> Result {
    let secret = try key.required()
    let sealed = try await SealedStore.open(directory, isAlone: isAlone)
    let store: CaseStore
    do { store = try await sealed.unseal(with: secret) } catch {
        try await sealed.close()
        throw error
    }
    let result: Result
    do {
        result = try await work(
            store, Access(Actor(id: store.agency, role: .custodian, agency: store.agency)))
    } catch {
        try await store.close()
        throw error
    }
    try await store.close()
    return result
}
