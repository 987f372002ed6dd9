// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Two people changed the same record: both texts side by side, field by field, and nothing is lost.
public struct ConflictPage: Sendable {
    public var kind: RecordKind
    public var action: String
    public var back: Place.Step
    /// What stands in the register now; saving goes on top of its version.
    public var theirs: Stored
    /// What this person wrote.
    public var mine: [FieldName: Value]
    /// The version that this person began from.
    public var base: Stored
    /// What was written anew and could not be read.
    public var findings: [Finding]
    public var requestKey: String

    public init(
        kind: RecordKind, action: String, back: Place.Step, base: Stored, theirs: Stored, mine: [FieldName: Value],
        findings: [Finding] = [], requestKey: String
    ) {
        self.kind = kind
        self.action = action
        self.back = back
        self.theirs = theirs
        self.mine = mine
        self.base = base
        self.findings = findings
        self.requestKey = requestKey
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let encoder = FormEncoder(context)
        let place = Place(
            "\(words["conflict.heading"])", trail: [.init(words["menu.cases"], "/cases"), back],
            audience: words["audience.case"],
            area: .cases)
        let merged = Settlement.merge(base: base.record.values, mine: mine, theirs: theirs.record.values)
        let fields = merged.conflicts
        let day = ValueText(context).date(theirs.day)
        return Layout.page(
            place, in: context,
            content: """
                \(FieldForm(context, findings: findings).errorSummary)
                <div class="note" role="status"><p>\(words("conflict.lead", ["date": day]))</p></div>
                <form method="post" action="\(action)" data-keep>\(context.tokenInput)
                <input type="hidden" name="request" value="\(requestKey)">\
                <input type="hidden" name="version" value="\(theirs.version)">
                <input type="hidden" name="settle" value="yes"><input type="hidden" name="base" value="\(base.version)">
                \(encoder.encode(mine).hiddenInputs(prefix: "mine:"))
                \(fields.map { field($0, context) })\(agreed(merged.merged, context))
                \(FieldForm(context).lists(for: fields))
                <div class="acts"><button>\(words["conflict.save"])</button><a href="\(back.address)">\
                \(words["conflict.cancel"])</a></div></form>
                """)
    }

    /// What only one of the two changed: both changes are kept, and said.
    private func agreed(_ merged: [FieldName: Value], _ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        let was = base.record.values
        let rows = context.codebook.fields.compactMap { field -> Markup? in
            let name = field.name
            guard merged[name] != was[name], merged[name] == mine[name] || mine[name] == was[name] else { return nil }
            let who =
                merged[name] == mine[name] && merged[name] == theirs.record[name]
                ? words["conflict.both"]
                : mine[name] == was[name] ? words["conflict.theirs"] : words["conflict.mine"]
            let now =
                merged[name].map { text.show($0, of: name) } ?? "<span class=\"soft\">\(words["conflict.empty"])</span>"
            return
                "<div><dt>\(words.label(of: field))</dt><dd><span class=\"soft small\">\(who)</span> \(now)</dd></div>"
        }
        guard !rows.isEmpty else { return "" }
        return "<section class=\"section\"><h2>\(words["conflict.fits"])</h2><dl class=\"facts\">\(rows)</dl></section>"
    }

    private func field(_ name: FieldName, _ context: PageContext) -> Markup {
        guard let field = context.codebook[name] else { return "" }
        let words = context.words
        let text = ValueText(context)
        func shown(_ value: Value?) -> Markup {
            value.map { text.show($0, of: name) } ?? "<span class=\"soft\">\(words["conflict.empty"])</span>"
        }
        let isAnew = findings.contains { $0.field == name }
        let form = FieldForm(context, typed: FormEncoder(context).encode(mine))
        return """
            <fieldset class="section"><legend>\(words.label(of: field))</legend>
            <div class="two-up"><div><span class="who">\(words["conflict.mine"])</span>\(shown(mine[name]))</div>
            <div><span class="who">\(words["conflict.theirs"])</span>\(shown(theirs.record[name]))</div></div>
            <div class="side-rows">\(choice(name, "mine", words["conflict.choose.mine"], isChosen: !isAnew))\
            \(choice(name, "theirs", words["conflict.choose.theirs"]))\
            \(choice(name, "edit", words["conflict.choose.edit"], isChosen: isAnew))</div>
            <div class="anew">\(form.field(name, prefix: "edit:"))</div></fieldset>
            """
    }

    private func choice(_ name: FieldName, _ value: String, _ label: String, isChosen: Bool = false) -> Markup {
        """
        <label class="row"><input type="radio" name="choose:\(name.rawValue)" value="\(value)\
        "\(when: isChosen, " checked")>
        <span>\(label)</span></label>
        """
    }
}
