// SPDX-License-Identifier: Apache-2.0

import Standard

extension FactSheet {
    /// Reads a file of facts: `{"atoms": {"act.recruitment": "yes", …}, "ageAtAct": 17, "dateOfFacts": "2025-08-01",
    /// "countries": {"act": "VN", "exploitation": ["CN"]}, "facts": {"cross_border": "yes"}}`.
    ///
    /// `atoms` takes full names, `facts` those of the group *fact* without it. Answers are yes, no, unknown, declined,
    /// notAsked (or not_asked), true or false; or `{"answer", "source", "by", "on", "confidence"}`; or a list of these,
    /// which keeps what several said apart. `ageAtAct` is a number, `{"from", "to"}` or null. `dateOfFacts` is a
    /// date, whole or in part, or `{"from", "to"}`. Nothing but these members is taken.
    ///
    /// - Throws: `DataRefused` with every fault and its place.
    public init(reading bytes: [UInt8], file: String, catalogue: AtomCatalogue = .current) throws(DataRefused) {
        let data = try DataReader.root(bytes, file: file)
        self.init()
        for (name, prefix) in [("atoms", ""), ("facts", "fact.")] {
            guard let answers = data.child(name) else { continue }
            for key in answers.names {
                guard let item = answers.child(key) else { continue }
                let id = AtomID(catalogue[AtomID(key)] == nil ? prefix + key : key)
                if catalogue[id] == nil {
                    item.report("there is no fact of this name\(catalogue.hint(for: id.rawValue))")
                } else {
                    assertions += (item.elements ?? [item]).compactMap { Self.assertion(id, $0, file: file) }
                }
            }
            answers.close()
        }
        if let age = data.child("ageAtAct"), age.tree != .null, let range = Self.ages(age) {
            ages = [AgeClaim(range, source: .worker, assertedBy: file)]
        }
        if let date = data.child("dateOfFacts"), date.tree != .null { period = Self.period(date) }
        if let places = data.child("countries") { countries = Self.countries(places) }
        data.close()
        try data.finish()
    }

    /// Who is not named is the place in the file: two places are two voices, and neither replaces the other.
    private static func assertion(_ id: AtomID, _ item: DataReader, file: String) -> Assertion? {
        guard case .object = item.tree else {
            return answer(item).map { Assertion(id, $0, source: .worker, assertedBy: "\(file), \(item.place)") }
        }
        guard let said = item.child("answer") else {
            item.report("“answer” is missing")
            return nil
        }
        let source = item.optionalChoice("source", Assertion.Source.self) ?? .worker
        let by = item.optionalText("by") ?? "\(file), \(item.place)"
        let on = item.date("on")
        let confidence = item.optionalChoice("confidence", Assertion.Confidence.self)
        item.close()
        return answer(said).map {
            Assertion(id, $0, source: source, assertedBy: by, on: on, confidence: confidence)
        }
    }

    private static func answer(_ item: DataReader) -> Answer? {
        switch item.tree {
        case .flag(let flag): return flag ? .yes : .no
        case .null: return .notAsked
        case .text("not_asked"): return .notAsked
        case .text(let text):
            if let answer = Answer(rawValue: text) { return answer }
            fallthrough
        default:
            item.report("this should be yes, no, unknown, declined or notAsked")
            return nil
        }
    }

    private static func ages(_ item: DataReader) -> ClosedRange<Int>? {
        if item.numberValue != nil { return item.whole(in: 0...150).map { $0...$0 } }
        let from = item.whole("from", in: 0...150)
        let to = item.whole("to", in: 0...150)
        item.close()
        if let from, let to, from > to {
            item.report("the interval ends before it begins")
            return nil
        }
        return (from ?? 0)...(to ?? 150)
    }

    private static func period(_ item: DataReader) -> DayRange? {
        if let text = item.textValue {
            if let date = PartialDate(text) { return DayRange(date) }
            item.report("this should be a date such as 2025-08-01")
            return nil
        }
        let from = item.date("from")
        let to = item.date("to")
        item.close()
        if let from, let to, to < from { item.report("the interval ends before it begins") }
        return from == nil && to == nil ? nil : DayRange(from: from, until: to)
    }

    private static func countries(_ item: DataReader) -> Countries {
        func codes(_ name: String) -> Set<String> {
            guard let child = item.child(name), child.tree != .null else { return [] }
            let texts = child.elements?.map(\.textValue) ?? [child.textValue]
            let codes = texts.compactMap(\.self).filter {
                $0.utf8.count == 2 && $0.utf8.allSatisfy { (65...90).contains($0) }
            }
            if codes.count != texts.count { child.report("this should be ISO 3166 codes of two capitals, such as VN") }
            return Set(codes)
        }
        var countries = Countries()
        countries.act = codes("act")
        countries.transit = codes("transit")
        countries.exploitation = codes("exploitation")
        countries.nationality = codes("nationality")
        item.close()
        return countries
    }
}
