// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Store
import Testing
import Vault

@testable import Workflows

/// Leaving with everything, and coming back from a backup: what a second person has to agree to.
@Suite struct EverythingTests {
    private static func console(_ office: Office) -> Access {
        Access(Actor(id: office.store.agency, role: .custodian, agency: office.store.agency))
    }

    private static func agree(_ id: EntityID, _ office: Office) async throws {
        try await answerRequest(id, approve: true, by: office.access(.supervisor, 2), in: office.store)
    }

    private static func lived(_ office: Office) async throws {
        try await registerCases(DemoPeople.rows(count: 12), by: office.owner, in: office.store)
        let caseID = try await registerCase(
            ["prs_FirstName": .text("Amina"), "prs_SecondName": .text("Diallo")], by: office.owner, in: office.store)
        let person = try await readCase(caseID, by: office.owner, in: office.store).people.keys.first!
        let draft = Draft(.person, ["prs_FirstName": .text("ꦄꦩꦶꦤ"), "prs_SecondName": .text("Diallo\n\"é\"")])
        _ = try await editRecord(person, in: person, base: 1, to: draft, by: office.owner, store: office.store)
    }

    private static func written(_ office: Office, to folder: String, shares: [String] = []) async throws
        -> EverythingReport
    {
        let asked = try await exportEverything(
            to: folder, shares: shares, words: "# All", by: console(office), in: office.store)
        guard case .asked(let id) = asked else { throw StoreError.notPermitted }
        #expect(!FileManager.default.fileExists(atPath: folder))
        try await agree(id, office)
        let done = try await exportEverything(
            to: folder, shares: shares, words: "# All", by: console(office), in: office.store)
        guard case .written(let report) = done else { throw StoreError.notPermitted }
        return report
    }

    private static func lines(_ folder: String, _ name: String) throws -> [[String: Any]] {
        let data = try Data(contentsOf: URL(filePath: folder + "/" + name))
        return try data.split(separator: 10).map {
            try #require(try JSONSerialization.jsonObject(with: $0) as? [String: Any])
        }
    }

    private static func versions(_ folder: String) throws -> [String] {
        try lines(folder, "records.jsonl").map { line in
            var line = line
            // The entry that wrote it is one of the new log.
            line["act"] = nil
            let text = try JSONSerialization.data(withJSONObject: line, options: [.sortedKeys])
            return String(decoding: text, as: UTF8.self)
        }
    }

    private static func temporary() -> String {
        NSTemporaryDirectory() + "wayhouse-all-" + EntityID.random().description
    }

    @Test func `everything goes out when a second person agreed, and a new register takes it in`() async throws {
        let (first, second) = (Self.temporary(), Self.temporary())
        defer { for folder in [first, second] { try? FileManager.default.removeItem(atPath: folder) } }
        try await Office.with { office in
            try await Self.lived(office)
            let report = try await Self.written(office, to: first)
            #expect(report.versions > 60 && report.closed == 0)
            // What was agreed to is spent.
            let again = try await exportEverything(
                to: second, words: "", by: Self.console(office), in: office.store)
            guard case .asked = again else { throw StoreError.notPermitted }
            let acts = try await readActs(latest: 3, by: office.supervisor, in: office.store)
            #expect(acts.contains { $0.outcome == "written:everything" && $0.digest == report.digest })
            try await office.store.close()
        }
        try await Office.with { office in
            let taken = try await importEverything(from: first, by: Self.console(office), in: office.store)
            #expect(taken.versions == (try Self.versions(first)).count && taken.closed == 0)
            await #expect(throws: StoreError.instanceExists) {
                try await importEverything(from: first, by: Self.console(office), in: office.store)
            }
            try await office.store.close()
            let sealed = try await SealedStore.open(office.folder)
            let found = try await sealed.verify(with: Office.secret, deep: true)
            #expect(found.isWhole && found.opened == taken.versions, "\(found.faults)")
            let store = try await sealed.unseal(with: Office.secret)
            let reopened = Office(folder: office.folder, sealed: sealed, store: store, code: office.code)
            _ = try await Self.written(reopened, to: second)
            #expect(try Self.versions(second) == Self.versions(first))
            #expect(try Self.lines(first, "scopes.jsonl").count == Self.lines(second, "scopes.jsonl").count)
            try await store.close()
        }
    }

    @Test func `agreements, changes that wait and broken glass come along`() async throws {
        let folder = Self.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var caseID = EntityID.random()
        var (agreement, person) = (caseID, caseID)
        try await Office.with { office in
            let permit = try await office.access(.systemOperator).permit(
                .agencyManage, by: .manageAgencies, in: office.store)
            let taker = try await office.store.createAgency(named: "Clínica São Tomé", permit: permit)
            caseID = try await registerCase(["prs_FirstName": .text("Amina")], by: office.owner, in: office.store)
            let file = try await readCase(caseID, by: office.owner, in: office.store)
            person = file.people.keys.first!
            _ = try await editRecord(
                person, in: person, base: 1, to: Draft(.person, ["prs_FirstName": .text("Aminata")]), by: office.owner,
                store: office.store)
            var stranger = office.access(.caseworker, 9)
            stranger.purpose = .safety
            _ = try await breakGlass(
                of: caseID, .medical, reason: "She fainted in the waiting room", by: stranger, in: office.store)
            let supervisor = office.supervisor
            agreement = .random()
            let made = Agreement(
                id: agreement, giver: office.store.agency, taker: taker, classes: [.f1], purposes: [.care],
                until: office.store.clock.now() + 86_400_000, proposer: supervisor.actor.id,
                proposerAgency: office.store.agency)
            try await office.store.propose(
                made,
                permit: try await supervisor.permit(.agreementManage, by: .manageAgreements, in: office.store))
            #expect(office.store.reviews(of: office.store.agency).count == 1)
            _ = try await Self.written(office, to: folder)
            try await office.store.close()
        }
        try await Office.with { office in
            _ = try await importEverything(from: folder, by: Self.console(office), in: office.store)
            try await office.store.close()
            let sealed = try await SealedStore.open(office.folder)
            #expect(try await sealed.verify(with: Office.secret, deep: true).isWhole)
            let store = try await sealed.unseal(with: Office.secret)
            let reviews = store.reviews(of: store.agency)
            #expect(reviews.map(\.record) == [person] && reviews.first?.pending.base == 1, "still not agreed to")
            #expect(store.glass(of: caseID).map(\.category) == [.medical])
            let agreements = store.agreements(of: store.agency)
            #expect(agreements.map(\.id) == [agreement] && agreements.first?.giver == store.agency)
            #expect(store.shares(ofCase: caseID).isEmpty)
            try await store.close()
        }
    }

    @Test func `the log that went out can be checked by anybody`() async throws {
        let folder = Self.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await Office.with { office in
            try await Self.lived(office)
            _ = try await Self.written(office, to: folder)
            var before: [UInt8]?
            for line in try Self.lines(folder, "audit.jsonl") {
                let entry = Array(try #require(line["entry"] as? String).utf8)
                let hash = try #require((line["hash"] as? String).flatMap { AuditCheckpoint.bytes(ofText: $0) })
                if let before {
                    let length = (0..<8).map { UInt8(truncatingIfNeeded: entry.count >> (56 - 8 * $0)) }
                    #expect(sha256([1] + length + entry + before) == hash)
                }
                before = hash
            }
            #expect(before != nil)
            for file in try Self.lines(folder, "manifest.json")[0]["files"] as? [[String: Any]] ?? [] {
                let name = try #require(file["name"] as? String)
                let bytes = Array(try Data(contentsOf: URL(filePath: folder + "/" + name)))
                #expect(AuditCheckpoint.text(ofSignature: sha256(bytes)) == file["sha256"] as? String)
            }
            try await office.store.close()
        }
    }

    @Test func `an export that was changed is refused whole`() async throws {
        let folder = Self.temporary()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await Office.with { office in
            try await Self.lived(office)
            _ = try await Self.written(office, to: folder)
            try await office.store.close()
        }
        let path = folder + "/records.jsonl"
        var bytes = Array(try Data(contentsOf: URL(filePath: path)))
        bytes[bytes.count / 2] ^= 1
        try Data(bytes).write(to: URL(filePath: path))
        try await Office.with { office in
            await #expect(throws: BackupFault.damaged("records.jsonl")) {
                try await importEverything(from: folder, by: Self.console(office), in: office.store)
            }
            await #expect(throws: BackupFault.none) {
                try await importEverything(from: folder + "-nowhere", by: Self.console(office), in: office.store)
            }
            await #expect(throws: Refusal.self) {
                try await importEverything(from: folder, by: office.owner, in: office.store)
            }
            #expect(office.store.counts().cases == 0)
            try await office.store.close()
        }
    }

    @Test func `a restore over a register is asked for, agreed to by somebody else, and agreed to once`() async throws {
        let backups = Self.temporary()
        defer { try? FileManager.default.removeItem(atPath: backups) }
        try await Office.with { office in
            try await Self.lived(office)
            let key = AgeIdentity.random()
            let made = try await office.sealed.backUp(to: backups, for: [key.recipient], isIncrement: true)
            #expect(made.manifest.kind == .full, "the first is whole, whatever was asked for")
            let set = try BackupSet(at: backups)
            let console = Self.console(office)
            guard
                case .asked(let id) = try await leaveToRestore(set, over: office.sealed, by: console, in: office.store)
            else { throw StoreError.notPermitted }
            await #expect(throws: Refusal.self) {
                try await answerRequest(id, approve: true, by: console, in: office.store)
            }
            try await Self.agree(id, office)
            guard
                case .given(let erased) = try await leaveToRestore(
                    set, over: office.sealed, by: console, in: office.store)
            else { throw StoreError.notPermitted }
            #expect(erased.scopes.isEmpty && erased.words.isEmpty)
            guard case .asked = try await leaveToRestore(set, over: office.sealed, by: console, in: office.store)
            else { throw StoreError.notPermitted }
            try await office.store.close()
        }
    }

    @Test func `a server makes a whole backup first, increments when something was done, and none when nothing was`()
        async throws
    {
        let backups = Self.temporary()
        defer { try? FileManager.default.removeItem(atPath: backups) }
        try await Office.with { office in
            var plan = BackupPlan(folder: backups, recipients: [AgeIdentity.random().recipient])
            plan.incrementEvery = 200
            let gate = Gate(office.sealed, open: office.store)
            let keeper = Task { [plan] in
                await keepBackups(plan, of: gate, pause: .milliseconds(50)) { _ in }
            }
            func lists() -> [String] {
                ((try? FileManager.default.contentsOfDirectory(atPath: backups)) ?? []).filter { $0.hasSuffix(".json") }
            }
            func wait(_ count: Int) async throws {
                for _ in 0..<200 where lists().count < count { try await Task.sleep(for: .milliseconds(50)) }
                #expect(lists().count == count)
            }
            try await wait(1)
            try await Task.sleep(for: .milliseconds(600))
            #expect(lists().count == 1, "nothing was done")
            try await Self.lived(office)
            try await wait(2)
            #expect(lists().contains { $0.contains("-increment") })
            keeper.cancel()
            await keeper.value
            try await office.store.close()
        }
    }
}
