// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing
import Vault

@testable import Store

/// AUD-6 and PRIV-1 on a million entries. Runs only when `WAYHOUSE_BENCH` is set; build it optimised:
/// `swift test -c release -Xswiftc -enable-testing --filter AuditBench`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["WAYHOUSE_BENCH"] != nil))
struct AuditBench {
    @Test func `a million entries are written, verified and searched`() async throws {
        try await TestRegister.with { register in
            let store = register.store
            let people = (0..<40).map { _ in EntityID.random() }
            let cases = (0..<50_000).map { _ in EntityID.random() }
            for start in stride(from: 0, to: 1_000_000, by: 10_000) {
                try await store.database.write { connection in
                    let first = try store.trail.begin(connection)
                    let acts = (0..<10_000).map { number -> Act in
                        let actor = Actor(
                            id: people[(start + number) % 40], role: .caseworker, agency: store.agency,
                            session: "0123456789abcdef")
                        var act = Act(
                            actor, "case.read", cases[(start + number) * 7_919 % 50_000], purpose: .care, count: 3,
                            at: store.wall.now())
                        act.seq = first + number
                        act.classes = [.f0, .f1, .f2, .f3, .f4]
                        return act
                    }
                    try store.trail.append(acts, connection)
                }
            }
            let (permit, reading) = (try register.permit(.registerList), try register.permit(.auditRead))
            var times: [Duration] = []
            for _ in 0..<2_000 {
                times.append(try await ContinuousClock().measure { try await store.note(permit, count: 1) })
            }
            times.sort()
            say("one look at a time: p50 \(times[1_000]), p99 \(times[1_980])")
            let before = store.writer.batchCount
            let together = try await ContinuousClock().measure {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<100 { group.addTask { try await store.note(permit, count: 1) } }
                    try await group.waitForAll()
                }
            }
            say("100 looks at once: \(together), \(store.writer.batchCount - before) transactions")
            let subject = try await ContinuousClock().measure {
                _ = try await store.acts(ActQuery(subject: cases[9]), limit: 100, permit: reading)
            }
            let actor = try await ContinuousClock().measure {
                _ = try await store.acts(ActQuery(actor: people[3], from: 0), limit: 10_000, permit: reading)
            }
            say("who saw one case: \(subject); 10,000 acts of one person: \(actor)")
            try await store.close()
            let sealed = try await SealedStore.open(register.folder)
            var result = Verification()
            let verify = try await ContinuousClock().measure {
                result = try await sealed.verify(with: TestRegister.secret, deep: false)
            }
            try await sealed.close()
            say("verify \(result.entries) entries: \(verify), whole: \(result.isWhole)")
            #expect(result.isWhole && verify < .seconds(30))
        }
    }

    private func say(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
}
