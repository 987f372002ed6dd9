// SPDX-License-Identifier: Apache-2.0

import Identification
import Store
import Workflows

/// What the laws say, for programs.
enum LawsAPI {
    private struct Counts: Encodable {
        let id: String
        let title: String
        let met: Int
        let notMet: Int
        let undetermined: Int
    }
    private struct Comparison: Encodable {
        let people: Int
        let definitions: [Counts]
    }

    static func laws(_ member: Member) async throws -> WebResponse {
        guard let laws = try await LawsHandlers.read(member).laws else { throw StoreError.notFound }
        return try .json(Classification(laws.reading))
    }

    static func comparison(_ member: Member) async throws -> WebResponse {
        let library = member.visit.site.settings.definitions
        let found = try await compareLaws(under: library, by: member.access, in: member.store)
        let counts = library.definitions.enumerated().map { at, definition in
            Counts(
                id: definition.id, title: definition.title, met: found.count(.met, definition: at),
                notMet: found.count(.notMet, definition: at), undetermined: found.count(.undetermined, definition: at))
        }
        return try .json(Comparison(people: found.cases.count, definitions: counts))
    }
}
