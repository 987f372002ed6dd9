// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing
import Vault

@testable import Store

/// Two servers, each with its own memory, on one database.
@Suite(.enabled(if: TestServer.isThere, "PostgreSQL is not installed")) struct SeveralServersTests {
    private struct Pair {
        let place: String
        let first: TestRegister
        let second: TestRegister
    }

    private func with(_ body: (Pair) async throws -> Void) async throws {
        let place = try TestServer.schema()
        let made = try await SealedStore.create(
            place, organisation: "Lantern House", secret: TestRegister.secret, cost: .trivial)
        let first = try await made.unseal(with: TestRegister.secret)
        let second = try await SealedStore.open(place).unseal(with: TestRegister.secret)
        try await body(
            Pair(
                place: place, first: TestRegister(folder: place, store: first),
                second: TestRegister(folder: place, store: second)))
        try await first.close()
        try await second.close()
        let sealed = try await SealedStore.open(place)
        let result = try await sealed.verify(with: TestRegister.secret, deep: true)
        #expect(result.isWhole, "\(result.faults)")
        try await sealed.close()
    }

    /// How long it takes until something is so, in looks every 2 ms: what else the computer does holds up the looks
    /// as it holds up what they wait for. By the clock it is a story (`test_postgresql.py`).
    private func time(until isSo: () -> Bool) async throws -> Duration {
        for look in 0..<15_000 {
            if isSo() { return .milliseconds(2 * look) }
            try await Task.sleep(for: .milliseconds(2))
        }
        return .seconds(30)
    }

    @Test func `what one writes the other shows within a second, and the log is one`() async throws {
        try await with { pair in
            for round in 0..<6 {
                let (writer, reader) = round.isMultiple(of: 2) ? (pair.first, pair.second) : (pair.second, pair.first)
                let ids = try await writer.register(CaseStoreTests.nadia)
                let id = ids[.caseFile]!
                #expect(try await time { reader.store.facts(ofCase: id) != nil } < .seconds(1))
                let file = try await reader.store.caseFile(id, permit: try reader.permit(.caseRead, .caseFile(id)))
                #expect(file.people.count == 1)
                #expect(reader.store.counts().cases == round + 1)
            }
        }
    }

    @Test func `leave that one takes away the other no longer gives`() async throws {
        try await with { pair in
            let ids = try await pair.first.register(CaseStoreTests.nadia)
            let id = ids[.caseFile]!
            let colleague = EntityID(high: 9, low: 9)
            let permit = try pair.first.permit(.caseAssign, .caseFile(id))
            try await pair.first.store.assign(add: [colleague], remove: [], case: id, permit: permit)
            try await pair.second.store.keepUp()
            #expect(
                try await time { pair.second.store.facts(ofCase: id)?.assigned.contains(colleague) == true }
                    < .seconds(1))
            try await pair.first.store.assign(add: [], remove: [colleague], case: id, permit: permit)
            #expect(
                try await time { pair.second.store.facts(ofCase: id)?.assigned.contains(colleague) == false }
                    < .seconds(1))
            var account = Account(name: "amina", agency: pair.first.store.agency, roles: [.caseworker])
            try await pair.first.store.save(account, action: "account.create")
            account = try #require(pair.first.store.account(named: "amina"))
            let made = account.id
            #expect(try await time { pair.second.store.account(made) != nil } < .seconds(1))
            account.state = .disabled
            try await pair.first.store.save(account, action: "account.close")
            #expect(try await time { pair.second.store.account(made)?.state == .disabled } < .seconds(1))
            let permitted = try pair.second.permit(.agencyManage, as: pair.second.actor(.custodian))
            let agency = try await pair.second.store.createAgency(named: "Casa Aurora", permit: permitted)
            #expect(try await time { pair.first.store.keys.knows(agency) } < .seconds(1))
        }
    }

    @Test func `two that write at once make one log, and of two edits of one version one is refused`() async throws {
        try await with { pair in
            let ids = try await pair.first.register(CaseStoreTests.nadia)
            let id = ids[.caseFile]!
            try await pair.second.store.keepUp()
            _ = try await time { pair.second.store.facts(ofCase: id) != nil }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for register in [pair.first, pair.second] {
                    for _ in 0..<4 {
                        group.addTask {
                            for _ in 0..<15 {
                                try await register.register(CaseStoreTests.nadia)
                                try await register.store.note(try register.permit(.registerList), count: 1)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await pair.first.store.checkpoint()
            try await pair.second.store.checkpoint()
            #expect(
                try await time { [pair.first, pair.second].allSatisfy { $0.store.counts().cases == 121 } }
                    < .seconds(1))
            var done = 0
            for register in [pair.first, pair.second] {
                let permit = try register.permit(.recordEdit, .caseFile(id))
                let read = try register.permit(.caseRead, .caseFile(id))
                let stored = try await register.store.record(id, scope: id, permit: read)
                let base = 1
                do {
                    _ = try await register.store.commit(
                        [.update(id, scope: id, base: base, stored.record)], permit: permit)
                    done += 1
                } catch StoreError.conflict {}
            }
            #expect(done == 1)
        }
    }

    @Test func `a server that was away for long reads everything anew`() async throws {
        try await with { pair in
            try await pair.first.register(CaseStoreTests.nadia)
            _ = try await time { pair.second.store.counts().cases == 1 }
            try await pair.first.register(CaseStoreTests.nadia)
            try await pair.first.store.database.tamper("DELETE FROM change WHERE seq < 900000")
            try await pair.first.register(CaseStoreTests.nadia)
            #expect(try await time { pair.second.store.counts().cases == 3 } < .seconds(20))
        }
    }
}
