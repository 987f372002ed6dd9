// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// One victim of a case as the laws see them: everything that the panel on a case page shows.
public struct CaseReading: Sendable {
    /// What was said, by whom, and what is missing.
    public let sheet: FactSheet
    /// Each fact of which something was said, with its contradictions.
    public let standings: [AtomStanding]
    public let panel: Panel

    /// - Parameters:
    ///   - victim: A participation of the case.
    ///   - further: Facts that were asserted beside the fields: in interviews, documents, settlements.
    ///   - reporting: The day of the report.
    public init(
        of victim: Stored, in file: CaseFile, further: [Assertion] = [], reporting: PartialDate,
        under library: DefinitionLibrary = .current
    ) {
        var sheet = FactReader().sheet(of: victim, in: file)
        sheet.assertions += further
        self.init(sheet, reporting: reporting, under: library)
    }

    public init(_ sheet: FactSheet, reporting: PartialDate, under library: DefinitionLibrary = .current) {
        self.sheet = sheet
        standings = sheet.standings(library.catalogue)
        panel = library.panel(sheet.facts(library.catalogue), reporting: reporting)
    }

    /// Facts of which one says yes and another no.
    public var contradictions: [AtomStanding] { standings.filter(\.isContradicted) }

    /// How the question whether a fact holds was answered so far. Who declined is not to be pressed.
    public func answer(to atom: AtomID) -> Answer { standings.first { $0.atom == atom }?.answer ?? .notAsked }

    /// Whether a definition's country is one in which it happened or of which the person is a national. Yes for
    /// definitions of no single country; unknown while no country is recorded. It orders a page; it decides nothing.
    public func touches(_ definition: Definition) -> Truth {
        guard let country = definition.jurisdiction else { return .yes }
        let countries = sheet.countries.all
        if countries.isEmpty { return .unknown }
        if country == "EU" { return Truth(!countries.isDisjoint(with: Self.memberStates)) }
        return Truth(countries.contains(country))
    }

    /// The member states of the European Union since 2020, without Denmark, which the directive does not bind.
    private static let memberStates: Set<String> = [
        "AT", "BE", "BG", "CY", "CZ", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
        "MT",
        "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    ]
}
