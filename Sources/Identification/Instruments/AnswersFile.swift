// SPDX-License-Identifier: Apache-2.0

extension Administration {
    /// An administration as a file holds it: `{"answers": {"q1": "yes", "q2": ["option"], "q3": 12},
    /// "observations": {…}, "respondent": {"age": 25, "sex": "Feminine", "setting": "health", "forms": ["labour"],
    /// "foreign": true, "languages": ["eng"], "disabilities": [], "user": "clinician"}, "ended": "completed"}`.
    ///
    /// The answers are put in the order of the instrument, as if they were being given; an answer to a question that is
    /// never shown is a fault. A section's warning counts as said when one of its questions has an answer.
    ///
    /// - Throws: `DataRefused` with every fault and its place.
    public init(reading bytes: [UInt8], file: String, of instrument: Instrument) throws(DataRefused) {
        let data = try DataReader.root(bytes, file: file)
        let respondent = data.child("respondent").map(Self.respondent) ?? Respondent()
        self.init(of: instrument, with: respondent)
        let groups = [(data.child("answers"), false), (data.child("observations"), true)]
        for section in instrument.sections {
            for item in section.items {
                for case (let group?, let isObservation) in groups where group.has(item.id) {
                    guard let answer = group.child(item.id) else { continue }
                    if isObservation != item.isObservation {
                        answer.report(
                            item.isObservation ? "this belongs under “observations”" : "this belongs under “answers”")
                    }
                    take(answer, item, in: section, file)
                }
            }
        }
        for case (let group?, _) in groups { group.close() }
        let ending = data.optionalChoice("ended", Ending.self) ?? .completed
        data.close()
        try data.finish()
        // Nothing has ended it before.
        try? end(ending)
    }

    private mutating func take(
        _ data: DataReader, _ item: Instrument.Item, in section: Instrument.Section, _ file: String
    ) {
        guard let answer = Self.answer(data, item) else {
            return data.report("the answer does not fit the question")
        }
        do throws(AdministrationError) {
            if section.warning != nil, warned[section.id] == nil { try warn(section.id, goOn: true) }
            try self.answer(item.id, answer, by: file)
        } catch {
            data.report(error.words)
        }
    }

    private static func answer(_ data: DataReader, _ item: Instrument.Item) -> ItemAnswer? {
        switch data.tree {
        case .flag(let flag): return .answer(flag ? .yes : .no)
        case .null, .text("not_asked"): return .answer(.notAsked)
        case .number(let number): return .number(number)
        case .list: return .codes(data.elements?.compactMap(\.textValue) ?? [])
        case .text(let text):
            if let answer = Answer(rawValue: text), item.takes(.answer(answer)) { return .answer(answer) }
            if case .choice = item.kind { return .codes([text]) }
            return .text(text)
        case .object: return nil
        }
    }

    private static func respondent(_ data: DataReader) -> Respondent {
        var person = Respondent()
        if let age = data.child("age"), age.tree != .null, let years = age.whole(in: 0...150) {
            person.age = AgeAtAct(from: years, to: years)
        }
        person.sex = data.optionalText("sex")
        person.setting = data.optionalText("setting")
        person.forms = Set(data.texts("forms"))
        person.isForeign = data.has("foreign") ? data.flag("foreign") : nil
        person.languages = Set(data.texts("languages"))
        person.disabilities = Set(data.texts("disabilities"))
        person.user = data.optionalText("user")
        data.close()
        return person
    }
}
