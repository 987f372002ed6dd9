// SPDX-License-Identifier: Apache-2.0

import Cases
import Disclosure
import Standard
import Store
import Testing

@testable import Workflows

/// From the register to a public file: what stands in the way, who must agree, and what is remembered.
@Suite struct PublicationTests {
    static let header =
        "prs_FirstName,prs_Gender,prs_Birthdate,prs_Citizenship,vic_TypeOfExploitation,con_Consent,"
        + "cas_IncomingReferralDate\n"

    /// People who are alike in all that a public file says.
    static func women(_ numbers: Range<Int>, consent: String = "TRUE") -> String {
        numbers.map { "Invented\($0),Feminine,1997,LK,ForcedLabour,\(consent),2023-03-01\n" }.joined()
    }
    static func men(_ numbers: Range<Int>) -> String {
        numbers.map { "Invented\($0),Masculine,1985,NP,ForcedBegging,TRUE,2023-04-01\n" }.joined()
    }

    /// Forty people in two groups of twenty.
    private static func filled(_ office: Office) async throws {
        _ = try await office.take(header + women(0..<20) + men(20..<40))
    }

    private static func plan(_ method: PublicationPlan.Method, k: Int = 10) -> PublicationPlan {
        var plan = PublicationPlan()
        (plan.method, plan.k) = (method, k)
        return plan
    }

    private static func published(_ plan: PublicationPlan, _ office: Office) async throws -> WrittenPublication {
        let request = try await askToPublish(
            plan, reason: "For students", by: office.supervisor, in: office.store)
        try await answerRequest(request.id, approve: true, by: office.access(.supervisor, 2), in: office.store)
        return try await writePublication(request.id, by: office.supervisor, in: office.store)
    }

    @Test(arguments: [PublicationPlan.Method.ctdc, .groups, .synthetic])
    func `a file leaves once, when a second person has agreed, and is remembered`(method: PublicationPlan.Method)
        async throws
    {
        try await Office.with { office in
            try await Self.filled(office)
            let asker = office.supervisor
            let request = try await askToPublish(
                Self.plan(method), reason: "For students", by: asker, in: office.store)
            await #expect(throws: StoreError.notFound) {
                try await writePublication(request.id, by: asker, in: office.store)
            }
            await #expect(throws: Refusal(.requestApprove, .ownRequest)) {
                try await answerRequest(request.id, approve: true, by: asker, in: office.store)
            }
            let second = office.access(.supervisor, 2)
            #expect(try await waitingRequests(by: second, in: office.store) == (1, 0))
            try await answerRequest(request.id, approve: true, by: second, in: office.store)
            #expect(try await waitingRequests(by: asker, in: office.store) == (0, 1))
            await #expect(throws: StoreError.notFound) {
                try await writePublication(request.id, by: second, in: office.store)
            }
            let file = try await writePublication(request.id, by: asker, in: office.store)
            let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n")
            #expect(lines.count == 41 && !lines.contains { $0.contains("Invented") })
            await #expect(throws: StoreError.notFound) {
                try await writePublication(request.id, by: asker, in: office.store)
            }
            let kept = try #require(try await readPublications(by: asker, in: office.store).first)
            #expect(kept.request.state == .used && kept.digest == file.digest && kept.account.rows == 40)
            #expect(kept.request.details[PublicationDetail.file] == nil)
            let acts = try await readActs(latest: 100, by: asker, in: office.store)
            #expect(acts.contains { $0.action == "dataset.publish" && $0.digest == file.digest })
        }
    }

    @Test func `the account says what is lost and that the attacks find nobody, with a control`() async throws {
        try await Office.with { office in
            try await Self.filled(office)
            let account = try await preparePublication(Self.plan(.ctdc), by: office.supervisor, in: office.store)
            #expect(account.rows == 40 && account.smallestGroup == 20 && account.leftOut == "fewer than 10")
            #expect(account.lengths.map(\.length) == [1, 2, 3] && !account.lengths.contains(where: \.leaks))
            #expect(account.attacks.map(\.passed) == [true, true, true])
            #expect(account.settings.map(\.k) == [5, 10, 20, 40])
            #expect(account.settings.map(\.kept) == [100, 100, 100, 0])
        }
    }

    @Test func `who did not agree to it is in no file`() async throws {
        try await Office.with { office in
            try await Self.filled(office)
            _ = try await office.take(Self.header + Self.women(40..<60, consent: "FALSE"))
            let account = try await preparePublication(Self.plan(.ctdc), by: office.supervisor, in: office.store)
            #expect(account.rows == 40 && account.withheld == "about 20")
        }
    }

    @Test func `a file that shows a few by comparison with an earlier one is refused, and one of many more is not`()
        async throws
    {
        try await Office.with { office in
            try await Self.filled(office)
            _ = try await Self.published(Self.plan(.ctdc), office)
            _ = try await office.take(Self.header + Self.women(40..<43))
            let day = office.store.clock.today.description
            for method in [PublicationPlan.Method.ctdc, .groups, .synthetic] {
                await #expect(throws: PublicationObstacle.nearlyTheSame(day: day)) {
                    try await preparePublication(Self.plan(method), by: office.supervisor, in: office.store)
                }
            }
            // The control: without the guard the three would be what the two files differ in.
            let permit = try await Access.statistics(office.supervisor, office.store)
            let people = try await PublishablePeople.read(permit, from: office.store)
            let unguarded = try PublicationMaker(
                plan: Self.plan(.ctdc), people: people, codebook: office.store.codebook
            ).make()
            #expect(unguarded.account.rows == 43)
            _ = try await office.take(Self.header + Self.women(43..<60))
            let account = try await preparePublication(Self.plan(.ctdc), by: office.supervisor, in: office.store)
            #expect(account.rows == 60)
        }
    }

    @Test func `another view of the same people is told to both who decide`() async throws {
        try await Office.with { office in
            try await Self.filled(office)
            _ = try await Self.published(Self.plan(.ctdc), office)
            let day = office.store.clock.today.description
            let other = try await preparePublication(Self.plan(.groups), by: office.supervisor, in: office.store)
            #expect(other.warnings.contains(.otherView(day: day)))
            let same = try await preparePublication(Self.plan(.ctdc), by: office.supervisor, in: office.store)
            #expect(!same.warnings.contains(.otherView(day: day)))
        }
    }

    @Test func `nobody is in a file who left the register after it was looked at`() async throws {
        try await Office.with { office in
            _ = try await office.take(Self.header + Self.women(0..<20))
            let later = try await office.take(Self.header + Self.men(20..<40))
            let request = try await askToPublish(
                Self.plan(.ctdc), reason: "", by: office.supervisor, in: office.store)
            try await answerRequest(request.id, approve: true, by: office.access(.supervisor, 2), in: office.store)
            try await undoImport(try #require(later.batch), by: office.owner, in: office.store)
            await #expect(throws: PublicationObstacle.peopleLeft) {
                try await writePublication(request.id, by: office.supervisor, in: office.store)
            }
        }
    }

    @Test func `nobody is in a file who took back consent after it was looked at`() async throws {
        try await Office.with { office in
            try await Self.filled(office)
            let values: [FieldName: Value] = ["prs_FirstName": .text("Selvi"), "con_Consent": .flag(true)]
            let id = try await registerCase(values, by: office.owner, in: office.store)
            let request = try await askToPublish(
                Self.plan(.synthetic), reason: "", by: office.supervisor, in: office.store)
            try await answerRequest(request.id, approve: true, by: office.access(.supervisor, 2), in: office.store)
            let file = try await readCase(id, by: office.owner, in: office.store)
            let consent = try #require(file.records(.consent).first)
            try await withdrawConsent(consent.id, ofCase: id, by: office.owner, in: office.store)
            await #expect(throws: PublicationObstacle.peopleLeft) {
                try await writePublication(request.id, by: office.supervisor, in: office.store)
            }
        }
    }

    @Test func `what cannot be safe is refused with what to do`() async throws {
        try await Office.with { office in
            await #expect(throws: PublicationObstacle.nobody) {
                try await preparePublication(Self.plan(.ctdc), by: office.supervisor, in: office.store)
            }
            try await Self.filled(office)
            var chosen = Self.plan(.groups)
            chosen.topics = []
            var unknown = Self.plan(.groups)
            unknown.known = []
            let refused: [(PublicationPlan, PublicationObstacle)] = [
                (Self.plan(.ctdc, k: 1), .badSize), (Self.plan(.groups, k: 1001), .badSize),
                (Self.plan(.synthetic, k: 41), .tooFewPeople(k: 41)), (chosen, .nothingChosen),
            ]
            for (plan, obstacle) in refused {
                await #expect(throws: obstacle) {
                    try await preparePublication(plan, by: office.supervisor, in: office.store)
                }
            }
            do {
                _ = try await preparePublication(unknown, by: office.supervisor, in: office.store)
                Issue.record("a file without anything that others know was made")
            } catch PublicationObstacle.noneKnown(let suggestions) { #expect(!suggestions.isEmpty) }
            do {
                _ = try await preparePublication(Self.plan(.noisy), by: office.supervisor, in: office.store)
                Issue.record("forty people were hidden in noise")
            } catch PublicationObstacle.caseloadTooSmall(let needed) { #expect(needed > 40) }
        }
    }

    @Test func `only who may publish looks, and only with a fresh second factor a file is written`() async throws {
        try await Office.with { office in
            try await Self.filled(office)
            await #expect(throws: Refusal(.datasetPublish, .role)) {
                try await preparePublication(Self.plan(.ctdc), by: office.owner, in: office.store)
            }
            let request = try await askToPublish(
                Self.plan(.ctdc), reason: "", by: office.supervisor, in: office.store)
            try await answerRequest(request.id, approve: true, by: office.access(.supervisor, 2), in: office.store)
            var tired = office.supervisor
            tired.isStepUpFresh = false
            await #expect(throws: Refusal(.datasetPublish, .stepUp)) {
                try await writePublication(request.id, by: tired, in: office.store)
            }
        }
    }
}

extension Access {
    /// Leave to count, as the verbs ask for it.
    fileprivate static func statistics(_ access: Access, _ store: CaseStore) async throws -> Permit {
        var access = access
        access.purpose = .statistics
        return try await access.permit(.datasetPublish, by: .publishDataset, in: store)
    }
}
