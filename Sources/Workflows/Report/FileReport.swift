// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Statistics
import Store

/// The figures of one report for one period: true counts for those who may see cases, protected ones for the others.
/// The look is in the audit log before this returns.
///
/// - Parameters:
///   - pack: The report.
///   - settings: The period, and what else was said. Protected counts are of periods of the pack only, so that no two
///     of them differ by some days.
///   - threshold: Counts below this are withheld; nil for true counts where the role may have them. At least 10 for
///     roles that may not see cases.
/// - Throws: `Refusal`; `FactRefusal`; `ReportRefusal`; `StoreError`.
public func fileReport(
    _ pack: IndicatorPack, _ settings: ReportSettings, threshold: Int? = nil,
    under library: DefinitionLibrary = .current, as access: Access, in store: CaseStore
) async throws -> ReportDocument {
    if let threshold, !(2...1_000).contains(threshold) { throw ReportRefusal.threshold }
    let isOwn = CountView(access.actor.role) == .own
    let isProtected = threshold != nil || !isOwn
    if isProtected, pack.window.name(settings.period) == nil { throw ReportRefusal.period(pack.window.example) }
    if isProtected, settings.definition != nil { throw ReportRefusal.definition }
    if let id = settings.definition, library.definition(id) == nil { throw FactRefusal.unknownDefinition(id) }
    let words = ReportWords(codebook: store.codebook, library: library)
    guard isProtected else {
        let facts = try await openFacts(under: library, as: access, in: store)
        let report = try PackReport(pack, settings, of: facts.table, among: facts.mask, under: library)
        return ReportDocument(report, cases: facts.cases, words: words)
    }
    let least = isOwn ? threshold ?? publicThreshold : max(threshold ?? 0, publicThreshold)
    let (facts, country) = try await frozenFacts(of: settings, under: library, as: access, in: store)
    var settings = settings
    settings.country = country
    var protection = ProtectReport(of: facts, threshold: least, words: words)
    // The same people stand in every report of these days: each shows what it would show after those before it, in
    // whichever order they are asked for.
    let catalogue = IndicatorCatalogue.current
    for other in catalogue.packs where other.window == pack.window && other.id != pack.id {
        let isBefore = catalogue.isBefore(other, pack)
        guard isBefore else { break }
        _ = try protection.document(try PackReport(other, settings, of: facts.table, under: library))
    }
    return try protection.document(try PackReport(pack, settings, of: facts.table, under: library))
}

/// The facts as they stood when a report of these days was first made for somebody who sees no records.
private func frozenFacts(
    of settings: ReportSettings, under library: DefinitionLibrary, as access: Access, in store: CaseStore
) async throws -> (facts: OpenedFacts, country: String?) {
    let days = (settings.period.before.from, settings.period.to)
    var tries = 0
    while true {
        let agency = try await store.agency(access.actor.agency)
        var book = try ReportBook(agency, isNational: access.actor.role == .coordinator)
        let known = book.periods[settings.period.name]
        let country = settings.country ?? known?.country
        if let before = known?.country, before != country { throw ReportRefusal.country(before) }
        let read = try await FrozenFacts.read(known?.frozen, under: library, as: access, in: store) { row in
            row.days.values.contains { $0.first <= days.1 && $0.last >= days.0 }
        }
        let people = read.facts.table.rowCount
        if let known, !read.hasMovedOn, known.people != people { throw ReportRefusal.changed }
        guard known?.frozen != read.frozen || known?.country != country, people > 0 else {
            return (read.facts, country)
        }
        book.periods[settings.period.name] = .init(frozen: read.frozen, country: country, people: people)
        let permit = try await access.protectedPermit(in: store)
        do {
            try await store.keepShown(try book.text, named: book.name, of: agency, permit: permit)
            return (read.facts, country)
        } catch StoreError.conflict where tries < 5 { tries += 1 }
    }
}

/// Counts below this are never shown to who may not see cases.
private let publicThreshold = 10

/// Why a report is not made.
public enum ReportRefusal: Error, Sendable, Hashable {
    /// Counts are withheld below a number from 2 to 1000.
    case threshold
    /// Protected counts go by what authorities concluded.
    case definition
    /// Protected counts are of whole periods of the report only, such as this one.
    case period(String)
    /// Protected counts of these days were made for this country.
    case country(String)
    /// Somebody who was counted in protected counts of these days refused since, or was erased.
    case changed

    /// What is wrong and what to do, in plain words.
    public var message: String {
        switch self {
        case .threshold: "Counts can be withheld below a number from 2 to 1000."
        case .definition:
            "Protected counts go by what authorities concluded: those who meet a definition would be told by the "
                + "difference. The counts under each definition stand beside each figure."
        case .changed:
            "Since reports of these days were made, somebody who was counted in them has left or does not want to be "
                + "counted. A new report would show who: use the one that was made, until ten or more people have changed."
        case .country(let country):
            "Reports of these days were made before with \(country) as the reporting country. Other groups of the same "
                + "people could be subtracted from them: ask for \(country), or for none."
        case .period(let example):
            "Protected counts are of whole periods of the report only, such as \(example): two that differ by some days "
                + "would show who came in between."
        }
    }
}
