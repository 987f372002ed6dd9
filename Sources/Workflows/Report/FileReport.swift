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
    let facts = try await openFacts(protected: isProtected, under: library, as: access, in: store)
    let catalogue = IndicatorCatalogue.current
    let report = try PackReport(pack, settings, of: facts.table, among: facts.mask, in: catalogue, under: library)
    let words = ReportWords(codebook: store.codebook, library: library)
    guard isProtected else { return ReportDocument(report, cases: facts.cases, words: words) }
    let least = isOwn ? threshold ?? publicThreshold : max(threshold ?? 0, publicThreshold)
    var protection = ProtectReport(report, of: facts, threshold: least, words: words)
    return try protection.document()
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

    /// What is wrong and what to do, in plain words.
    public var message: String {
        switch self {
        case .threshold: "Counts can be withheld below a number from 2 to 1000."
        case .definition:
            "Protected counts go by what authorities concluded: those who meet a definition would be told by the "
                + "difference. The counts under each definition stand beside each figure."
        case .period(let example):
            "Protected counts are of whole periods of the report only, such as \(example): two that differ by some days "
                + "would show who came in between."
        }
    }
}
