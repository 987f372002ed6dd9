// SPDX-License-Identifier: Apache-2.0

/// Puts other words into an instrument and leaves everything else as it is. Every key of `Instrument.words` is there.
struct InstrumentWording {
    let instrument: Instrument
    let words: [String: String]

    private func word(_ key: String) -> String { words[key] ?? "" }

    func instrument(in language: String) -> Instrument {
        Instrument(
            id: instrument.id, version: instrument.version, language: language, title: word("title"), about: about,
            population: population, sections: instrument.sections.map(section),
            scores: instrument.scores.map { .init(id: $0.id, words: word("score.\($0.id)"), quantity: $0.quantity) },
            ruleSets: instrument.ruleSets.map(ruleSet),
            outcomes: instrument.outcomes.map { .init(id: $0.id, sign: $0.sign, words: word("outcome.\($0.id)")) },
            notFor: instrument.notFor.enumerated().map { .init(words: word("notFor.\($0)"), when: $1.when) },
            stops: instrument.stops.enumerated().map { .init(words: word("stop.\($0)"), when: $1.when) })
    }

    private var about: Instrument.About {
        let old = instrument.about
        return .init(
            publisher: old.publisher, status: old.status, provenance: old.provenance,
            provenanceNote: old.provenanceNote, sources: old.sources, licence: old.licence, user: word("user"),
            decisionRule: word("decisionRule"), ifPositive: word("ifPositive"), ifNegative: word("ifNegative"),
            ifInconclusive: word("ifInconclusive"), minutes: old.minutes, studies: old.studies,
            isAssessment: old.isAssessment)
    }

    private var population: Instrument.Population {
        let old = instrument.population
        return .init(
            words: word("population"), ages: old.ages, validatedAges: old.validatedAges, sexes: old.sexes,
            validatedSexes: old.validatedSexes, settings: old.settings, forms: old.forms, users: old.users,
            foreign: old.foreign, notWith: old.notWith)
    }

    private func section(_ old: Instrument.Section) -> Instrument.Section {
        .init(
            id: old.id, title: word("section.\(old.id)"), warning: words["warning.\(old.id)"],
            items: old.items.map(item), relevant: old.relevant)
    }

    private func item(_ old: Instrument.Item) -> Instrument.Item {
        let kind: Instrument.Item.Kind =
            switch old.kind {
            case .choice(let options, let multiple):
                .choice(
                    options.map { .init(id: $0.id, text: word("option.\(old.id).\($0.id)"), says: $0.says) },
                    multiple: multiple)
            case .yesNo, .number, .text: old.kind
            }
        return .init(
            id: old.id, text: word("item.\(old.id)"), help: words["help.\(old.id)"], kind: kind,
            isObservation: old.isObservation, relevant: old.relevant, saysIfYes: old.saysIfYes, saysIfNo: old.saysIfNo)
    }

    private func ruleSet(_ old: Instrument.RuleSet) -> Instrument.RuleSet {
        .init(
            id: old.id, words: word("rules.\(old.id)"),
            parts: old.parts.map { .init(id: $0.id, words: word("part.\(old.id).\($0.id)"), when: $0.when) },
            rules: old.rules.map {
                .init(id: $0.id, words: word("rule.\(old.id).\($0.id)"), outcome: $0.outcome, when: $0.when)
            })
    }
}
