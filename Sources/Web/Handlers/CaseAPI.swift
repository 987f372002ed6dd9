// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// Cases for programs. The same verbs as the pages; `names=yes` asks for names in lists.
enum CaseAPI {
    private struct List: Encodable {
        let total: Int
        let page: Int
        let cases: [CaseLineDocument]
    }
    private struct Found: Encodable {
        let id: EntityID
        let name: String
        let birthdate: String?
        let cases: [EntityID]
    }

    private struct Question: Decodable {
        var text: String?
        var status: String?
        var waiting: WaitReason?
        var owner: String?
        var exploitation: String?
        var names: Bool?
        var page: Int?
    }
    private struct Name: Decodable {
        let name: String
    }

    /// Codes only: what somebody is called, or is looked for by, goes into the body of a search.
    static func list(_ member: Member) async throws -> WebResponse {
        let allowed: Set<String> = ["status", "names", "page"]
        guard member.query.pairs.allSatisfy({ allowed.contains($0.name) }) else {
            throw Failure.malformed(member.context.words["problem.searchInBody"])
        }
        var filter = CaseFilter()
        filter.read(codes: member.query)
        return try await list(filter, page: member.query["page"].flatMap { Int($0) }, member)
    }

    static func search(_ member: Member) async throws -> WebResponse {
        let question: Question = try APIBody.decode(member.visit.request)
        var filter = CaseFilter()
        filter.text = question.text ?? ""
        filter.status = question.status
        filter.waiting = question.waiting
        filter.owner = question.owner
        filter.exploitation = question.exploitation
        filter.showsNames = question.names ?? false
        return try await list(filter, page: question.page, member)
    }

    private static func list(_ filter: CaseFilter, page: Int?, _ member: Member) async throws -> WebResponse {
        let page = max(1, page ?? 1) - 1
        let (lines, total) = try await listCases(
            filter.query, page: page, size: CaseListPage.pageSize, by: member.access, in: member.store)
        let cases = lines.map { CaseLineDocument($0, showsNames: filter.showsNames) }
        return try .json(List(total: total, page: page + 1, cases: cases))
    }

    static func show(_ member: Member) async throws -> WebResponse {
        try .json(CaseDocument(try await readCase(try member.visit.id("case"), by: member.access, in: member.store)))
    }

    static func people(_ member: Member) async throws -> WebResponse {
        let asked: Name = try APIBody.decode(member.visit.request)
        let found = try await findPeople(named: asked.name, by: member.access, in: member.store)
        return try .json(
            found.map { person, cases in
                Found(id: person.id, name: person.name, birthdate: person.birthdate?.description, cases: cases)
            })
    }

    static func register(_ member: Member) async throws -> WebResponse {
        let input: CaseInput = try APIBody.decode(member.visit.request)
        let values = Dictionary(uniqueKeysWithValues: input.values.map { (FieldName($0), $1) })
        let id = try await registerCase(
            values, for: input.person, by: member.access, in: member.store,
            idempotencyKey: member.visit.request.header("idempotency-key"))
        return try .json(["id": id.description, "code": id.code], status: 201).with("Location", "/api/v1/cases/\(id)")
    }

    static func add(_ member: Member) async throws -> WebResponse {
        let input: RecordInput = try APIBody.decode(member.visit.request)
        let caseID = try member.visit.id("case")
        guard let kind = input.kind, ![.person, .caseFile, .organisation].contains(kind) else {
            throw Failure.malformed("kind")
        }
        _ = try await readCase(caseID, by: member.access, in: member.store)
        let id = try await addRecord(
            Draft(kind, input.fields, links: input.parsedLinks), toCase: caseID, by: member.access, store: member.store,
            idempotencyKey: member.visit.request.header("idempotency-key"))
        return try .json(["id": id.description], status: 201).with("ETag", VersionTag.header(1))
    }

    /// Writes all fields anew; what the body leaves out is emptied. Links stay.
    static func edit(_ member: Member) async throws -> WebResponse {
        guard let base = VersionTag.version(ifMatch: member.visit.request.header("if-match")) else {
            throw Failure.preconditionRequired
        }
        let input: RecordInput = try APIBody.decode(member.visit.request)
        let target = try await RecordTarget(inCase: member)
        let draft = Draft(target.kind, input.fields, links: target.current.record.links)
        let result = try await editRecord(
            target.id, in: target.scope, base: base, to: draft, by: member.access, store: member.store,
            idempotencyKey: member.visit.request.header("idempotency-key"))
        return try result.response(to: member)
    }
}

extension EditResult {
    /// What a program is answered: the version that was written, or how the record stands now.
    func response(to member: Member) throws -> WebResponse {
        switch self {
        case .saved(let version): return try .json(["version": version]).with("ETag", VersionTag.header(version))
        case .conflict(let seen, let current, let mine):
            let document = ConflictDocument(
                title: member.context.words["problem.changed"], seen: seen.map { RecordDocument($0) },
                current: RecordDocument(current), mine: mine.values.byText)
            return try .json(document, status: 412, type: ProblemDetails.mediaType).with(
                "ETag", VersionTag.header(current.version))
        }
    }
}
