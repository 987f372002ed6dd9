// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store
import Workflows

/// Consents and referrals for programs: the same verbs as the pages.
enum ReferralAPI {
    private struct ConsentInput: Decodable {
        let recipients: Set<EntityID>
        let values: [String: Value]
        var heldFields: [String]?
        var heldRecords: Set<EntityID>?
    }
    private struct ReferralInput: Decodable {
        let to: EntityID
        let service: String
        let classes: Set<FieldClass>
        let purpose: Purpose
        /// Milliseconds since 1970.
        let until: Int64
        let consent: EntityID
        var details: String?
    }
    private struct ActInput: Decodable {
        let act: String
        var reason: String?
    }
    private struct PassOnInput: Decodable {
        let to: EntityID
        let classes: Set<FieldClass>
        var purpose: Purpose?
        var details: String?
    }
    private struct AssignInput: Decodable {
        var add: Set<EntityID>?
        var remove: Set<EntityID>?
    }

    static func consents(_ member: Member) async throws -> WebResponse {
        let file = try await readCase(try member.visit.id("case"), by: member.access, in: member.store)
        try file.insistOnOurs(member)
        return try .json(Workflows.consents(of: file, in: member.store).map { ConsentDocument($0) })
    }

    static func give(_ member: Member) async throws -> WebResponse {
        let input: ConsentInput = try APIBody.decode(member.visit.request)
        var held = HeldMarks()
        held.fields = Set((input.heldFields ?? []).map { FieldName($0) })
        held.records = input.heldRecords ?? []
        let values = Dictionary(uniqueKeysWithValues: input.values.map { (FieldName($0), $1) })
        let id = try await giveConsent(
            ConsentOrder(values, recipients: input.recipients, held: held), inCase: try member.visit.id("case"),
            by: member.access, in: member.store, idempotencyKey: member.visit.request.header("idempotency-key"))
        return try .json(["id": id.description], status: 201)
    }

    static func withdraw(_ member: Member) async throws -> WebResponse {
        try await withdrawConsent(
            try member.visit.id("consent"), ofCase: try member.visit.id("case"), by: member.access, in: member.store)
        return WebResponse(status: 204)
    }

    static func list(_ member: Member) async throws -> WebResponse {
        let all = try await readReferrals(ofCase: try member.visit.id("case"), by: member.access, in: member.store)
        return try .json(all.map { ReferralDocument($0.referral, isSeen: $0.isSeen) })
    }

    static func refer(_ member: Member) async throws -> WebResponse {
        let input: ReferralInput = try APIBody.decode(member.visit.request)
        var order = ReferralOrder(
            taker: input.to, service: ServiceCode(rawValue: input.service), classes: input.classes.union([.f0]),
            purpose: input.purpose, until: input.until, consent: input.consent)
        order.details = input.details ?? ""
        let grant = try await proposeReferral(
            ofCase: try member.visit.id("case"), order, by: member.access, in: member.store,
            idempotencyKey: member.visit.request.header("idempotency-key"))
        return try .json(["id": grant.id.description], status: 201)
    }

    static func end(_ member: Member) async throws -> WebResponse {
        let act = try act(member)
        try await endReferral(
            try member.visit.id("referral"), ofCase: try member.visit.id("case"), act, by: member.access,
            in: member.store)
        return WebResponse(status: 204)
    }

    static func inbox(_ member: Member) async throws -> WebResponse {
        try .json(InboxDocument(try await readInbox(by: member.access, in: member.store)))
    }

    static func packet(_ member: Member) async throws -> WebResponse {
        let received = try await readPacket(
            try member.visit.id("referral"), by: member.access, in: member.store)
        return try .json(PacketDocument(received))
    }

    static func answer(_ member: Member) async throws -> WebResponse {
        let act = try act(member)
        let office = member.visit.site.settings.clocks.time
        try await answerReferral(
            try member.visit.id("referral"), act, office: office, by: member.access, in: member.store)
        return WebResponse(status: 204)
    }

    static func passOn(_ member: Member) async throws -> WebResponse {
        let input: PassOnInput = try APIBody.decode(member.visit.request)
        var order = PassOnOrder(to: input.to, input.classes.subtracting([.f0]))
        order.purpose = input.purpose
        order.details = input.details ?? ""
        let grant = try await passOnReferral(
            try member.visit.id("referral"), order, by: member.access, in: member.store,
            idempotencyKey: member.visit.request.header("idempotency-key"))
        return try .json(["id": grant.id.description], status: 201)
    }

    static func assign(_ member: Member) async throws -> WebResponse {
        let input: AssignInput = try APIBody.decode(member.visit.request)
        try await assignReferral(
            try member.visit.id("referral"), add: input.add ?? [], remove: input.remove ?? [], by: member.access,
            in: member.store)
        return WebResponse(status: 204)
    }

    static func linkage(_ member: Member) async throws -> WebResponse {
        try .json(LinkageDocument(try await readLinkage(by: member.access, in: member.store)))
    }

    private static func act(_ member: Member) throws -> ReferralAct {
        let input: ActInput = try APIBody.decode(member.visit.request)
        guard let act = ReferralAct(name: input.act, reason: input.reason) else { throw Failure.malformed("act") }
        return act
    }
}
