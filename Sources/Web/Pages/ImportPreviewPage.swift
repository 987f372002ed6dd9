// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Bringing in a file, second step: what was understood, what was not, and what will happen. Nothing is written yet.
public struct ImportPreviewPage: Sendable {
    /// The file that the server holds in memory for this session.
    public var held: String
    public var fileName: String
    /// Rows that hold something.
    public var rows: Int
    public var drafts: Int
    public var possibleDuplicates: Int
    public var findings: [Finding]
    public var columns: [Column]
    /// True when a finding forbids taking the file in.
    public var isRefused: Bool { findings.contains { $0.severity == .error } }

    /// A column of the file.
    public struct Column: Sendable {
        /// What stands at its top; its letters when nothing does.
        public var header: String
        /// What it was taken for; nil when it was not understood.
        public var field: FieldName?
        public var isIgnored: Bool

        public init(header: String, field: FieldName?, isIgnored: Bool = false) {
            self.header = header
            self.field = field
            self.isIgnored = isIgnored
        }
    }

    public init(
        held: String, fileName: String, rows: Int, drafts: Int, possibleDuplicates: Int, findings: [Finding],
        columns: [Column]
    ) {
        self.held = held
        self.fileName = fileName
        self.rows = rows
        self.drafts = drafts
        self.possibleDuplicates = possibleDuplicates
        self.findings = findings
        self.columns = columns
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["preview.heading"])", trail: [.init(words["menu.import"], "/import")],
            audience: words["audience.you"],
            area: .import, isWide: true)
        return Layout.page(
            place, in: context,
            content: """
                <p><bdi class="strong">\(fileName)</bdi></p>
                \(isRefused ? refused(words) : summary(context))
                \(FindingsTable(findings: findings).markup(context))
                \(mapping(context))
                """)
    }

    private func refused(_ words: Words) -> Markup {
        """
        <div class="error-summary" role="alert" tabindex="-1"><h2>\(words["preview.refused"])</h2><p>\
        \(words["preview.refused.lead"])</p></div>
        <div class="acts"><a class="button" href="/import">\(words["preview.other"])</a></div>
        """
    }

    private func summary(_ context: PageContext) -> Markup {
        let words = context.words
        return """
            <ul><li>\(words("preview.rows", count: rows))</li>
            \(when: drafts > 0, "<li>\(words("preview.drafts", count: drafts))</li>")
            \(when: possibleDuplicates > 0, "<li>\(words("preview.duplicates", count: possibleDuplicates))</li>")</ul>
            <form method="post" action="/import/commit" data-busy="\(words["preview.busy"])">\(context.tokenInput)
            <input type="hidden" name="held" value="\(held)">
            <div class="acts"><button\(when: rows == 0, " disabled")>\(words("preview.do", count: rows))</button>
            <a href="/import">\(words["preview.cancel"])</a></div></form>
            """
    }

    /// Every column with what it was taken for; another meaning can be chosen, and the file is read again.
    private func mapping(_ context: PageContext) -> Markup {
        let words = context.words
        guard !columns.isEmpty else { return "" }
        let rows = columns.enumerated().map { position, column -> Markup in
            """
            <tr><th scope="row"><bdi>\(column.header)</bdi></th><td>
            <input type="hidden" name="header" value="\(column.header)">\(choice(column, context))</td></tr>
            """
        }
        return """
            <section class="section"><details\(when: columns.contains { $0.field == nil && !$0.isIgnored }, " open")>
            <summary>\(words("preview.columns", count: columns.count))</summary><p class="help">\
            \(words["preview.columns.lead"])</p>
            <form method="post" action="/import/mapping" data-busy="\(words["import.reading"])">\(context.tokenInput)
            <input type="hidden" name="held" value="\(held)">
            <table class="stack"><thead><tr><th scope="col">\(words["preview.column"])</th><th scope="col">\
            \(words["preview.meaning"])</th></tr></thead>
            <tbody>\(rows)</tbody></table>
            <div class="acts"><button class="quiet">\(words["preview.again"])</button>
            <button class="link" formaction="/import/mapping.json">\(words["preview.mapping.save"])</button></div>\
            </form></details></section>
            """
    }

    private func choice(_ column: Column, _ context: PageContext) -> Markup {
        let words = context.words
        func option(_ value: String, _ label: String, _ isChosen: Bool) -> Markup {
            "<option value=\"\(value)\"\(when: isChosen, " selected")>\(label)</option>"
        }
        let groups = Section.allCases.filter(\.isFlat).map { section -> Markup in
            let fields = context.codebook.fields(in: section).map { field in
                option(field.name.rawValue, words.label(of: field), field.name == column.field)
            }
            return "<optgroup label=\"\(words[.section, section.rawValue])\">\(fields)</optgroup>"
        }
        return """
            <select name="meaning" aria-label="\(words("preview.meaning.of", ["column": column.header]))">
            \(option("", words["preview.meaning.none"], column.field == nil && !column.isIgnored))
            \(option("ignore", words["preview.meaning.ignore"], column.isIgnored))\(groups)</select>
            """
    }
}
