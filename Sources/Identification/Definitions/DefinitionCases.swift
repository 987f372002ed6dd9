// SPDX-License-Identifier: Apache-2.0

import Standard

/// Cases that somebody decided by hand, to hold a definition against: what `Tests/definitions` holds, and what an
/// organisation writes for a definition of its own.
public struct DefinitionCases: Sendable {
    public struct Case: Sendable {
        public let name: String
        public let verdict: Verdict
        /// The wording that must be used; nil for any.
        public let version: String?
        /// Flags that must be among those shown.
        public let flags: [String]
        /// Exactly the questions of which one answer decides; nil when this is not said.
        public let asks: [String]?
        public let facts: Facts
    }

    public let definition: String
    public let cases: [Case]

    /// Reads `{"definition", "cases": [{"name", "yes", "no", "age", "date", "verdict", "version", "flags", "asks"}]}`.
    /// A name such as `means.*` stands for all of its group; what is under `yes` wins over it.
    ///
    /// - Throws: `DataRefused` with every fault and its place.
    public init(reading bytes: [UInt8], file: String, catalogue: AtomCatalogue = .current) throws(DataRefused) {
        let data = try DataReader.root(bytes, file: file)
        definition = data.text("definition")
        let readers = data.list("cases")
        if readers.isEmpty { data.report("there is no case in it") }
        cases = readers.compactMap { Self.read($0, catalogue) }
        data.close()
        try data.finish()
    }

    private static func read(_ item: DataReader, _ catalogue: AtomCatalogue) -> Case? {
        var facts = Facts()
        for (member, truth) in [("no", Truth.no), ("yes", Truth.yes)] {
            for name in item.texts(member) { set(name, truth, in: &facts, item, catalogue) }
        }
        let presumed = catalogue.number(of: "fact.minor_presumed").map { facts[$0] == .yes } ?? false
        let ages = ages(item) ?? 0...150
        facts.age = AgeAtAct(from: ages.lowerBound, to: ages.upperBound, presumedMinor: presumed)
        facts.period = item.date("date").map { DayRange($0) }
        let verdict = item.choice("verdict", Verdict.self)
        let read = Case(
            name: item.text("name"), verdict: verdict ?? .undetermined, version: item.optionalText("version"),
            flags: item.texts("flags"), asks: item.has("asks") ? item.texts("asks") : nil, facts: facts)
        item.close()
        return verdict == nil ? nil : read
    }

    private static func set(
        _ name: String, _ truth: Truth, in facts: inout Facts, _ item: DataReader, _ catalogue: AtomCatalogue
    ) {
        if name.hasSuffix(".*"), let group = AtomGroup(rawValue: String(name.dropLast(2))) {
            for atom in catalogue.atoms(in: group) { facts[atom.number] = truth }
        } else if let number = catalogue.number(of: AtomID(name)) {
            facts[number] = truth
        } else {
            item.report("there is no atom “\(name)”" + catalogue.hint(for: name))
        }
    }

    /// A number of years, or two of them in a list.
    private static func ages(_ item: DataReader) -> ClosedRange<Int>? {
        guard let child = item.child("age"), child.tree != .null else { return nil }
        guard let both = child.elements else { return child.whole(in: 0...150).map { $0...$0 } }
        let years = both.compactMap { $0.whole(in: 0...150) }
        guard years.count == 2, years[0] <= years[1] else {
            child.report("this should be two ages, the lower first")
            return nil
        }
        return years[0]...years[1]
    }

    /// How the library's answers differ from those decided by hand: one sentence each, empty when all are equal.
    ///
    /// - Parameter reporting: The day of the report.
    public func differences(under library: DefinitionLibrary, reporting: PartialDate) -> [String] {
        guard library.definition(definition) != nil else { return ["There is no definition “\(definition)”."] }
        return cases.flatMap { hand -> [String] in
            guard let judged = library.panel(hand.facts, reporting: reporting)[definition]?.atFacts else { return [] }
            var said: [String] = []
            func add(_ words: String) { said.append("\(hand.name): \(words)") }
            if judged.verdict != hand.verdict {
                add("by hand \(hand.verdict.rawValue), by the definition \(judged.verdict.rawValue)")
            }
            if let version = hand.version, judged.version.id != version { add("judged under \(judged.version.id)") }
            let asks = judged.wouldDecide.map(\.atom.rawValue).sorted()
            if let wanted = hand.asks, wanted.sorted() != asks {
                add("the questions that decide are \(asks.isEmpty ? "none" : asks.joined(separator: ", "))")
            }
            for flag in hand.flags where !judged.flags.contains(where: { $0.id == flag }) {
                add("the flag \(flag) is not shown")
            }
            return said
        }
    }
}
