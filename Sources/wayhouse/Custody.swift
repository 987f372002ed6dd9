// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// Opens a register with a key, does the work as its custodian, and closes it.
func withStore(_ directory: String, _ key: KeyOptions, _ work: (CaseStore, Actor) async throws -> Void) async throws {
    let secret = try key.required()
    let sealed = try await SealedStore.open(directory)
    let store: CaseStore
    do { store = try await sealed.unseal(with: secret) } catch {
        try await sealed.close()
        throw error
    }
    do {
        try await work(store, Actor(id: store.agency, role: .custodian, agency: store.agency))
    } catch {
        try await store.close()
        throw error
    }
    try await store.close()
}
