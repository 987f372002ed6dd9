// SPDX-License-Identifier: Apache-2.0

/// Taking data out: the whole register for this office, or a table that is safe to let out.
public struct ExportPage: Sendable {
    /// How many cases there are.
    public var cases: Int

    public init(cases: Int) { self.cases = cases }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place("\(words["menu.export"])", audience: words["audience.you"], area: .export)
        return Layout.page(
            place, in: context,
            content: """
                <p>\(words("export.cases", count: cases))</p>
                <section class="section"><h2>\(words["export.safe"])</h2><p>\(words["export.safe.lead"])</p>
                <p class="acts"><a class="button" href="/publish">\(words["export.safe.do"])</a></p></section>
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

    private func format(_ value: String, _ label: String, _ help: String, isChosen: Bool = false) -> Markup {
        """
        <label class="row"><input type="radio" name="format" value="\(value)"\(when: isChosen, " checked")>
        <span>\(label)<span class="small soft">\(help)</span></span></label>
        """
    }
}
