// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Testing

@testable import Workflows

/// Who is in what is counted for those who see no cases.
@Suite struct OpenFactsTests {
    @Test func `whoever took consent back counts no more, also while a second person looks at it`() async throws {
        try await Office.with { office in
            let values: [FieldName: Value] = ["prs_FirstName": .text("Selvi"), "con_Consent": .flag(true)]
            let id = try await registerCase(values, by: office.owner, in: office.store)
            func withheld() async throws -> Int {
                try await openFacts(protected: true, as: office.supervisor, in: office.store).withheld
            }
            #expect(try await withheld() == 0)
            let file = try await readCase(id, by: office.owner, in: office.store)
            let consent = try #require(file.records(.consent).first)
            try await withdrawConsent(consent.id, ofCase: id, by: office.owner, in: office.store)
            #expect(try await withheld() == 1)
        }
    }
}
