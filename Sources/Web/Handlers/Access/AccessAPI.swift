// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// Reviews, shares, assignment, state and emergencies for programs: the same verbs as the pages.
enum AccessAPI {
    private struct Decision: Decodable {
        let verdict: Verdict
        let reason: String
    }
    private struct Assignment: Decodable {
        var add: Set<EntityID>?
        var remove: Set<EntityID>?
    }
    private struct StateInput: Decodable { let order: CaseStateOrder }
    private struct GlassInput: Decodable {
        let category: GlassCategory
        let reason: String
    }
    private struct ShareInput: Decodable {
        let to: EntityID
        let classes: Set<FieldClass>
        let purpose: Purpose
        /// Milliseconds since 1970.
        let until: Int64
        let consent: EntityID
    }

    static func reviews(_ member: Member) async throws -> WebResponse {
        let waiting = try await listReviews(by: member.access(for: .approveRequests), in: member.store)
        return try .json(waiting.map { ReviewDocument($0.review, caseID: member.caseID(of: $0.review)) })
    }

    static func review(_ member: Member) async throws -> WebResponse {
        let paper = try await readReview(
            try member.visit.id("review"), by: member.access(for: .approveRequests), in: member.store)
        var document = ReviewDocument(paper.review, caseID: member.caseID(of: paper.review))
        document.differences = paper.differences.map {
            .init(field: $0.field.rawValue, before: $0.before, after: $0.after)
        }
        document.unseen = paper.unseen.sorted()
        return try .json(document)
    }

    static func decide(_ member: Member) async throws -> WebResponse {
        let input: Decision = try APIBody.decode(member.visit.request)
        try await reviewChange(
            try member.visit.id("review"), input.verdict, reason: input.reason,
            by: member.access(for: .approveRequests), in: member.store)
        return WebResponse(status: 204)
    }

    static func shares(_ member: Member) async throws -> WebResponse {
        let all = try await listShares(ofCase: try member.visit.id("case"), by: member.access, in: member.store)
        let now = member.store.clock.now()
        return try .json(all.map { ShareDocument($0.grant, ShareHandlers.standing($0.grant, $0.standing, now: now)) })
    }

    static func share(_ member: Member) async throws -> WebResponse {
        let input: ShareInput = try APIBody.decode(member.visit.request)
        let order = ShareOrder(
            taker: input.to, classes: input.classes.union([.f0]), purpose: input.purpose, until: input.until,
            consent: input.consent)
        do {
            let grant = try await shareCase(
                try member.visit.id("case"), order, by: member.access, in: member.store)
            return try .json(["id": grant.id.description], status: 201)
        } catch let obstacle as ShareObstacle {
            throw Failure.malformed(member.context.words[.shareObstacle, obstacle.rawValue])
        }
    }

    static func withdraw(_ member: Member) async throws -> WebResponse {
        try await withdrawShare(
            try member.visit.id("share"), ofCase: try member.visit.id("case"), by: member.access, in: member.store)
        return WebResponse(status: 204)
    }

    static func assign(_ member: Member) async throws -> WebResponse {
        let input: Assignment = try APIBody.decode(member.visit.request)
        try await CaseOrderHandlers.order(
            try member.visit.id("case"), add: input.add ?? [], remove: input.remove ?? [], member)
        return WebResponse(status: 204)
    }

    static func setState(_ member: Member) async throws -> WebResponse {
        let input: StateInput = try APIBody.decode(member.visit.request)
        try await setCaseState(try member.visit.id("case"), input.order, by: member.access, in: member.store)
        return WebResponse(status: 204)
    }

    static func breakGlass(_ member: Member) async throws -> WebResponse {
        guard member.access.isStepUpFresh else { throw Refusal(.caseBreakGlass, .stepUp) }
        let input: GlassInput = try APIBody.decode(member.visit.request)
        do {
            let grant = try await Workflows.breakGlass(
                of: try member.visit.id("case"), input.category, reason: input.reason, by: member.forSafety,
                in: member.store)
            return try .json(["until": grant.began + GlassGrant.lasts], status: 201)
        } catch let obstacle as GlassObstacle {
            throw Failure.malformed(member.context.words[.glassObstacle, obstacle.rawValue])
        }
    }
}

/// A change that waits, as JSON.
struct ReviewDocument: Encodable {
    struct Difference: Encodable {
        let field: String
        let before: Value?
        let after: Value?
    }
    let id: EntityID
    let kind: RecordKind
    let caseID: EntityID
    let record: EntityID
    let base: Int
    let version: Int
    let editor: EntityID
    let opened: Int64
    let isRemoval: Bool
    var differences: [Difference]?
    var unseen: [FieldClass]?

    init(_ review: Review, caseID: EntityID) {
        id = review.id
        kind = review.kind
        self.caseID = caseID
        record = review.record
        base = review.pending.base
        version = review.pending.version
        editor = review.pending.editor
        opened = review.pending.opened
        isRemoval = review.isRemoval
    }
}

/// A share, as JSON.
struct ShareDocument: Encodable {
    let id: EntityID
    let to: EntityID
    let classes: [FieldClass]
    let purpose: Purpose
    let consent: EntityID
    let agreement: EntityID
    let until: Int64
    let standing: String

    init(_ grant: ShareGrant, _ standing: SharesPage.Standing) {
        id = grant.id
        to = grant.taker
        classes = grant.classes.sorted()
        purpose = grant.purpose
        consent = grant.consent
        agreement = grant.agreement
        until = grant.until
        self.standing = standing.rawValue
    }
}
