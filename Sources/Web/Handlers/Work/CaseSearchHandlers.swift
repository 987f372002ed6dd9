// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// Finding something again: in one case, and over the cases of a person.
enum CaseSearchHandlers {
    static func page(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        let text = ValueText(member.context)
        let asked = member.asked?["q"] ?? ""
        let (file, found) = try await searchCase(id, for: asked, by: member.access, in: member.store) { code, field in
            text.label(of: code, field: field)
        }
        guard !file.isSignal else { return .see("/signals/\(id)") }
        var page = CaseSearchPage(file, asked: asked, found: found)
        page.isGone = member.asked == nil
        return .page(page.markup(in: member.context))
    }

    /// Keeps the words in the session; the address of the answer holds nothing of them.
    static func search(_ member: Member) throws -> WebResponse {
        let address = "/cases/\(try member.visit.id("case"))/search"
        let words = (member.form["q"] ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return .see(words.isEmpty ? address : "\(address)?s=\(member.keep(["q": words]))")
    }

    static func timeline(_ member: Member) async throws -> WebResponse {
        let person = try member.visit.id("person")
        let files = try await readCases(
            of: person, from: try member.visit.id("case"), by: member.access, in: member.store)
        let records = member.store.records(ofPerson: person)
        return .page(PersonTimelinePage(files, person: person, records: records).markup(in: member.context))
    }
}
