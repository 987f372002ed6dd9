// SPDX-License-Identifier: Apache-2.0

/// Which instrument fits whom.
public enum InstrumentSelector {
    /// An instrument and what speaks against it here; none speaks for it more than that nothing does.
    public struct Proposal: Sendable {
        public let instrument: Instrument
        public let cautions: [Screening.Caution]
        /// False when it is not meant for this person or place at all.
        public let isFit: Bool
    }

    /// All instruments, the fitting ones first, those with fewer cautions before others; otherwise in the order given.
    /// What is not known of the person speaks against nothing.
    public static func proposals(_ instruments: [Instrument], for respondent: Respondent) -> [Proposal] {
        instruments.enumerated().map { at, instrument -> (Int, Proposal) in
            let cautions = cautions(instrument, respondent)
            return (
                at, Proposal(instrument: instrument, cautions: cautions, isFit: cautions.allSatisfy { !$0.rulesOut })
            )
        }
        .sorted { a, b in
            if a.1.isFit != b.1.isFit { return a.1.isFit }
            if a.1.cautions.count != b.1.cautions.count { return a.1.cautions.count < b.1.cautions.count }
            return a.0 < b.0
        }
        .map(\.1)
    }

    static func cautions(_ instrument: Instrument, _ respondent: Respondent) -> [Screening.Caution] {
        let (population, about) = (instrument.population, instrument.about)
        func strange(_ allowed: Set<String>, _ given: String?) -> Bool {
            guard let given, !allowed.isEmpty else { return false }
            return !allowed.contains(given)
        }
        func outside(_ ages: ClosedRange<Int>?) -> Bool {
            guard let ages else { return false }
            return respondent.age.most < ages.lowerBound || respondent.age.least > ages.upperBound
        }
        let found: [(Screening.Caution, Bool)] = [
            (.outsideAges, outside(population.ages)),
            (.outsideValidatedAges, !outside(population.ages) && outside(population.validatedAges)),
            (.outsideSexes, strange(population.sexes, respondent.sex)),
            (
                .outsideValidatedSexes,
                !strange(population.sexes, respondent.sex) && strange(population.validatedSexes, respondent.sex)
            ),
            (.outsideSettings, strange(population.settings, respondent.setting)),
            (
                .outsideForms,
                !population.forms.isEmpty && !respondent.forms.isEmpty
                    && population.forms.isDisjoint(with: respondent.forms)
            ),
            (.userNotNamed, strange(population.users, respondent.user)),
            (.foreignersOnly, population.foreign == true && respondent.isForeign == false),
            (.nationalsOnly, population.foreign == false && respondent.isForeign == true),
            (.needsAdaptation, !population.notWith.isDisjoint(with: respondent.disabilities)),
            (.otherLanguage, !respondent.languages.isEmpty && !respondent.languages.contains(instrument.language)),
            (.notMeasured, about.status == .own || about.status == .notValidated || about.status == .failedReliability),
            (.notVerified, about.provenance == .unverified),
        ]
        return found.filter(\.1).map(\.0)
    }
}

extension Screening.Caution {
    /// True when the instrument is not meant for this person or place at all.
    var rulesOut: Bool {
        switch self {
        case .outsideAges, .outsideSexes, .outsideForms, .foreignersOnly, .nationalsOnly: true
        default: false
        }
    }
}
