// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// Signals for programs, such as a hotline's.
enum SignalAPI {
    private struct Line: Encodable {
        let id: EntityID
        let code: String
        let received: String
        let channel, urgency, reliability, outcome: String?
        let alike: [EntityID]
    }

    private struct Report: Decodable {
        let values: [String: Value]
    }

    static func list(_ member: Member) async throws -> WebResponse {
        let lines = try await listSignals(by: member.access, in: member.store)
        let documents = lines.map { line in
            Line(
                id: line.id, code: line.id.code, received: line.signal.received.description,
                channel: line.signal.channel, urgency: line.signal.urgency, reliability: line.signal.reliability,
                outcome: line.signal.outcome, alike: line.alike(among: lines).map(\.id))
        }
        return try .json(documents)
    }

    static func report(_ member: Member) async throws -> WebResponse {
        let input: Report = try APIBody.decode(member.visit.request)
        let values = Dictionary(uniqueKeysWithValues: input.values.map { (FieldName($0), $1) })
        let id = try await reportSignal(
            values, by: member.access, in: member.store,
            idempotencyKey: member.visit.request.header("idempotency-key"))
        return try .json(["id": id.description, "code": id.code], status: 201)
    }
}
