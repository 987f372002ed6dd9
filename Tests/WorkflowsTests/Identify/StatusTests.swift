// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Store
import Testing

@testable import Workflows

/// What authorities conclude, written once and never in the way of help.
struct StatusTests {
    static func values(_ status: String, _ more: [FieldName: Value] = [:]) -> [FieldName: Value] {
        [
            "wh_DeterminationBody": .codes(["Police"]), "wh_DeterminationAuthority": .text("Police of the coast"),
            "wh_DeterminationStatus": .codes([status]), "wh_DeterminationDay": .date(PartialDate("2025-02-01")!),
        ].merging(more) { _, new in new }
    }

    static func registered(_ office: Office, _ values: [FieldName: Value] = ["prs_FirstName": .text("Nimali")])
        async throws -> EntityID
    {
        try await registerCase(values, by: office.owner, in: office.store)
    }

    /// Everything that is done for somebody: what may be offered now, and that it is really done.
    private func services(_ id: EntityID, _ office: Office) async throws -> [String] {
        var done: [String] = []
        let file = try await readCase(id, by: office.owner, in: office.store)
        let sight = try await lookAround(file, by: office.owner, in: office.store)
        for kind in RecordKind.allCases { done.append("\(kind) \(sight.mayAdd(kind))") }
        for action in Action.allCases {
            done.append("\(action) \(FieldClass.allCases.map { "\(sight.offer(action, $0))" })")
        }
        for kind in [RecordKind.referral, .plan, .assessment, .consent, .comment, .event] {
            _ = try await addRecord(Draft(kind), toCase: id, by: office.owner, store: office.store)
            done.append("\(kind) added")
        }
        return done
    }

    @Test func `whatever is determined, everything can still be done for the person`() async throws {
        try await Office.with { office in
            let plain = try await services(try await Self.registered(office), office)
            #expect(plain.contains("referral added") && plain.contains("plan now"))
            for status in Determination.Status.allCases {
                let id = try await Self.registered(office)
                _ = try await addDetermination(
                    Self.values(status.code), toCase: id, by: office.owner, in: office.store)
                #expect(try await services(id, office) == plain, "\(status)")
            }
            // The control: what does close a case shows in the same comparison.
            let archived = try await Self.registered(office)
            try await setCaseState(archived, .archive, by: office.supervisor, in: office.store)
            await #expect(throws: (any Error).self) { try await services(archived, office) }
        }
    }

    @Test func `a determination is never changed or removed, by whichever way`() async throws {
        try await Office.with { office in
            let id = try await Self.registered(office)
            let record = try await addDetermination(
                Self.values("Presumed"), toCase: id, by: office.owner, in: office.store)
            await #expect(throws: Rejected.self) {
                try await editRecord(
                    record, in: id, base: 1, to: Draft(.determination, Self.values("Confirmed")), by: office.owner,
                    store: office.store)
            }
            await #expect(throws: Rejected.self) {
                try await removeRecord(
                    record, in: id, kind: .determination, base: 1, by: office.owner, store: office.store)
            }
            let correction = try await addDetermination(
                Self.values("NotConfirmed", ["wh_DeterminationReplaces": .text(record.description)]), toCase: id,
                by: office.owner, in: office.store)
            let file = try await readCase(id, by: office.owner, in: office.store)
            let log = file.determinations(of: file.victims[0].record.links[.person]!)
            #expect(log.all.count == 2 && log.standing.map(\.id) == [correction])
            // The control: another record of the same case is changed and removed.
            let note = try await addRecord(Draft(.comment), toCase: id, by: office.owner, store: office.store)
            try await removeRecord(note, in: id, kind: .comment, base: 1, by: office.owner, store: office.store)
        }
    }

    @Test func `a form sent twice writes one, also when it takes the place of another`() async throws {
        try await Office.with { office in
            let id = try await Self.registered(office)
            let first = try await addDetermination(
                Self.values("Presumed"), toCase: id, by: office.owner, in: office.store)
            let values = Self.values("Confirmed", ["wh_DeterminationReplaces": .text(first.description)])
            func send(_ key: String) async throws -> EntityID {
                try await addDetermination(
                    values, toCase: id, by: office.owner, in: office.store, idempotencyKey: key)
            }
            let sent = try await send("one form")
            #expect(try await send("one form") == sent)
            await #expect(throws: Rejected.self) { try await send("another form") }
            #expect(try await readCase(id, by: office.owner, in: office.store).records(.determination).count == 2)
        }
    }

    @Test func `the way for any record holds a determination to the same`() async throws {
        try await Office.with { office in
            let id = try await Self.registered(office)
            func add(_ values: [FieldName: Value], about: EntityID? = nil) async throws {
                var draft = Draft(.determination, values)
                if let about { draft.links[.person] = about }
                _ = try await addRecord(draft, toCase: id, by: office.owner, store: office.store)
            }
            await #expect(throws: Rejected.self) { try await add([:]) }
            await #expect(throws: Rejected.self) {
                try await add(Self.values("Presumed", ["wh_DeterminationDefinition": .text("nowhere-law")]))
            }
            await #expect(throws: StoreError.self) { try await add(Self.values("Presumed"), about: .random()) }
            try await add(Self.values("Presumed", ["wh_DeterminationDefinition": .text("vn-law-53-2024-art2")]))
        }
    }

    @Test func `a closed case takes a determination, one that waits for review too, an archived one does not`()
        async throws
    {
        try await Office.with { office in
            let closed = try await Self.registered(
                office, ["prs_FirstName": .text("Lan"), "cas_Status": .codes(["Closed"])])
            _ = try await addDetermination(Self.values("Confirmed"), toCase: closed, by: office.owner, in: office.store)
            let waiting = try await Self.registered(office)
            let person = try #require(
                try await readCase(waiting, by: office.owner, in: office.store).people.values.first)
            var named = person.record.draft
            named.values["prs_FirstName"] = .text("Malini")
            _ = try await editRecord(
                person.id, in: person.id, base: 1, to: named, by: office.owner, store: office.store)
            #expect(office.store.reviews(in: person.id).isEmpty == false)
            _ = try await addDetermination(
                Self.values("Confirmed"), toCase: waiting, by: office.owner, in: office.store)
            let archived = try await Self.registered(office)
            try await setCaseState(archived, .archive, by: office.supervisor, in: office.store)
            await #expect(throws: Refusal.self) {
                try await addDetermination(
                    Self.values("Confirmed"), toCase: archived, by: office.owner, in: office.store)
            }
        }
    }
}
