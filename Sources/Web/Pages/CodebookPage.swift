// SPDX-License-Identifier: Apache-2.0

import Standard

/// Every field of the codebook, by part of the record.
public struct CodebookPage: Sendable {
    public init() {}

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let sections = Section.allCases.filter { !context.codebook.fields(in: $0).isEmpty }
        let contents = sections.map { section -> Markup in
            "<li><a href=\"#\(section.rawValue)\">\(words[.section, section.rawValue])</a></li>"
        }
        return Layout.page(
            Place("\(words["menu.codebook"])", area: .codebook, isWide: true), in: context,
            content: """
                <p>\(words("codebook.lead", ["standard": String(context.codebook.standardFields.count),
                "own": String(context.codebook.fields.count - context.codebook.standardFields.count)]))</p>
                <ul>\(contents)</ul>\(sections.map { table($0, context) })<p class="soft small">\
                \(words["codebook.source"])</p>
                """)
    }

    private func table(_ section: Section, _ context: PageContext) -> Markup {
        let words = context.words
        let rows = context.codebook.fields(in: section).map { field -> Markup in
            """
            <tr><td><a href="/codebook/\(field.name.rawValue)">\(words.label(of: field))</a>\
             \(CodebookMarks(field: field).markup(words))<br>
            <code class="code small soft">\(field.name.rawValue)</code></td><td data-label="">\(field.definition)</td>\
            </tr>
            """
        }
        return """
            <section class="section"><h2 id="\(section.rawValue)">\(words[.section, section.rawValue])</h2>
            <table class="stack"><thead><tr><th scope="col">\(words["codebook.field"])</th><th scope="col">\
            \(words["codebook.meaning"])</th></tr></thead>
            <tbody>\(rows)</tbody></table></section>
            """
    }
}

/// What sort of field it is, in a word or two.
struct CodebookMarks {
    let field: Field

    func markup(_ words: Words) -> Markup {
        """
        \(when: field.isCore, "<span class=\"mark strong\">\(words["codebook.core"])</span> ")\
        \(when: field.status == .deprecated, "<span class=\"mark warning\">\(words["codebook.deprecated"])</span> ")\
        \(when: !field.isStandard, "<span class=\"mark\">\(words["codebook.own"])</span>")
        """
    }
}
