// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Testing

@testable import Workflows

/// An office with some people who may be one, and what can be done to them.
struct SameWorld {
    let office: Office
    var people: [EntityID] = []
    var cases: [EntityID: EntityID] = [:]
    var store: CaseStore { office.store }
    /// Makes one of two; the other looks over it.
    var lead: Access { office.access(.supervisor, 2) }
    var second: Access { office.access(.supervisor, 3) }

    static func fields(_ given: String, _ surname: String, born year: Int = 1998) -> [FieldName: Value] {
        [
            "prs_FirstName": .text(given), "prs_SecondName": .text(surname),
            "prs_Birthdate": .date(PartialDate(year: year, month: 5, day: 12)!), "prs_Gender": .codes(["Feminine"]),
        ]
    }

    /// Registers somebody, and gives their id.
    @discardableResult
    mutating func add(_ values: [FieldName: Value], by access: Access? = nil) async throws -> EntityID {
        let caseID = try await registerCase(values, by: access ?? office.owner, in: store)
        let file = try await readCase(caseID, by: access ?? office.owner, in: store)
        let person = try #require(file.people.keys.first)
        people.append(person)
        cases[person] = caseID
        return person
    }

    func seen(_ a: EntityID, _ b: EntityID) async throws -> [EntityID: Int] {
        try await readLikeness(a, b, by: lead, in: store).seen
    }

    @discardableResult
    func say(_ say: LikenessSay, of a: EntityID, _ b: EntityID, by access: Access? = nil) async throws
        -> LikenessReceipt
    {
        try await decideLikeness(
            a, b, say, reason: "the same scar and the same mother", base: store.likeness(of: a, b)?.version ?? 0,
            seen: try await seen(a, b), by: access ?? lead, in: store)
    }

    /// The second person looks over what waits about two people.
    func settle(_ a: EntityID, _ b: EntityID, _ verdict: Verdict = .accept) async throws {
        let record = store.likenessRecord(of: a, b)
        let review = try #require(store.reviews(of: store.agency).first { $0.record == record })
        try await reviewChange(review.id, verdict, reason: "I looked at both of them", by: second, in: store)
    }
}
