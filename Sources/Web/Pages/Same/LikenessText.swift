// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Workflows

/// What speaks for two people being one, in words.
struct LikenessText {
    let context: PageContext
    private var words: Words { context.words }

    init(_ context: PageContext) { self.context = context }

    /// How likely, as a mark.
    func strength(_ strength: LikenessStrength) -> Markup {
        switch strength {
        case .veryLikely: "<span class=\"mark strong\">\(words[.likenessStrength, strength.rawValue])</span>"
        case .likely: "<span class=\"mark warning\">\(words[.likenessStrength, strength.rawValue])</span>"
        case .possible, .alike: "<span class=\"mark\">\(words[.likenessStrength, strength.rawValue])</span>"
        }
    }

    /// Name and birth date in one line.
    func somebody(_ one: DuplicatesPage.Somebody) -> Markup {
        let born = one.birthdate.map { words("seek.born", ["date": ValueText(context).date($0)]) }
        let codes = one.cases.map { id -> Markup in "<span class=\"code\">\(id.code)</span>" }
        let name: Markup = one.name.isEmpty ? "\(words["case.noName"])" : "<bdi>\(one.name)</bdi>"
        return """
            \(name)\(born.map { text -> Markup in " <span class=\"soft\">\(text)</span>" }) \
            \(codes.joined(separator: " "))
            """
    }

    /// What agrees, what differs, as two short lists in one paragraph.
    func reasons(_ weights: LikenessWeights) -> Markup {
        let fine = weights.reasons.filter { $0.weight >= 0.5 }.sorted { $0.weight > $1.weight }
        let bad = weights.reasons.filter { $0.weight <= -0.5 }.sorted { $0.weight < $1.weight }
        return "<p class=\"soft\">\(list(words["same.for"], fine))\(list(words["same.against"], bad))</p>"
    }

    /// One field and how it agrees.
    func said(_ reason: LikenessWeights.Reason) -> String {
        let level = reason.level.map { words[.likenessLevel, $0] } ?? words["same.missing"]
        return words("same.reason", ["field": words[.likenessField, reason.field], "level": level])
    }

    private func list(_ heading: String, _ reasons: [LikenessWeights.Reason]) -> Markup {
        guard !reasons.isEmpty else { return "" }
        let list = reasons.map { said($0) }.joined(separator: "; ")
        return "\(heading) \(list). "
    }
}
