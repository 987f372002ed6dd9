// SPDX-License-Identifier: Apache-2.0

import Cases

/// Bringing in a file, first step: choose it. Below, the files that were brought in before.
public struct ImportStartPage: Sendable {
    public var batches: [Batch]
    /// Why the last file could not be read, in words for the person who sent it.
    public var problem: String?
    /// True just after an import was taken back.
    public var isUndone: Bool

    /// A file that was brought in.
    public struct Batch: Sendable {
        public var id: EntityID
        public var fileName: String
        public var cases: Int
        /// The day and hour, as people read it.
        public var at: String
        public var isUndone: Bool

        public init(id: EntityID, fileName: String, cases: Int, at: String, isUndone: Bool) {
            self.id = id
            self.fileName = fileName
            self.cases = cases
            self.at = at
            self.isUndone = isUndone
        }
    }

    public init(batches: [Batch], problem: String? = nil, isUndone: Bool = false) {
        self.batches = batches
        self.problem = problem
        self.isUndone = isUndone
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place("\(words["menu.import"])", audience: words["audience.office"], area: .import)
        return Layout.page(
            place, in: context,
            content: """
                \(problem.map { (text: String) -> Markup in AccountInputs.problem(text, at: "file", words) })
                \(when: isUndone, "<div class=\"done\" role=\"status\"><p>\(words["import.undone"])</p></div>")
                <p>\(words["import.lead"])</p>
                <form method="post" action="/import" enctype="multipart/form-data" \
                data-busy="\(words["import.reading"])">\(context.tokenInput)
                <div class="\(AccountInputs.frame(problem))"><label for="file">\(words["import.file"])</label>
                <p class="help" id="file-help">\(words["import.file.help"])</p>\(AccountInputs.said(problem, at: "file"))
                <input type="file" id="file" name="file"\(AccountInputs.described("file", hasHelp: true, problem)) \
                accept=".xlsx,.xlsm,.csv,.json,.xml"></div>
                <div class="field"><label for="mapping">\(words["import.mapping.file"])</label>
                <p class="help" id="mapping-help">\(words["import.mapping.file.help"])</p>
                <input type="file" id="mapping" name="mapping" aria-describedby="mapping-help" accept=".json"></div>
                <div class="acts"><button>\(words["import.look"])</button></div></form>
                \(when: !batches.isEmpty, earlier(context))
                """)
    }

    private func earlier(_ context: PageContext) -> Markup {
        let words = context.words
        let items = batches.map { batch -> Markup in
            let state =
                batch.isUndone
                ? "<span class=\"mark\">\(words["import.batch.undone"])</span>" as Markup : undo(batch, context)
            return """
                <li><h3><bdi>\(batch.fileName)</bdi></h3><p>\(batch.at) · \
                \(words("import.batch.cases", count: batch.cases)) · \
                <span class="code">\(batch.id.code)</span></p>\(state)</li>
                """
        }
        return
            "<section class=\"section\"><h2>\(words["import.earlier"])</h2><ul class=\"cards\">\(items)</ul></section>"
    }

    private func undo(_ batch: Batch, _ context: PageContext) -> Markup {
        let words = context.words
        return """
            <details class="no-print"><summary>\(words["import.undo"])<span class="unseen">: \(batch.fileName)</span>\
            </summary>
            <p>\(words["import.undo.lead"])</p><form method="post" action="/import/\(batch.id.description)/undo">\
            \(context.tokenInput)
            <button class="danger">\(words["import.undo.do"])</button></form></details>
            """
    }
}
