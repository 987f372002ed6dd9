// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Workflows

/// The laws compared over all cases that somebody may see.
enum ComparisonHandlers {
    static func page(_ member: Member) async throws -> WebResponse {
        let library = member.visit.site.settings.definitions
        let comparison = try await compareLaws(under: library, by: member.access, in: member.store)
        // By their places: an address that stays in a browser's history names no law.
        func place(_ name: String) -> Int? {
            member.query[name].flatMap { Int($0) }.flatMap { library.definitions.indices.contains($0) ? $0 : nil }
        }
        var page = ComparisonPage(comparison: comparison, library: library)
        if let first = place("first"), let second = place("second") { page.pair = (first, second) }
        page.page = min(100_000, max(1, member.query["page"].flatMap { Int($0) } ?? 1)) - 1
        return .page(page.markup(in: member.context))
    }
}
