// SPDX-License-Identifier: Apache-2.0

/// Taking data out: the whole register for this office, or a table that is safe to let out.
public struct ExportPage: Sendable {
    /// How many cases there are.
    public var cases: Int
    /// Smallest group for the safe table, as typed.
    public var k: String
    /// Columns that the safe table leaves empty, as typed.
    public var without: String
    /// Why the safe table was refused, in plain words, each a line: what to coarsen, never whose row.
    public var refusal: [String]

    public init(cases: Int, k: String = "10", without: String = "", refusal: [String] = []) {
        self.cases = cases
        self.k = k
        self.without = without
        self.refusal = refusal
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place("\(words["menu.export"])", audience: words["audience.you"], area: .export)
        return Layout.page(
            place, in: context,
            content: """
                \(when: !refusal.isEmpty, refused(words))
                <p>\(words("export.cases", count: cases))</p>
                <section class="section"><h2>\(words["export.safe"])</h2><p>\(words["export.safe.lead"])</p>
                <form method="post" action="/export">\(context.tokenInput)<input type="hidden" name="format" \
                value="ctdc">
                <div class="field"><label for="k">\(words["export.k"])</label><p class="help" id="k-help">\
                \(words["export.k.help"])</p>
                <input type="text" class="number" inputmode="numeric" id="k" name="k" value="\(k)" \
                aria-describedby="k-help" autocomplete="off"></div>
                <div class="field"><label for="without">\(words["export.without"])</label>\
                <p class="help" id="without-help">\(words["export.without.help"])</p>
                <input type="text" id="without" name="without" value="\(without)" \
                aria-describedby="without-help" autocomplete="off" spellcheck="false"></div>
                <div class="acts"><button>\(words["export.safe.do"])</button></div></form></section>
                <section class="section"><h2>\(words["export.all"])</h2><div class="warn"><p>\
                \(words["export.all.lead"])</p></div>
                <form method="post" action="/export">\(context.tokenInput)
                <fieldset class="field"><legend class="question">\(words["export.format"])</legend>
                \(format("htcds-xlsx", words["export.xlsx"], words["export.xlsx.help"], isChosen: true))
                \(format("htcds-csv", words["export.csv"], words["export.csv.help"]))
                \(format("htcds-json", words["export.json"], words["export.json.help"]))</fieldset>
                <div class="acts"><button class="quiet">\(words["export.all.do"])</button></div></form></section>
                """)
    }

    private func refused(_ words: Words) -> Markup {
        let lines = refusal.map { line -> Markup in "<li>\(line)</li>" }
        return """
            <div class="error-summary" role="alert" tabindex="-1"><h2>\(words["export.refused"])</h2>
            <p>\(words["export.refused.lead"])</p><ul>\(lines)</ul></div>
            """
    }

    private func format(_ value: String, _ label: String, _ help: String, isChosen: Bool = false) -> Markup {
        """
        <label class="row"><input type="radio" name="format" value="\(value)"\(when: isChosen, " checked")>
        <span>\(label)<span class="small soft">\(help)</span></span></label>
        """
    }
}
