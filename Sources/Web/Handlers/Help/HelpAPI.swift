// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store
import Workflows

/// Help for programs: the same verbs as the pages.
enum HelpAPI {
    private struct NeedDocument: Encodable {
        let id: EntityID
        let version: Int
        let service, title, state: String
        let urgency: String?
        let person: EntityID?
        let values: [String: Value]
        let deliveries: [RecordDocument]

        init(_ need: Need) {
            id = need.id
            version = need.stored.version
            service = need.code.rawValue
            title = HelpText.service(need.code)
            state = need.state.rawValue
            urgency = need.record.code("wh_NeedUrgency")
            person = need.record.links[.person]
            values = need.record.values.byText
            deliveries = need.deliveries.map { RecordDocument($0) }
        }
    }

    private struct ActInput: Decodable {
        let act: String
        let reason: String?
        let day: String?
    }

    private struct DeliveryInput: Decodable {
        let values: [String: Value]
    }

    static func show(_ member: Member) async throws -> WebResponse {
        let file = try await readCase(try member.visit.id("case"), by: member.access, in: member.store)
        return try .json(file.needs().map { NeedDocument($0) })
    }

    static func act(_ member: Member) async throws -> WebResponse {
        guard let base = VersionTag.version(ifMatch: member.visit.request.header("if-match")) else {
            throw Failure.preconditionRequired
        }
        let input: ActInput = try APIBody.decode(member.visit.request)
        guard let act = NeedAct(input.act, reason: input.reason) else { throw Failure.malformed("act") }
        if let day = input.day, PartialDate(day) == nil { throw Failure.malformed("day") }
        let result = try await actOnNeed(
            try member.visit.id("record"), in: try member.visit.id("case"), act, base: base,
            on: input.day.flatMap { PartialDate($0) }, by: member.access, store: member.store,
            idempotencyKey: member.visit.request.header("idempotency-key"))
        return try result.response(to: member)
    }

    static func deliver(_ member: Member) async throws -> WebResponse {
        let input: DeliveryInput = try APIBody.decode(member.visit.request)
        let values = Dictionary(uniqueKeysWithValues: input.values.map { (FieldName($0), $1) })
        let id = try await addDelivery(
            values, for: try member.visit.id("record"), inCase: try member.visit.id("case"), by: member.access,
            store: member.store, idempotencyKey: member.visit.request.header("idempotency-key"))
        return try .json(["id": id.description], status: 201).with("ETag", VersionTag.header(1))
    }

    static func cascade(_ member: Member) async throws -> WebResponse {
        let days = try CascadeHandlers.days(member.query)
        let report = try await reportHelp(
            days: days, by: CascadeHandlers.dimensions(member.query), grants: member.visit.site.settings.grants,
            as: member.access, in: member.store)
        return try .json(HelpReportDocument(report))
    }
}
