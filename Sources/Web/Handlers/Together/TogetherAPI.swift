// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Store
import Workflows

/// Counting together with other organisations, for the program that carries what goes between servers. This server
/// calls nobody; what leaves it are points that say nothing and tokens that only the counting unit opens.
enum TogetherAPI {
    private struct Answers: Decodable {
        let answers: [Data]
    }

    static func list(_ member: Member) async throws -> WebResponse {
        guard let rounds = member.visit.site.settings.counting else { return try .json([String]()) }
        return try .json(try await readCountingRounds(in: rounds, by: access(member), of: member.store))
    }

    static func ask(_ member: Member) async throws -> WebResponse {
        let (rounds, round) = try place(member)
        return try await said {
            try .json(try await askKeyServers(of: round, in: rounds, by: access(member), of: member.store))
        }
    }

    static func seal(_ member: Member) async throws -> WebResponse {
        let (rounds, round) = try place(member)
        let input: Answers = try APIBody.decode(member.visit.request)
        return try await said {
            let tokens = try await sealTokens(
                of: round, answers: input.answers, in: rounds, by: access(member), of: member.store)
            return WebResponse(headers: [("Content-Type", "application/octet-stream")], body: tokens)
        }
    }

    private static func access(_ member: Member) -> Access { member.access(for: .publishDataset) }

    private static func place(_ member: Member) throws(Failure) -> (CountingRounds, String) {
        guard let rounds = member.visit.site.settings.counting, let round = member.visit.parameters["round"] else {
            throw .notFound
        }
        return (rounds, round)
    }

    private static func said(_ step: () async throws -> WebResponse) async throws -> WebResponse {
        do { return try await step() } catch let refusal as CountingRefusal {
            return .problem(ProblemDetails(type: "/problems/count", title: refusal.message, status: 422))
        }
    }
}
