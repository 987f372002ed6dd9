// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Synchronization
import Testing

@testable import Store

/// AUTHZ-7, AUTHN-6: what takes long ends when the right to it does.
@Suite struct StandingTests {
    private static func permit(toExport worker: TierOffice.Worker) throws -> Permit {
        try Policy.permit(
            Actor(id: worker.id, role: .supervisor, agency: worker.agency), .registerExport, by: .exportRegister,
            .register, AccessContext(purpose: .care, isStepUpFresh: true, isDeviceEnrolled: true))
    }

    /// Five cases, taken out by somebody who stops being allowed to after the second.
    private func export(_ ends: @escaping @Sendable (TierOffice, TierOffice.Worker) -> Void) async throws -> Int {
        let given = Mutex(0)
        try await TierOffice.with { office in
            let (writer, lead) = (office.hire(.caseworker), office.hire(.supervisor))
            for name in ["Ifeoma", "Linh", "Nadia", "Rasmané", "Анна"] {
                try await office.register(["prs_FirstName": .text(name)], by: writer)
            }
            let permit = try Self.permit(toExport: lead)
            do {
                try await office.store.forEachCase(permit: permit) { _ in
                    let count = given.withLock { count in
                        count += 1
                        return count
                    }
                    if count == 2 { ends(office, lead) }
                }
            } catch let refusal as Refusal { #expect(refusal == Refusal(.registerExport, .role)) }
        }
        return given.withLock { $0 }
    }

    @Test func `an export ends with the account of who asked for it, or with their role`() async throws {
        #expect(try await export { $0.dismiss($1) } == 2)
        #expect(try await export { office, worker in office.demote(worker, to: .caseworker) } == 2)
        #expect(try await export { _, _ in } == 5, "control: it is the right that ends it")
    }

    @Test func `a file whose taker loses the right on the way leaves nothing behind`() async throws {
        for isDismissed in [true, false] {
            try await TierOffice.with { office in
                let writer = office.hire(.caseworker)
                let store = office.store
                let batch = EntityID.random()
                let facts = CaseFacts(
                    id: batch, agency: writer.agency, state: .draft, assigned: [writer.id], author: writer.id)
                let permit = try Policy.permit(
                    Actor(id: writer.id, role: .caseworker, agency: writer.agency), .importCommit, facts,
                    subject: .importBatch(batch),
                    AccessContext(purpose: .care, isStepUpFresh: true, isDeviceEnrolled: true),
                    now: office.time.now)
                let sealed = try ["Kavindu", "Thu Hà"].map { name in
                    let records = try #require(
                        RowPlan(store.codebook).records(of: ["prs_FirstName": .text(name)]) { .random() })
                    let id = try #require(records.first { $0.record.kind == .caseFile }).id
                    return try store.seal(records, ofCase: id, permit: permit)
                }
                let chunks = Mutex(sealed.map { [$0] })
                do {
                    _ = try await store.commit(
                        fingerprint: try store.fingerprint(ofFile: [1], agency: store.agency), permit: permit,
                        batch: batch, fileName: "a.csv", format: { "htcds-csv" },
                        next: {
                            let chunk = chunks.withLock { $0.popLast() }
                            if isDismissed, chunk == nil { office.dismiss(writer) }
                            return chunk
                        })
                    #expect(!isDismissed)
                } catch let refusal as Refusal { #expect(isDismissed && refusal.reason == .role) }
                let rows = try await store.database.read { try $0.query("SELECT COUNT(*) FROM scope") }
                #expect((rows.first?.int(0) == 0) == isDismissed)
            }
        }
    }
}
