// SPDX-License-Identifier: Apache-2.0

import Standard

/// What a list of cases is asked for; it reads as a sentence.
public struct CaseFilter: Sendable, Hashable {
    public var text = ""
    /// A `cas_Status` value name; nil for any.
    public var status: String?
    public var draftsOnly = false
    /// Nil for anyone's.
    public var owner: String?
    /// A `vic_TypeOfExploitation` value name; nil for any.
    public var exploitation: String?
    /// False: codes and initials.
    public var showsNames = false

    public init() {}

    /// Reads the query of an address.
    public init(_ query: FormPairs) {
        func filled(_ name: String) -> String? { query[name].flatMap { $0.isEmpty ? nil : $0 } }
        text = query["q"] ?? ""
        draftsOnly = query["status"] == "draft"
        status = draftsOnly ? nil : filled("status")
        owner = filled("owner")
        exploitation = filled("exploitation")
        showsNames = query["names"] == "yes"
    }

    var isEverything: Bool { text.isEmpty && status == nil && !draftsOnly && owner == nil && exploitation == nil }

    /// The address of one page (from 0) of what it asks for.
    func address(page: Int) -> String {
        var query: [(String, String?)] = [("q", text.isEmpty ? nil : text), ("status", draftsOnly ? "draft" : status)]
        query += [("owner", owner), ("exploitation", exploitation), ("names", showsNames ? "yes" : nil)]
        query.append(("page", page > 0 ? String(page + 1) : nil))
        let text = query.compactMap { name, value in value.map { "\(name)=\(PercentCoding.encode($0))" } }.joined(
            separator: "&")
        return text.isEmpty ? "/cases" : "/cases?\(text)"
    }

    /// "Show … cases of … about …", as lists that open within a sentence.
    func sentence(owners: [String], _ context: PageContext) -> Markup {
        let words = context.words
        let statuses =
            [("", words["list.any.status"])] + values("cas_Status", context) + [("draft", words["list.drafts"])]
        let people = [("", words["list.any.owner"])] + owners.map { ($0, $0) }
        let harms = [("", words["list.any.exploitation"])] + values("vic_TypeOfExploitation", context)
        let sentence = words.markup(
            "list.sentence",
            [
                "status": choice("status", words["list.label.status"], statuses, draftsOnly ? "draft" : status),
                "owner": choice("owner", words["list.label.owner"], people, owner),
                "exploitation": choice("exploitation", words["list.label.exploitation"], harms, exploitation),
            ])
        return """
            <div class="sentence"><p>\(sentence)</p>
            <p class="acts"><label class="row"><input type="checkbox" name="names" \
            value="yes"\(when: showsNames, " checked")>
            <span>\(words["list.names"])</span></label> <button class="quiet">\(words["list.filter.do"])</button></p>\
            </div>
            """
    }

    private func values(_ field: FieldName, _ context: PageContext) -> [(String, String)] {
        guard let field = context.codebook[field], let list = context.codebook.picklist(of: field) else { return [] }
        return list.values.map { ($0.name, context.words.label(of: $0, in: list)) }
    }

    private func choice(_ name: String, _ label: String, _ options: [(String, String)], _ chosen: String?) -> Markup {
        let items = options.map { value, text -> Markup in
            "<option value=\"\(value)\"\(when: value == (chosen ?? ""), " selected")>\(text)</option>"
        }
        return "<select name=\"\(name)\" aria-label=\"\(label)\">\(items)</select>"
    }
}
