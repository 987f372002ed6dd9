// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Workflows

/// Where words stand in one case.
public struct CaseSearchPage: Sendable {
    public var file: CaseFile
    /// What was searched for; empty before anything was.
    public var asked: String
    public var found: [CaseFind]
    /// The words were let go with the session's older searches.
    public var isGone = false

    public init(_ file: CaseFile, asked: String, found: [CaseFind]) {
        self.file = file
        self.asked = asked
        self.found = found
    }

    private static let lengthMax = 280

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let address = "/cases/\(file.id.description)"
        let place = Place(
            "\(words["caseSearch.heading"])",
            trail: [.init(words["menu.cases"], "/cases"), .init(file.id.code, address)],
            audience: words["audience.case"], area: .cases)
        let count: Markup = "<p role=\"status\">\(words("caseSearch.count", count: found.count))</p>"
        return Layout.page(
            place, in: context,
            content: """
                \(when: isGone, "<div class=\"note\" role=\"status\"><p>\(words["search.gone"])</p></div>")
                <form method="post" action="\(address)/search" role="search">\(context.tokenInput)
                <div class="field"><label for="q">\(words["caseSearch.label"])</label>
                <div class="seek"><input type="search" id="q" name="q" value="\(asked)" dir="auto" autocomplete="off">
                <button>\(words["list.search.do"])</button></div></div></form>
                \(when: !asked.isEmpty, count)<ul class="cards">\(found.map { card($0, context) })</ul>
                """)
    }

    private func card(_ find: CaseFind, _ context: PageContext) -> Markup {
        let facts = CaseFacts(file: file, context: context)
        let label = context.codebook[find.field].map { context.words.label(of: $0) } ?? find.field.rawValue
        let kind = find.record.record.kind
        let title: Markup =
            kind == .person || kind == .caseFile
            ? "\(context.words[.kind, kind.rawValue])" : facts.title(of: find.record.record)
        let text = find.text.count > Self.lengthMax ? find.text.prefix(Self.lengthMax) + "…" : find.text
        return """
            <li><h2><a href="\(facts.history(find.record))">\(title)</a></h2><p>\(label): <bdi>\(text)</bdi></p></li>
            """
    }
}
