// SPDX-License-Identifier: Apache-2.0

import Cases

/// Bringing in a file, last step: what was taken in, and how to take it back.
public struct ImportResultPage: Sendable {
    public var fileName: String
    public var imported: Int
    public var drafts: Int
    public var skipped: Int
    public var findings: [Finding]
    /// Nil when nothing was taken in.
    public var batch: EntityID?

    public init(fileName: String, imported: Int, drafts: Int, skipped: Int, findings: [Finding], batch: EntityID?) {
        self.fileName = fileName
        self.imported = imported
        self.drafts = drafts
        self.skipped = skipped
        self.findings = findings
        self.batch = batch
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let next =
            drafts > 0
            ? Place.Step(words["result.drafts.look"], "/cases?status=draft")
            : Place.Step(words["result.cases.look"], "/cases")
        let place = Place(
            "\(batch == nil ? words["result.none"] : words["result.heading"])",
            trail: [.init(words["menu.import"], "/import")],
            next: batch == nil ? nil : next, audience: words["audience.office"], area: .import, isWide: true)
        return Layout.page(
            place, in: context,
            content: """
                <div class="\(batch == nil ? "warn" : "done")" role="status"><p>\
                \(words("result.imported", count: imported))</p>
                \(when: drafts > 0, "<p>\(words("preview.drafts", count: drafts))</p>")
                \(when: skipped > 0, "<p>\(words("result.skipped", count: skipped))</p>")</div>
                \(when: batch != nil, "<p>\(words["result.undo"])</p>")
                <div class="acts"><a class="button" href="\(next.address)">\(next.label)</a><a href="/import">\
                \(words["result.another"])</a></div>
                \(when: !findings.isEmpty, FindingsTable(findings: findings).markup(context))
                """)
    }
}
