// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// Agreements between agencies and the charter of sharing, for programs: the same verbs as the pages.
enum AgreementAPI {
    private struct Proposal: Decodable {
        let with: EntityID
        let gives: Bool
        let classes: Set<FieldClass>
        let purposes: Set<Purpose>
        /// Milliseconds since 1970.
        let until: Int64
        var charter: Int?
    }
    private struct Acceptance: Decodable { var charter: Int? }
    private struct Charter: Encodable {
        let version: Int
        let text: String
    }

    /// The longest that two offices can agree for without looking at it again.
    private static let lastsMost: Int64 = 5 * 365 * 86_400_000

    static func charter(_ member: Member) async throws -> WebResponse {
        try .json(Charter(version: Agreement.charter, text: member.context.words["agreements.charter.says"]))
    }

    static func list(_ member: Member) async throws -> WebResponse {
        let all = try await listAgreements(by: member.access(for: .manageAgreements), in: member.store)
        let names = try await agencyNames(in: member.store)
        let (own, now) = (member.actor.agency, member.store.clock.now())
        return try .json(
            all.map { agreement in
                AgreementDocument(
                    agreement, names, standing: AgreementHandlers.standing(agreement, of: own, now: now))
            })
    }

    static func propose(_ member: Member) async throws -> WebResponse {
        let input: Proposal = try APIBody.decode(member.visit.request)
        let now = member.store.clock.now()
        guard !input.classes.isEmpty, input.classes.isSubset(of: AgreementsPage.classes) else {
            throw Failure.malformed("classes")
        }
        guard !input.purposes.isEmpty, input.purposes.isSubset(of: AgreementsPage.purposes) else {
            throw Failure.malformed("purposes")
        }
        guard input.until > now, input.until <= now + lastsMost else { throw Failure.malformed("until") }
        let id = try await proposeAgreement(
            with: input.with, givesTo: input.gives, input.classes, for: input.purposes, until: input.until,
            charter: try known(input.charter), by: member.access(for: .manageAgreements), in: member.store)
        return try .json(["id": id.description], status: 201)
    }

    static func accept(_ member: Member) async throws -> WebResponse {
        let input: Acceptance = try APIBody.decode(member.visit.request)
        try await acceptAgreement(
            try member.visit.id("agreement"), charter: try known(input.charter),
            by: member.access(for: .manageAgreements), in: member.store)
        return WebResponse(status: 204)
    }

    static func end(_ member: Member) async throws -> WebResponse {
        try await endAgreement(
            try member.visit.id("agreement"), by: member.access(for: .manageAgreements), in: member.store)
        return WebResponse(status: 204)
    }

    /// Nobody binds themselves to a charter that there is not.
    private static func known(_ charter: Int?) throws -> Int? {
        if let charter, charter != Agreement.charter { throw Failure.malformed("charter") }
        return charter
    }
}

/// An agreement, as JSON.
struct AgreementDocument: Encodable {
    struct Side: Encodable {
        let id: EntityID
        let name: String
    }
    let id: EntityID
    let giver, taker: Side
    let classes: [FieldClass]
    let purposes: [Purpose]
    /// The first millisecond since 1970 at which it no longer holds.
    let until: Int64
    /// `holds`, `over`, or whose answer it waits for.
    let standing: String
    /// Both sides are bound to the charter of sharing: only then is anything referred.
    let hasCharter: Bool

    init(_ agreement: Agreement, _ names: [EntityID: String], standing: AgreementsPage.Standing) {
        func side(_ id: EntityID) -> Side { Side(id: id, name: names[id] ?? id.code) }
        id = agreement.id
        (giver, taker) = (side(agreement.giver), side(agreement.taker))
        classes = agreement.classes.sorted()
        purposes = agreement.purposes.sorted { $0.rawValue < $1.rawValue }
        until = agreement.until
        self.standing = standing.rawValue
        hasCharter = agreement.hasCharter
    }
}
