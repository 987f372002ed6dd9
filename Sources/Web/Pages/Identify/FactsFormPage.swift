// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard

/// The form for facts that somebody told, showed or found, beyond the standard's fields.
struct FactsFormPage {
    let file: CaseFile
    /// The participation that it is about.
    let victim: Stored
    /// Facts that are asked first: those that would decide most.
    var first: [AtomID] = []
    var typed: FormPairs
    var findings: [Finding] = []
    var problem: String?
    let requestKey: String
    /// The classes that the writer may write.
    var classes: Set<FieldClass>
    var offer: UnsavedOffer?

    /// What stands before the names of a fact's input.
    static let prefix = "atom."
    var action: String { "/cases/\(file.id.description)/facts" }

    /// The fields of the account beside its facts.
    static func fields(_ classes: Set<FieldClass>, _ codebook: Codebook) -> [FieldName] {
        let facts = Set(AccountReader.fields.map(\.name))
        return codebook.fields(in: .account).filter { !facts.contains($0.name) && classes.contains($0.fieldClass) }
            .map(\.name)
    }

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let laws = "/cases/\(file.id.description)/laws"
        let place = Place(
            "\(words["told.heading"])",
            inCase: file.id, words, below: [.init(words["laws.heading"], laws)])
        let form = FieldForm(context, typed: typed, findings: findings)
        let names = Self.fields(classes, context.codebook)
        return Layout.page(
            place, in: context,
            content: """
                \(problem.map { text -> Markup in "<div class=\"error-summary\" role=\"alert\" tabindex=\"-1\"><p>\(text)</p></div>" })
                \(form.errorSummary)<p>\(words["told.lead"])</p>\(offer?.markup(in: context))
                <form method="post" action="\(action)" data-keep\(UnsavedOffer.attributes(words)) data-busy="\(words["form.saving"])">\
                \(context.tokenInput)<input type="hidden" name="request" value="\(requestKey)">
                <input type="hidden" name="victim" value="\(victim.id.description)">
                \(form.fields(names))\(form.lists(for: names))
                <h2>\(words["told.which"])</h2><p class="help">\(words["told.which.help"])</p>
                \(groups(words))
                <div class="acts"><button>\(words["form.save"])</button><a href="\(laws)">\(words["form.cancel"])</a></div>\
                \(UnsavedOffer.said)</form>
                """)
    }

    private func groups(_ words: Words) -> [Markup] {
        let catalogue = AtomCatalogue.current
        let asked = first.compactMap { catalogue[$0] }
        let rest = AtomGroup.allCases.map { group in
            box(words[.atomGroup, group.rawValue], catalogue.atoms(in: group).filter { !first.contains($0.id) }, words)
        }
        return (asked.isEmpty ? [] : [box(words["told.first"], asked, words, isOpen: true)]) + rest
    }

    private func box(_ title: String, _ atoms: [Atom], _ words: Words, isOpen: Bool = false) -> Markup {
        let isTouched = isOpen || atoms.contains { typed.isFilled(Self.prefix + $0.id.rawValue) }
        return """
            <details class="box"\(when: isTouched, " open")><summary>\(title)</summary>\(atoms.map { line($0, words) })\
            </details>
            """
    }

    private func line(_ atom: Atom, _ words: Words) -> Markup {
        let name = Self.prefix + atom.id.rawValue
        let options = [Answer.notAsked, .yes, .no, .unknown, .declined].map { answer -> Markup in
            let value = answer == .notAsked ? "" : answer.rawValue
            return """
                <option value="\(value)"\(when: (typed[name] ?? "") == value, " selected")>\
                \(words[.answer, answer.rawValue])</option>
                """
        }
        return """
            <div class="field"><label for="\(name)">\(atom.question)</label>
            <select id="\(name)" name="\(name)">\(options)</select></div>
            """
    }
}
