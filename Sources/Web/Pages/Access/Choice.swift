// SPDX-License-Identifier: Apache-2.0

/// One row of a group of radio buttons or checkboxes that is not about a field of the codebook.
struct Choice {
    enum Kind: String { case radio, checkbox }
    let name: String
    let value: String
    let label: String
    let kind: Kind
    let isOn: Bool

    init(_ name: String, _ value: String, _ label: String, _ kind: Kind, isOn: Bool = false) {
        self.name = name
        self.value = value
        self.label = label
        self.kind = kind
        self.isOn = isOn
    }

    private var markup: Markup {
        """
        <label class="row"><input type="\(kind.rawValue)" name="\(name)" value="\(value)"\(when: isOn, " checked")>
        <span dir="auto">\(label)</span></label>
        """
    }

    /// The rows below their question.
    static func group(_ question: String, help: String? = nil, _ choices: [Choice]) -> Markup {
        """
        <fieldset class="field"><legend class="question">\(question)</legend>
        \(help.map { (help: String) -> Markup in "<p class=\"help\">\(help)</p>" })\(choices.map(\.markup))</fieldset>
        """
    }

    /// How long something is to hold, in days.
    static func span(_ words: Words, chosen: Int = 90) -> Markup {
        group(
            words["span.question"],
            spans.map { days in
                Choice("days", String(days), words("span.days", count: days), .radio, isOn: days == chosen)
            })
    }

    static let spans = [7, 30, 90, 180, 365]

    /// The end of a span that a form names, counted from now in milliseconds; nil for any other.
    static func end(_ text: String?, from now: Int64) -> Int64? {
        guard let days = text.flatMap({ Int($0) }), spans.contains(days) else { return nil }
        return now + Int64(days) * 86_400_000
    }
}
