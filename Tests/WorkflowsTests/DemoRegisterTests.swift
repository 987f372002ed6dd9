// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Statistics
import Store
import Testing
import Vault

@testable import Workflows

/// The register that newcomers look around in.
struct DemoRegisterTests {
    @Test func `every picture of the numbers has something to show`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "demo-\(UUID())").path()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await DemoInstance.make(in: folder)
        let store = try await SealedStore.open(folder)
            .unseal(with: .passphrase(DemoInstance.passphrase(in: folder)))
        let owner = try #require(store.accounts().first)
        let facts = try await openFacts(as: Access(owner.actor()), in: store)
        let routes = try facts.table.routes(FactQuery(), among: facts.mask)
        #expect(routes.contains { $0.origin != nil && $0.transit != nil && $0.exploitation != nil })
        let steps = try facts.table.funnel(FactDay.pathway, FactQuery(), among: facts.mask)
        #expect(steps.allSatisfy { $0.reached > 0 }, "somebody came to each step")
        for column in [FactColumn.needs, .caseState, .countryOfExploitation] {
            #expect(facts.table.values(of: column).count > 1, "\(column)")
        }
        try await store.close()
    }
}
