// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// Who is known, and who may stand in the register twice, for programs: the same verbs as the pages.
enum SameAPI {
    private struct Question: Decodable {
        var name: String?
        var birthdate: String?
        var gender: String?
        var citizenship: [String]?
        var document: String?
    }

    private struct Reason: Encodable {
        let field: String
        let level: String?
        let weight: Double
    }

    private struct Weights: Encodable {
        let start, weight, probability: Double
        let strength: LikenessStrength
        let reasons: [Reason]

        init(_ weights: LikenessWeights) {
            start = SameAPI.rounded(weights.start)
            weight = SameAPI.rounded(weights.total)
            probability = SameAPI.rounded(weights.probability)
            strength = weights.strength
            reasons = weights.reasons.map {
                Reason(field: $0.field, level: $0.level, weight: SameAPI.rounded($0.weight))
            }
        }
    }

    private struct Match: Encodable {
        let id: EntityID
        let name: String
        let birthdate: String?
        let cases: [EntityID]
        let records: [EntityID]
        let likeness: Weights?
    }

    private struct Pair: Encodable {
        let first, second: EntityID
        let firstCases, secondCases: [EntityID]
        let decision: String?
        let likeness: Weights
    }

    private struct List: Encodable {
        let total, page: Int
        let pairs: [Pair]
    }

    private struct Paper: Encodable {
        let first, second: RecordDocument
        let firstCases, secondCases: [EntityID]
        let decision: String?
        let base: Int
        let waits, isOne: Bool
        let goOn: [String: EntityID]
        let since: [String: EntityID]
        let likeness: Weights
    }

    private struct Say: Decodable {
        let say: String
        var goesOn: EntityID?
        var until: String?
        var reason: String?
        let base: Int
        let seen: [String: Int]
        var give: [String: EntityID]?
    }

    private struct Receipt: Encodable {
        let version: Int
        let waits: Bool
    }

    private struct Person: Encodable {
        let id: EntityID
        let goesOn: EntityID
    }

    static func known(_ member: Member) async throws -> WebResponse {
        let asked: Question = try APIBody.decode(member.visit.request)
        let birthdate = try asked.birthdate.map { text in
            guard let date = PartialDate(text) else { throw Failure.malformed("birthdate") }
            return date
        }
        let question = KnownQuestion(
            name: asked.name ?? "", birthdate: birthdate, gender: asked.gender, citizenship: asked.citizenship ?? [],
            document: asked.document ?? "")
        let found = try await findKnown(question, by: member.access, in: member.store)
        var answer = try WebResponse.json(
            found.people.map { match in
                Match(
                    id: match.person.id, name: match.person.name, birthdate: match.person.birthdate?.description,
                    cases: match.cases, records: match.others, likeness: match.weights.map { Weights($0) })
            })
        if !found.isWhole { answer.headers.append(("wayhouse-still-looking", "yes")) }
        return answer
    }

    static func person(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("person")
        return try .json(Person(id: id, goesOn: try await leadOn(from: id, by: member.access, in: member.store)))
    }

    static func list(_ member: Member) async throws -> WebResponse {
        let page = max(1, member.query["page"].flatMap { Int($0) } ?? 1) - 1
        let least = member.query["least"].flatMap { Double($0) } ?? 0
        guard least.isFinite else { throw Failure.malformed("least") }
        let (lines, total) = try await listLikenesses(
            atLeast: least, page: page, size: DuplicatesPage.pageSize, by: member.access, in: member.store)
        let pairs = lines.map { line in
            Pair(
                first: line.first.id, second: line.second.id, firstCases: line.firstCases,
                secondCases: line.secondCases, decision: line.entry?.decision.rawValue,
                likeness: Weights(line.weights))
        }
        return try .json(List(total: total, page: page + 1, pairs: pairs))
    }

    static func show(_ member: Member) async throws -> WebResponse {
        let paper = try await readLikeness(
            try member.visit.id("first"), try member.visit.id("second"), by: member.access, in: member.store)
        return try .json(
            Paper(
                first: RecordDocument(paper.first), second: RecordDocument(paper.second),
                firstCases: paper.firstCases, secondCases: paper.secondCases,
                decision: paper.entry?.decision.rawValue, base: paper.base, waits: paper.waits, isOne: paper.isOne,
                goOn: byText(paper.goOn), since: byText(paper.since), likeness: Weights(paper.weights)))
    }

    static func decide(_ member: Member) async throws -> WebResponse {
        let input: Say = try APIBody.decode(member.visit.request)
        guard let say = try say(input) else { throw Failure.malformed("say") }
        var seen: [EntityID: Int] = [:]
        for (text, version) in input.seen {
            guard let id = EntityID(text) else { throw Failure.malformed("seen") }
            seen[id] = version
        }
        let receipt = try await decideLikeness(
            try member.visit.id("first"), try member.visit.id("second"), say, reason: input.reason ?? "",
            base: input.base, seen: seen, by: member.access, in: member.store)
        return try .json(Receipt(version: receipt.version, waits: receipt.waits))
    }

    private static func say(_ input: Say) throws -> LikenessSay? {
        switch input.say {
        case "later":
            guard let text = input.until else { return .later(nil) }
            guard let day = PartialDate(text) else { throw Failure.malformed("until") }
            return .later(day)
        case "different": return .different
        case "thought": return .thought
        case "same": return input.goesOn.map { .same(goesOn: $0) }
        case "apart":
            var given: [EntityID: EntityID] = [:]
            for (text, person) in input.give ?? [:] {
                guard let id = EntityID(text) else { throw Failure.malformed("give") }
                given[id] = person
            }
            return .apart(give: given)
        default: return nil
        }
    }

    private static func byText(_ ids: [EntityID: EntityID]) -> [String: EntityID] {
        Dictionary(uniqueKeysWithValues: ids.map { ($0.key.description, $0.value) })
    }

    private static func rounded(_ number: Double) -> Double { (number * 1_000).rounded() / 1_000 }
}
