// SPDX-License-Identifier: Apache-2.0

import Standard

/// One field of the codebook: what it means, what it may hold, who may see it, what others get.
public struct CodebookFieldPage: Sendable {
    public var field: Field
    public init(_ field: Field) { self.field = field }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words.label(of: field))", trail: [.init(words["menu.codebook"], "/codebook")], area: .codebook)
        var rows: [(String, Markup)] = [
            (words["codebook.name"], "<code class=\"code\">\(field.name.rawValue)</code>"),
            (words["codebook.section"], "\(words[.section, field.section.rawValue])"),
            (words["codebook.kind"], "\(kind(words))"),
            (words["codebook.class"], "\(words[.fieldClass, field.fieldClass.rawValue])"),
            (words["codebook.role"], "\(words[.role, field.role.rawValue])"),
        ]
        if let downgrade = field.downgrade { rows.append((words["codebook.downgrade"], text(downgrade, context))) }
        let facts = rows.map { label, value -> Markup in "<div><dt>\(label)</dt><dd>\(value)</dd></div>" }
        return Layout.page(
            place, in: context,
            content: """
                <p>\(CodebookMarks(field: field).markup(words))</p><p>\(field.definition)</p><dl class="facts">\
                \(facts)</dl>\(values(context))
                """)
    }

    private func kind(_ words: Words) -> String {
        switch field.kind {
        case .text: words["kind-of.text"]
        case .longText: words["kind-of.longText"]
        case .date: words["kind-of.date"]
        case .number(let whole): whole ? words["kind-of.whole"] : words["kind-of.number"]
        case .latitude, .longitude: words["kind-of.degrees"]
        case .checkbox: words["kind-of.yesNo"]
        case .picklist(_, let multiple): multiple ? words["kind-of.choices"] : words["kind-of.choice"]
        case .lookup: words["kind-of.lookup"]
        }
    }

    private func text(_ downgrade: Downgrade, _ context: PageContext) -> Markup {
        switch downgrade {
        case .dropped(let reason): return "\(reason)"
        case .to(let name, let value):
            let then = value.map { value -> Markup in ": <code class=\"code\">\(value)</code>" }
            return "<a href=\"/codebook/\(name.rawValue)\">\(name.rawValue)</a>\(then)"
        }
    }

    private func values(_ context: PageContext) -> Markup {
        let words = context.words
        guard let list = context.codebook.picklist(of: field) else { return "" }
        let rows = list.values.map { value -> Markup in
            """
            <tr><td>\(words.label(of: value, in: list)) \
            \(when: value.downgrade != nil, "<span class=\"mark\">\(words["codebook.own"])</span>")</td>
            <td><code class="code small">\(value.name)</code></td><td>\(value.definition)</td></tr>
            """
        }
        return """
            <section class="section"><h2>\(words("codebook.values", count: list.values.count))</h2>\
            <div class="scroll" tabindex="0" role="region" \
            aria-label="\(words("codebook.values", count: list.values.count))"><table><thead><tr><th scope="col">\
            \(words["codebook.label"])</th>
            <th scope="col">\(words["codebook.valueName"])</th><th scope="col">\(words["codebook.meaning"])</th></tr>\
            </thead>
            <tbody>\(rows)</tbody></table></div></section>
            """
    }
}
