// SPDX-License-Identifier: Apache-2.0

import Cases
import Disclosure
import Store
import Testing

@testable import Workflows

/// What is remembered of files that were published: who was in them, and what budget they took.
@Suite struct PublishedBeforeTests {
    @Test func `two files differ by who is new, who is gone and who changed`() async throws {
        try await Office.with { office in
            func marks(_ people: [(String, String)]) -> PublishedMarks {
                var marks = PublishedMarks()
                for (person, row) in people { marks.add(person: person, row: [row], office.store) }
                return marks
            }
            let first = marks([("a", "1"), ("b", "1"), ("c", "1")])
            let second = marks([("a", "1"), ("b", "2"), ("d", "1")])
            #expect(first.differing(from: first) == 0)
            #expect(first.differing(from: second) == 3 && second.differing(from: first) == 3)
            #expect(first.shared(with: second) == 2)
            #expect(PublishedMarks(text: first.text) == first)
            #expect(PublishedMarks(text: "no marks") == nil && PublishedMarks(text: "AAAA") == nil)
        }
    }

    @Test func `no more is spent than there is, and each population has a ledger of its own`() throws {
        let agency = EntityID(high: 1, low: 1)
        let actor = Actor(id: .random(), role: .supervisor, agency: agency)
        var plan = PublicationPlan()
        (plan.method, plan.epsilon) = (.noisy, 4)
        var requests: [TwoPersonRequest] = []
        for number in 0..<3 {
            let before = PublishedBefore(requests, of: agency)
            let line = try before.line(of: plan, delta: 1e-6, before.ledger(of: agency), date: "2025-01-0\(number + 1)")
            let details = [
                PublicationDetail.plan: plan.text, PublicationDetail.ledger: String(decoding: line, as: UTF8.self),
            ]
            var request = TwoPersonRequest(
                .publication, subject: nil, by: actor, reason: "", details: details, at: Int64(number))
            try request.decide(true, by: .random(), at: Int64(number))
            try request.use(by: actor.id, at: Int64(number))
            requests.append(request)
        }
        let spent = PublishedBefore(requests, of: agency)
        #expect(try spent.ledger(of: agency).spent.epsilon == 12)
        #expect(throws: PublicationObstacle.budgetSpent(spent: 12, total: 12)) {
            try spent.line(of: plan, delta: 1e-6, spent.ledger(of: agency), date: "2025-02-01")
        }
        let other = EntityID(high: 1, low: 2)
        #expect(try PublishedBefore(requests, of: other).ledger(of: other).spent.epsilon == 0)
    }
}
