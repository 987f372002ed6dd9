// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// A form over fields of the codebook: what was typed stands in it, and what was wrong stands beside it.
public struct FieldForm: Sendable {
    public let context: PageContext
    /// What stands in the inputs: encoded values, or what was typed and could not be read.
    public let typed: FormPairs
    public let findings: [Finding]
    /// True for an interview, where fields are put as questions; false for forms about what is known, which name them.
    public let asks: Bool

    public init(_ context: PageContext, typed: FormPairs = FormPairs(), findings: [Finding] = [], asks: Bool = false) {
        self.context = context
        self.typed = typed
        self.findings = findings
        self.asks = asks
    }

    /// Questions that say all; what the codebook says of these fields would only repeat it.
    private static let plainQuestions: Set<FieldName> = [
        "wh_PreferredName", "wh_NativeName", "prs_MailingCity", "prs_MailingCountry", "wh_CountryOfExploitation",
    ]

    /// What stands under the title of a field; may be empty.
    func help(of field: Field) -> String {
        asks && Self.plainQuestions.contains(field.name) ? "" : context.words.help(for: field)
    }

    /// What stands above a field.
    func title(of field: Field) -> String { asks ? context.words.question(for: field) : context.words.label(of: field) }

    /// One field with its question, help, inputs and error. Nothing for a name the codebook does not have.
    public func field(_ name: FieldName, prefix: String = "") -> Markup {
        guard let field = context.codebook[name] else { return "" }
        return FieldControl(form: self, field: field, prefix: prefix).markup
    }

    /// Several fields, one under the other.
    public func fields(_ names: [FieldName]) -> [Markup] { names.map { field($0) } }

    /// What the completing inputs of these fields offer: one `<datalist>` for each list. Put it once on the page.
    public func lists(for names: [FieldName]) -> [Markup] {
        var seen: Set<String> = []
        return names.compactMap { name in
            guard let field = context.codebook[name],
                case .complete(let list, _) = FieldShape(field, codebook: context.codebook),
                seen.insert(list.id).inserted
            else { return nil }
            let options = list.values.map { value -> Markup in
                "<option value=\"\(context.words.label(of: value, in: list))\">"
            }
            return "<datalist id=\"list-\(list.id)\">\(options)</datalist>"
        }
    }

    /// What has to be looked at, each linked to its field; nothing when all is well. What was typed is kept below it.
    public var errorSummary: Markup {
        let words = context.words
        guard !findings.isEmpty else { return "" }
        let items = findings.map { finding -> Markup in
            guard let name = finding.field, let field = context.codebook[name] else {
                return "<li>\(finding.message)</li>"
            }
            return "<li><a href=\"#\(InputName.id(name))\">\(title(of: field))</a>: \(finding.message)</li>"
        }
        return """
            <div class="error-summary" role="alert" tabindex="-1"><h2>\
            \(words("form.errors", count: findings.count))</h2>
            <p>\(words["form.errors.kept"])</p><ul>\(items)</ul></div>
            """
    }

    func error(of name: FieldName) -> String? { findings.first { $0.field == name }?.message }
}
