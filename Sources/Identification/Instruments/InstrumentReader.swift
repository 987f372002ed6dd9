// SPDX-License-Identifier: Apache-2.0

/// Reads and checks one instrument's file.
struct InstrumentReader {
    let catalogue: AtomCatalogue

    /// - Throws: `DataRefused` with every fault and its place.
    func instrument(_ bytes: [UInt8], file: String) throws(DataRefused) -> Instrument {
        let data = try DataReader.root(bytes, file: file)
        let id = data.text("id")
        let version = data.text("version")
        let language = data.text("language")
        let title = data.text("title")
        let about = AboutReader.about(data)
        let population = AboutReader.population(data)
        var conditions = ConditionReader(options: itemOptions(data), scores: [])
        let sections = data.list("sections").map { section($0, conditions) }
        if sections.isEmpty { data.report("an instrument has at least one section") }
        let scores = self.scores(data, conditions)
        conditions = ConditionReader(options: conditions.options, scores: Set(scores.map(\.id)))
        let outcomes = data.list("outcomes").map(outcome)
        let ruleSets = data.list("ruleSets").map { ruleSet($0, conditions, Set(outcomes.map(\.id))) }
        if ruleSets.isEmpty { data.report("an instrument has at least one set of rules") }
        let notFor = data.list("notFor").map { stop($0, conditions) }
        let stops = data.list("stops").map { stop($0, conditions) }
        data.close()
        checkOrder(sections, data)
        try data.finish()
        return Instrument(
            id: id, version: version, language: language, title: title, about: about, population: population,
            sections: sections, scores: scores, ruleSets: ruleSets, outcomes: outcomes, notFor: notFor, stops: stops)
    }

    /// Every item's options, looked up before any condition is read.
    private func itemOptions(_ data: DataReader) -> [String: Set<String>] {
        var found: [String: Set<String>] = [:]
        for section in data.list("sections") {
            for item in section.list("items") {
                guard let id = item.child("id")?.textValue else { continue }
                if found[id] != nil { item.report("“\(id)” stands here twice") }
                found[id] = Set(item.list("options").compactMap { $0.child("id")?.textValue })
            }
        }
        return found
    }

    private func section(_ data: DataReader, _ conditions: ConditionReader) -> Instrument.Section {
        let sensitive = data.flag("sensitive")
        let warning = data.optionalText("warning")
        if sensitive, warning == nil { data.report("a sensitive section needs a “warning” to be said before it") }
        let items = data.list("items").map { item($0, conditions) }
        if items.isEmpty { data.report("a section has at least one item") }
        let section = Instrument.Section(
            id: data.text("id"), title: data.text("title"), warning: warning, items: items,
            relevant: conditions.condition(data.child("relevant")))
        data.close()
        return section
    }

    private func item(_ data: DataReader, _ conditions: ConditionReader) -> Instrument.Item {
        let item = Instrument.Item(
            id: data.text("id"), text: data.text("text"), help: data.optionalText("help"), kind: kind(data),
            isObservation: data.flag("observation"), relevant: conditions.condition(data.child("relevant")),
            saysIfYes: atoms(data, "says"), saysIfNo: atoms(data, "noSays"))
        data.close()
        return item
    }

    private func kind(_ data: DataReader) -> Instrument.Item.Kind {
        let options = data.list("options").map { option in
            let read = Instrument.Option(id: option.text("id"), text: option.text("text"), says: atoms(option, "says"))
            option.close()
            return read
        }
        switch data.optionalText("type") ?? "yesNo" {
        case "yesNo": return .yesNo
        case "choice", "choices":
            if options.count < 2 { data.report("a choice has at least two options") }
            if Set(options.map(\.id)).count < options.count { data.report("two options have one id") }
            return .choice(options, multiple: data.optionalText("type") == "choices")
        case "number":
            let (least, most) = (data.whole("least", in: -1000...100_000), data.whole("most", in: -1000...100_000))
            guard let least, let most, least <= most else {
                data.report("a number has a “least” and a “most”")
                return .number(0...0)
            }
            return .number(least...most)
        case "text": return .text
        default:
            data.report("“type” should be yesNo, choice, choices, number or text")
            return .yesNo
        }
    }

    private func atoms(_ data: DataReader, _ name: String) -> [AtomID] {
        data.texts(name).map { text in
            if catalogue[AtomID(text)] == nil { data.report("there is no atom “\(text)”") }
            return AtomID(text)
        }
    }

    private func scores(_ data: DataReader, _ conditions: ConditionReader) -> [Instrument.Score] {
        var read: [Instrument.Score] = []
        for item in data.list("scores") {
            // A score may use those before it, so that none can use itself.
            let reader = ConditionReader(options: conditions.options, scores: Set(read.map(\.id)))
            let quantity = item.child("value").map { reader.quantity($0) }
            if quantity == nil { item.report("“value” is missing") }
            read.append(.init(id: item.text("id"), words: item.text("words"), quantity: quantity ?? .count([])))
            item.close()
        }
        return read
    }

    private func outcome(_ data: DataReader) -> Instrument.Outcome {
        let outcome = Instrument.Outcome(
            id: data.text("id"), sign: data.choice("sign", Instrument.Outcome.Sign.self) ?? .inconclusive,
            words: data.text("words"))
        data.close()
        return outcome
    }

    private func ruleSet(
        _ data: DataReader, _ conditions: ConditionReader, _ outcomes: Set<String>
    ) -> Instrument.RuleSet {
        var conditions = conditions
        let readers = data.list("parts")
        for part in readers { conditions.named[part.text("id")] = part.child("when") }
        let parts = readers.map { part in
            let when = conditions.condition(part.child("when"), using: [part.text("id")])
            let read = Instrument.Part(id: part.text("id"), words: part.text("words"), when: when)
            part.close()
            return read
        }
        let rules = data.list("rules").map { rule in
            let read = Instrument.Rule(
                id: rule.text("id"), words: rule.text("words"), outcome: rule.text("outcome"),
                when: conditions.condition(rule.child("when")))
            if !outcomes.contains(read.outcome) { rule.report("there is no outcome “\(read.outcome)”") }
            rule.close()
            return read
        }
        if rules.last?.when != .always {
            data.report("the last rule should have no “when”: something must be said of all others")
        }
        if rules.dropLast().contains(where: { $0.when == .always }) {
            data.report("a rule before the last one always holds, so that the rest never counts")
        }
        let set = Instrument.RuleSet(id: data.text("id"), words: data.text("words"), parts: parts, rules: rules)
        data.close()
        return set
    }

    private func stop(_ data: DataReader, _ conditions: ConditionReader) -> Instrument.Stop {
        if !data.has("when") { data.report("“when” is missing") }
        let stop = Instrument.Stop(words: data.text("words"), when: conditions.condition(data.child("when")))
        data.close()
        return stop
    }

    /// Skip logic looks back only: a circle, and a question that waits for a later one, are refused.
    private func checkOrder(_ sections: [Instrument.Section], _ data: DataReader) {
        var needs: [String: Set<String>] = [:]
        for section in sections {
            for item in section.items { needs[item.id] = item.relevant.items.union(section.relevant.items) }
        }
        var earlier: Set<String> = []
        for item in sections.flatMap(\.items) {
            let path = Self.circle(item.id, needs)
            if let path {
                data.report("the skip logic goes round in a circle: " + path.joined(separator: " → "))
            } else if let later = needs[item.id]?.subtracting(earlier).sorted().first {
                data.report("whether “\(item.id)” is asked depends on “\(later)”, which comes later")
            }
            earlier.insert(item.id)
        }
    }

    private static func circle(_ start: String, _ needs: [String: Set<String>]) -> [String]? {
        var open: [[String]] = [[start]]
        var seen: Set<String> = []
        while let path = open.popLast() {
            for next in (needs[path.last ?? ""] ?? []).sorted() {
                if next == start { return path + [start] }
                if seen.insert(next).inserted { open.append(path + [next]) }
            }
        }
        return nil
    }
}
