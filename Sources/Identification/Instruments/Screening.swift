// SPDX-License-Identifier: Apache-2.0

/// What an administration comes to, whole or broken off, under one of the instrument's sets of rules.
///
/// It is a suggestion to a person who decides, never a finding in law.
public struct Screening: Sendable {
    /// A score between two bounds; one number when nothing that counts is open.
    public struct ScoreStanding: Sendable, Hashable {
        public let id: String
        public let words: String
        /// With every open answer taken as it lowers the score most, and as it raises it most.
        public let bounds: ClosedRange<Int>
    }
    public struct PartStanding: Sendable, Hashable {
        public let id: String
        public let words: String
        public let truth: Truth
    }
    /// A warning about using it here.
    public enum Caution: String, Sendable, Hashable, CaseIterable {
        case outsideAges, outsideValidatedAges, outsideSexes, outsideValidatedSexes, outsideSettings, outsideForms
        case userNotNamed, foreignersOnly, nationalsOnly, needsAdaptation, otherLanguage, notMeasured, notVerified

        /// One plain sentence.
        public var words: String {
            switch self {
            case .outsideAges: "It is not meant for this age."
            case .outsideValidatedAges: "Nobody has measured it at this age."
            case .outsideSexes: "It is not meant for people of this gender."
            case .outsideValidatedSexes: "Nobody has measured it for people of this gender."
            case .outsideSettings: "It is not made for this setting."
            case .outsideForms: "It does not look for the kind of exploitation that is suspected."
            case .userNotNamed: "It is meant for other users."
            case .foreignersOnly: "It is for people from elsewhere."
            case .nationalsOnly: "It is for nationals."
            case .needsAdaptation: "It has to be adapted to the person's disability."
            case .otherLanguage:
                "It is not in a language that the person speaks: use an interpreter or another version."
            case .notMeasured: "Nobody has measured how often it is wrong."
            case .notVerified: "Its text or its rule has not been compared with the original."
            }
        }
    }

    public let instrument: Instrument
    public let ruleSet: Instrument.RuleSet
    /// Why it may not be scored at all, in words; nothing else counts then.
    public let refusal: String?
    /// The outcome, when the open answers cannot change it.
    public let outcome: Instrument.Outcome?
    /// Every outcome that the open answers leave possible.
    public let possible: [Instrument.Outcome]
    /// The outcomes when every open answer is taken as no, and as yes.
    public let lower: Instrument.Outcome?
    public let upper: Instrument.Outcome?
    /// The rules that fired, with the reason in words; all that may fire when the outcome is open.
    public let reasons: [Instrument.Rule]
    public let parts: [PartStanding]
    public let scores: [ScoreStanding]
    public let cautions: [Caution]
    /// What to do now, from the instrument itself.
    public let nextStep: String
    /// Questions that were shown and have no yes, no or other usable answer.
    public let open: [String]

    public init(of administration: Administration, ruleSet id: String? = nil) {
        let instrument = administration.instrument
        let rules = instrument.ruleSets.first { $0.id == id } ?? instrument.ruleSets[0]
        let answers = administration.answers
        let scores = Dictionary(
            instrument.scores.map { ($0.id, $0.quantity) }, uniquingKeysWith: { first, _ in first })
        var standing = Standing(answers: answers, respondent: administration.respondent, scores: scores)
        self.instrument = instrument
        ruleSet = rules
        refusal = instrument.notFor.first { standing.value($0.when) == .yes }?.words
        let alive = Self.alive(rules.rules, standing)
        let ids = refusal == nil ? alive.map(\.outcome) : []
        possible = instrument.outcomes.filter { ids.contains($0.id) }
        outcome = possible.count == 1 ? possible[0] : nil
        reasons = refusal == nil ? alive : []
        parts = rules.parts.map { .init(id: $0.id, words: $0.words, truth: standing.value($0.when)) }
        self.scores = instrument.scores.map {
            .init(id: $0.id, words: $0.words, bounds: standing.bounds($0.quantity))
        }
        open = administration.shownItems.map(\.id).filter { standing.truth($0) == .unknown }
        cautions = InstrumentSelector.cautions(instrument, administration.respondent)
        nextStep = refusal ?? Self.nextStep(possible.count == 1 ? possible[0] : nil, instrument.about)
        standing.unknownAs = .no
        lower = Self.first(rules.rules, standing, instrument)
        standing.unknownAs = .yes
        upper = Self.first(rules.rules, standing, instrument)
    }

    /// The rules that may decide: up to and including the first that certainly holds.
    private static func alive(_ rules: [Instrument.Rule], _ standing: Standing) -> [Instrument.Rule] {
        var alive: [Instrument.Rule] = []
        for rule in rules {
            switch standing.value(rule.when) {
            case .no: continue
            case .unknown: alive.append(rule)
            case .yes: return alive + [rule]
            }
        }
        return alive
    }

    private static func first(
        _ rules: [Instrument.Rule], _ standing: Standing, _ instrument: Instrument
    ) -> Instrument.Outcome? {
        let rule = rules.first { standing.value($0.when) == .yes }
        return instrument.outcomes.first { $0.id == rule?.outcome }
    }

    private static func nextStep(_ outcome: Instrument.Outcome?, _ about: Instrument.About) -> String {
        switch outcome?.sign {
        case .positive: about.ifPositive
        case .negative: about.ifNegative
        case .inconclusive, .judgement, nil: about.ifInconclusive
        }
    }
}
