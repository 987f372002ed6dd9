// SPDX-License-Identifier: Apache-2.0

import Standard
import Store

/// What a list of cases is asked for; it reads as a sentence.
public struct CaseFilter: Sendable, Hashable {
    public var text = ""
    /// A `cas_Status` value name; nil for any.
    public var status: String?
    /// Only those that wait for this reason.
    public var waiting: WaitReason?
    /// Nil for anyone's.
    public var owner: String?
    /// A `vic_TypeOfExploitation` value name; nil for any.
    public var exploitation: String?
    /// False: codes and initials.
    public var showsNames = false

    /// Stands in the address for all of the above; nil when nothing but codes was asked for.
    public var token: String?

    public init() {}

    /// Reads what a form sent, or what was kept of it.
    public init(asked: FormPairs, token: String? = nil) {
        func filled(_ name: String) -> String? { asked[name].flatMap { $0.isEmpty ? nil : $0 } }
        text = (asked["q"] ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        owner = filled("owner")
        exploitation = filled("exploitation")
        self.token = token
        read(codes: asked)
    }

    /// Reads what may stand in an address: codes only, no words and nobody's name.
    public mutating func read(codes query: FormPairs) {
        waiting = query["status"].flatMap { WaitReason(rawValue: $0) }
        status = waiting == nil ? query["status"].flatMap { $0.isEmpty ? nil : $0 } : nil
        showsNames = query["names"] == "yes"
    }

    var isEverything: Bool { text.isEmpty && status == nil && waiting == nil && owner == nil && exploitation == nil }
    /// True when an address may say all of it.
    var isCodesOnly: Bool { text.isEmpty && owner == nil && exploitation == nil }

    /// As a form sends it.
    var pairs: FormPairs {
        let all: [(name: String, value: String?)] = [
            ("q", text.isEmpty ? nil : text), ("owner", owner), ("exploitation", exploitation),
            ("status", waiting?.rawValue ?? status), ("names", showsNames ? "yes" : nil),
        ]
        return FormPairs(all.compactMap { name, value in value.map { (name: name, value: $0) } })
    }

    /// The address of one page (from 0) of what it asks for.
    func address(page: Int) -> String {
        var query = token.map { ["s=\($0)"] } ?? []
        if token == nil {
            query = pairs.pairs.filter { $0.name == "status" || $0.name == "names" }
                .map { "\($0.name)=\(PercentCoding.encode($0.value))" }
        }
        if page > 0 { query.append("page=\(page + 1)") }
        return query.isEmpty ? "/cases" : "/cases?\(query.joined(separator: "&"))"
    }

    /// "Show … of … about …", as lists that open within a sentence; closed, it says what is shown.
    func sentence(owners: [String], _ context: PageContext) -> Markup {
        let words = context.words
        let statuses =
            [("", words["list.any.status"])] + values("cas_Status", context)
            + WaitReason.allCases.map { ($0.rawValue, words[.waiting, $0.rawValue]) }
        let lists = [
            List("status", words["list.label.status"], statuses, waiting?.rawValue ?? status),
            List("owner", words["list.label.owner"], [("", words["list.any.owner"])] + owners.map { ($0, $0) }, owner),
            List(
                "exploitation", words["list.label.exploitation"],
                [("", words["list.any.exploitation"])] + values("vic_TypeOfExploitation", context), exploitation),
        ]
        func filled(_ part: (List) -> Markup) -> [String: Markup] {
            Dictionary(uniqueKeysWithValues: lists.map { ($0.name, part($0)) })
        }
        let said = words.markup("list.said", filled { "<bdi>\($0.said)</bdi>" })
        return """
            <details class="sentence"><summary>\(said)</summary>
            <p>\(words.markup("list.sentence", filled(\.markup)))</p>
            <p class="acts"><label class="row"><input type="checkbox" name="names" \
            value="yes"\(when: showsNames, " checked")>
            <span>\(words["list.names"])</span></label> <button class="quiet">\(words["list.filter.do"])</button></p>\
            </details>
            """
    }

    /// One list of the sentence.
    private struct List {
        let name: String
        let label: String
        let options: [(value: String, text: String)]
        let chosen: String

        init(_ name: String, _ label: String, _ options: [(String, String)], _ chosen: String?) {
            self.name = name
            self.label = label
            self.options = options.map { (value: $0.0, text: $0.1) }
            self.chosen = chosen ?? ""
        }

        /// What is chosen, in words.
        var said: String { options.first { $0.value == chosen }?.text ?? chosen }

        var markup: Markup {
            let items = options.map { option -> Markup in
                """
                <option value="\(option.value)"\(when: option.value == chosen, " selected")>\(option.text)</option>
                """
            }
            return "<select name=\"\(name)\" aria-label=\"\(label)\">\(items)</select>"
        }
    }

    private func values(_ field: FieldName, _ context: PageContext) -> [(String, String)] {
        guard let field = context.codebook[field], let list = context.codebook.picklist(of: field) else { return [] }
        return list.values.map { ($0.name, context.words.label(of: $0, in: list)) }
    }
}
