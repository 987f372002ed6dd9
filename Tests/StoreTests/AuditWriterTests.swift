// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Synchronization
import Testing
import Vault

@testable import Store

@Suite struct AuditWriterTests {
    @Test func `100 looks at once share few waits for the disk, and each is in the log when it returns`() async throws {
        try await TestRegister.with { register in
            let permit = try register.permit(.registerList)
            let before = register.store.writer.batchCount
            try await withThrowingTaskGroup(of: Void.self) { group in
                for count in 0..<100 {
                    group.addTask { try await register.store.note(permit, count: count) }
                }
                try await group.waitForAll()
            }
            #expect(register.store.writer.batchCount - before <= 20)
            let acts = try await register.store.acts(latest: 200, permit: try register.permit(.auditRead))
            #expect(acts.count == 100 && Set(acts.map(\.count)) == Set(0..<100))
            #expect(Set(acts.map(\.seq)) == Set(1...100))
        }
    }

    @Test func `looks and changes at once leave one whole chain`() async throws {
        try await TestRegister.with { register in
            let permit = try register.permit(.registerList)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for count in 0..<60 {
                    group.addTask { try await register.store.note(permit, count: count) }
                    if count.isMultiple(of: 6) { group.addTask { try await register.register(CaseStoreTests.nadia) } }
                }
                try await group.waitForAll()
            }
            try await register.store.close()
            let sealed = try await SealedStore.open(register.folder)
            let result = try await sealed.verify(with: TestRegister.secret, deep: true)
            try await sealed.close()
            #expect(result.isWhole, "\(result.faults)")
            #expect(result.entries == 70)
        }
    }

    @Test func `an entry says who, from where, what kind of content, and which version`() async throws {
        try await TestRegister.with { register in
            let ids = try await register.register(CaseStoreTests.nadia)
            let actor = Actor(
                id: register.actor().id, role: .caseworker, agency: register.store.agency,
                session: "0123456789abcdef", device: EntityID(high: 6, low: 6))
            let permit = try register.permit(.caseRead, .caseFile(ids[.caseFile]!), as: actor)
            _ = try await register.store.caseFile(ids[.caseFile]!, permit: permit)
            try await register.store.note(Refusal(.casePrint, .stepUp), to: actor, for: .care)
            try await register.store.note(Refusal(.caseRead, nil), to: actor, for: .care)
            let acts = try await register.store.acts(latest: 3, permit: try register.permit(.auditRead))
            #expect(acts.map(\.outcome) == ["hidden", "denied:stepUp", "done"])
            #expect(acts[2].session == actor.session && acts[2].device == actor.device)
            #expect(acts[2].agency == actor.agency && acts[2].classes == permit.allClasses)
            #expect(acts.allSatisfy { $0.boot == acts[0].boot && !$0.boot.isEmpty && $0.tick != nil })
        }
    }

    @Test func `the words of a search lie sealed beside the log and open for who asks with the number`() async throws {
        try await TestRegister.with { register in
            try await register.register(CaseStoreTests.nadia)
            _ = try await register.store.cases(
                CaseQuery(text: "Наталия"), page: 0, size: 50, permit: try register.permit(.registerSearch))
            #expect(try await register.store.words(ofSearch: 2, permit: try register.permit(.auditRead)) == "Наталия")
            await #expect(throws: StoreError.notFound) {
                try await register.store.words(ofSearch: 1, permit: try register.permit(.auditRead))
            }
        }
    }

    /// The disk that takes no more entries: nothing is shown, nothing changed; all is well when it takes them again.
    @Test func `what cannot be logged is not done`() async throws {
        try await TestRegister.with { register in
            let ids = try await register.register(CaseStoreTests.nadia)
            let (id, store) = (ids[.caseFile]!, register.store)
            let read = try register.permit(.caseRead, .caseFile(id))
            try await register.stop("audit")
            await #expect(throws: StoreError.unlogged) { try await store.caseFile(id, permit: read) }
            await #expect(throws: StoreError.unlogged) { try await store.note(read, count: 1) }
            await #expect(throws: StoreError.unlogged) {
                try await store.cases(CaseQuery(), page: 0, size: 50, permit: try register.permit(.registerList))
            }
            await #expect(throws: (any Error).self) { try await register.register(CaseStoreTests.nadia) }
            #expect(store.counts().cases == 1)
            try await register.stop("audit", false)
            _ = try await store.caseFile(id, permit: read)
            let acts = try await store.acts(latest: 10, permit: try register.permit(.auditRead))
            #expect(acts.map(\.action) == ["case.read", "case.register"])
        }
    }

    @Test func `a clock set back is in the log, and brings no time back`() async throws {
        let time = Mutex(Int64(1_800_000_000_000))
        try await TestRegister.with(
            clock: Clock {
                time.withLock { $0 }
            } tick: {
                5
            }
        ) { register in
            let permit = try register.permit(.registerList)
            try await register.store.note(permit, count: 0)
            time.withLock { $0 -= 7_200_000 }
            #expect(register.store.clock.now() == 1_800_000_000_000)
            try await register.store.note(permit, count: 0)
            let acts = try await register.store.acts(latest: 1, permit: try register.permit(.auditRead))
            #expect(acts[0].action == Act.clockSet && acts[0].outcome == "back" && acts[0].count == 7_200)
            #expect(acts[0].at == 1_800_000_000_000 - 7_200_000)
            try await register.store.close()
            let again = try await SealedStore.open(register.folder, clock: Clock { 1_700_000_000_000 })
                .unseal(with: TestRegister.secret)
            #expect(again.clock.now() == 1_800_000_000_000)
            try await again.close()
        }
    }
}
