// SPDX-License-Identifier: Apache-2.0

import Standard

/// Every definition that facts are judged under.
public struct DefinitionLibrary: Sendable {
    public let catalogue: AtomCatalogue
    /// In the order in which they are shown.
    public let definitions: [Definition]

    /// The definitions of this program. Compiled in, read and checked on first use (some milliseconds).
    public static let current: DefinitionLibrary = {
        do {
            return try DefinitionLibrary(files: BuiltIn.definitions, catalogue: .current)
        } catch {
            preconditionFailure("The definitions that are compiled in cannot be read: \(error)")
        }
    }()

    /// - Parameter files: Name and bytes of each definition's file, in the order in which they are to be shown.
    /// - Throws: `DataRefused` with every fault of every file.
    public init(files: [(name: String, bytes: [UInt8])], catalogue: AtomCatalogue) throws(DataRefused) {
        var problems: [DataRefused.Problem] = []
        var definitions: [Definition] = []
        var owners: [String: String] = [:]
        for file in files {
            do {
                let definition = try DefinitionReader(catalogue: catalogue).definition(file.bytes, file: file.name)
                for id in Set([definition.id] + definition.versions.map(\.id)) {
                    if let other = owners.updateValue(file.name, forKey: id) {
                        problems.append(.init(file: file.name, place: "", message: "“\(id)” is in \(other) too"))
                    }
                }
                definitions.append(definition)
            } catch {
                problems += error.problems
            }
        }
        if !problems.isEmpty { throw DataRefused(problems: problems) }
        self.catalogue = catalogue
        self.definitions = definitions
    }

    /// These definitions and an organisation's own, which come last.
    ///
    /// - Throws: `DataRefused` when a file is at fault or takes an id that is in use.
    public func adding(_ files: [(name: String, bytes: [UInt8])]) throws(DataRefused) -> DefinitionLibrary {
        let more = try DefinitionLibrary(files: files, catalogue: catalogue)
        let taken = Set(definitions.flatMap { [$0.id] + $0.versions.map(\.id) })
        let problems = more.definitions.flatMap { definition in
            Set([definition.id] + definition.versions.map(\.id)).intersection(taken).sorted().map {
                DataRefused.Problem(
                    file: definition.id, place: "", message: "“\($0)” is one of the definitions already")
            }
        }
        if !problems.isEmpty { throw DataRefused(problems: problems) }
        return DefinitionLibrary(catalogue: catalogue, definitions: definitions + more.definitions)
    }

    private init(catalogue: AtomCatalogue, definitions: [Definition]) {
        self.catalogue = catalogue
        self.definitions = definitions
    }

    /// The definition with this id, or with a wording of this id.
    public func definition(_ id: String) -> Definition? {
        definitions.first { $0.id == id } ?? definitions.first { $0.versions.contains { $0.id == id } }
    }

    /// What every definition says at the date of the facts, in the library's order: for registers and counts.
    ///
    /// Cost: some hundred nanoseconds for all definitions.
    public func verdicts(_ facts: Facts, reporting: PartialDate) -> [Verdict] {
        let day = DayRange(reporting)
        return definitions.map { $0.verdict(facts, reporting: day) }
    }

    /// What every definition says, and why, and what to ask next. Cost: some tens of microseconds.
    ///
    /// - Parameter reporting: The day of the report, exact or not.
    public func panel(_ facts: Facts, reporting: PartialDate) -> Panel {
        let judge = Judge(catalogue: catalogue)
        let day = DayRange(reporting)
        let rows = definitions.map { definition in
            let atFacts = judge.judgement(definition, facts, in: facts.period, fallback: day)
            // The same wording says the same of the same facts.
            let ids = definition.wordings(in: day).map { $0?.id }
            let isSame = ids == definition.wordings(in: facts.period ?? day).map { $0?.id }
            var atReporting = isSame ? atFacts : judge.judgement(definition, facts, in: day, fallback: day)
            if atReporting.force == .noDate { atReporting.force = .inForce }
            return Panel.Row(definition: definition, atFacts: atFacts, atReporting: atReporting)
        }
        return Panel(rows: rows, questions: NextQuestion.ranked(rows, catalogue))
    }
}
