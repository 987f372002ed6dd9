// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// What was noticed about a file, gravest first, by place.
struct FindingsTable {
    let findings: [Finding]

    /// Most lines that are shown; the rest is counted.
    private static let shownMax = 200

    func markup(_ context: PageContext) -> Markup {
        let words = context.words
        guard !findings.isEmpty else { return "<p>\(words["findings.none"])</p>" }
        let sorted = findings.enumerated().sorted { a, b in
            a.element.severity != b.element.severity ? a.element.severity > b.element.severity : a.offset < b.offset
        }
        let rows = sorted.prefix(Self.shownMax).map { row($0.element, context) }
        let more = findings.count - rows.count
        return """
            <section class="section"><h2>\(words("findings.heading", count: findings.count))</h2>
            <table class="stack"><thead><tr><th scope="col">\(words["findings.weight"])</th><th scope="col">\
            \(words["findings.where"])</th>
            <th scope="col">\(words["findings.field"])</th><th scope="col">\(words["findings.what"])</th></tr></thead>\
            <tbody>\(rows)</tbody></table>
            \(when: more > 0, "<p class=\"soft\">\(words("findings.more", count: more))</p>")</section>
            """
    }

    private func row(_ finding: Finding, _ context: PageContext) -> Markup {
        let words = context.words
        let field = finding.field.map { name in context.codebook[name].map { words.label(of: $0) } ?? name.rawValue }
        let suggestion = finding.suggestion.map { words("findings.suggestion", ["name": $0]) }
        return """
            <tr><td><span class="mark \(style(finding.severity))">\
            \(words[.severity, finding.severity.rawValue])</span></td>
            <td>\(place(finding, words))</td><td data-label="\(words["findings.field"])">\(field)</td>
            <td>\(finding.message) \(suggestion)</td></tr>
            """
    }

    private func style(_ severity: Finding.Severity) -> String {
        switch severity {
        case .note: ""
        case .warning, .draft: "warning"
        case .error: "bad"
        }
    }

    private func place(_ finding: Finding, _ words: Words) -> String {
        var parts: [String] = []
        if let sheet = finding.sheet { parts.append(sheet) }
        if let row = finding.row { parts.append(words("findings.row", ["row": String(row)])) }
        if let column = finding.column { parts.append(words("findings.column", ["column": column])) }
        return parts.isEmpty ? words["findings.file"] : parts.joined(separator: ", ")
    }
}
