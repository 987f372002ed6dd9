// SPDX-License-Identifier: Apache-2.0

import Standard

/// An instrument's words in another language: a version of its own, translated and reviewed by people.
public struct InstrumentTranslation: Sendable {
    /// The instrument and version that it is of.
    public let instrument: String
    public let version: String
    /// ISO 639-2/T.
    public let language: String
    public let translator: String
    /// Who compared it with the original; nil while nobody has. What was not reviewed is not put in use.
    public let reviewer: String?
    public let reviewed: PartialDate?
    /// By key, see `Instrument.words`.
    let words: [String: String]

    /// Reads `{"of", "version", "language", "translator", "reviewer", "reviewed", "words": {key: text}}`.
    ///
    /// - Throws: `DataRefused` with every fault and its place.
    public init(reading bytes: [UInt8], file: String) throws(DataRefused) {
        let data = try DataReader.root(bytes, file: file)
        instrument = data.text("of")
        version = data.text("version")
        language = data.text("language")
        translator = data.text("translator")
        reviewer = data.optionalText("reviewer")
        reviewed = data.date("reviewed")
        var words: [String: String] = [:]
        if let list = data.child("words") {
            for key in list.names { words[key] = list.text(key) }
            list.close()
        }
        self.words = words
        if (reviewer == nil) != (reviewed == nil) {
            data.report("a review has both a “reviewer” and a day (“reviewed”)")
        }
        data.close()
        try data.finish()
    }

    /// What is wrong with it as a translation of an instrument: words that are missing, and words that belong nowhere.
    public func faults(for original: Instrument) -> [String] {
        let wanted = Set(original.words.keys)
        return wanted.subtracting(words.keys).sorted().map { "“\($0)” is not translated" }
            + Set(words.keys).subtracting(wanted).sorted().map { "the instrument has no “\($0)”" }
    }
}

extension Instrument {
    /// Every text that somebody reads or hears, by key: `title`, `user`, `ifNegative`, `section.ID`, `warning.ID`,
    /// `item.ID`, `help.ID`, `option.ITEM.ID`, `outcome.ID`, `rule.SET.ID`, `part.SET.ID`, `score.ID` and so on.
    public var words: [String: String] {
        var words = [
            "title": title, "user": about.user, "decisionRule": about.decisionRule, "ifPositive": about.ifPositive,
            "ifNegative": about.ifNegative, "ifInconclusive": about.ifInconclusive, "population": population.words,
        ]
        for section in sections {
            words["section.\(section.id)"] = section.title
            words["warning.\(section.id)"] = section.warning
            for item in section.items {
                words["item.\(item.id)"] = item.text
                words["help.\(item.id)"] = item.help
                for option in item.options { words["option.\(item.id).\(option.id)"] = option.text }
            }
        }
        for score in scores { words["score.\(score.id)"] = score.words }
        for outcome in outcomes { words["outcome.\(outcome.id)"] = outcome.words }
        for set in ruleSets {
            words["rules.\(set.id)"] = set.words
            for rule in set.rules { words["rule.\(set.id).\(rule.id)"] = rule.words }
            for part in set.parts { words["part.\(set.id).\(part.id)"] = part.words }
        }
        for (at, stop) in notFor.enumerated() { words["notFor.\(at)"] = stop.words }
        for (at, stop) in stops.enumerated() { words["stop.\(at)"] = stop.words }
        return words
    }

    /// The same instrument in the translation's language: same items, same rules, other words.
    ///
    /// - Throws: `DataRefused` when it is of another instrument or version, is not complete, or nobody reviewed it.
    public func translated(by translation: InstrumentTranslation) throws(DataRefused) -> Instrument {
        var faults = translation.faults(for: self)
        if translation.instrument != id || translation.version != version {
            faults.insert("it is a translation of another instrument or version", at: 0)
        }
        if translation.reviewer == nil { faults.insert("nobody has reviewed it", at: 0) }
        if !faults.isEmpty {
            let file = "\(id).\(translation.language)"
            throw DataRefused(problems: faults.map { .init(file: file, place: "", message: $0) })
        }
        var other = InstrumentWording(instrument: self, words: translation.words).instrument(in: translation.language)
        if let reviewer = translation.reviewer, let day = translation.reviewed {
            other.review = Review(translator: translation.translator, reviewer: reviewer, day: day)
        }
        return other
    }
}

extension Instrument.Item {
    /// The options of a choice; none for other kinds.
    public var options: [Instrument.Option] { if case .choice(let options, _) = kind { options } else { [] } }
}
