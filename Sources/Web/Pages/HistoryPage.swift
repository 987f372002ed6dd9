// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Every version of one record, the latest first, with what each changed.
public struct HistoryPage: Sendable {
    /// Oldest first.
    public var versions: [Stored]
    public var back: Place.Step

    public init(versions: [Stored], back: Place.Step) {
        self.versions = versions
        self.back = back
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let kind = versions.last.map { words[.kind, $0.record.kind.rawValue] } ?? ""
        let place = Place(
            "\(words("history.heading", ["what": kind]))", trail: [.init(words["menu.cases"], "/cases"), back],
            audience: words["audience.case"], area: .cases)
        let items = versions.indices.reversed().map { position -> Markup in
            item(versions[position], before: position > 0 ? versions[position - 1] : nil, context)
        }
        return Layout.page(
            place, in: context, content: "<p>\(words["history.lead"])</p><ol class=\"cards\">\(items)</ol>")
    }

    private func item(_ stored: Stored, before: Stored?, _ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        let head = words("history.version", ["number": String(stored.version), "date": text.date(stored.day)])
        guard let before else {
            return "<li><h2>\(head)</h2><p>\(words["history.first"])</p>\(text.facts(stored.record.values))</li>"
        }
        if stored.isRemoved { return "<li><h2>\(head)</h2><p>\(words["history.removed"])</p></li>" }
        let changed = context.codebook.fields.filter { stored.record[$0.name] != before.record[$0.name] }
        let rows = changed.map { field -> Markup in
            let was = before.record[field.name].map { value -> Markup in
                "<del>\(text.show(value, of: field.name))</del><br>"
            }
            let now = stored.record[field.name].map { value -> Markup in
                "<ins>\(text.show(value, of: field.name))</ins>"
            }
            return "<div><dt>\(words.label(of: field))</dt><dd>\(was)\(now)</dd></div>"
        }
        let nothing: Markup = "<p class=\"soft\">\(words["history.nothing"])</p>"
        return """
            <li><h2>\(head)</h2>\(rows.isEmpty ? nothing : "<dl class=\"facts\">\(rows)</dl>")</li>
            """
    }
}
