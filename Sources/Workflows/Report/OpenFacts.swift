// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Statistics
import Store
import Synchronization

/// The coded facts that somebody may count with, and whether the counts may be shown as they are.
public struct OpenedFacts: Sendable {
    public let table: FactTable
    /// Rows that count; nil for all. To be handed to every question.
    public let mask: FactMask?
    /// Cases that were looked at.
    public let cases: Int
    /// People left out because they refused that their data is counted, or took their consent back. Nobody is where
    /// true counts run the service.
    public let withheld: Int
    /// True when no count may be shown that small numbers follow from: every table goes through `ProtectedReport`.
    /// Services and what stood in their way are not in the table then.
    public let isProtected: Bool
}

/// Who counts, and how.
public enum CountView: Sendable, Hashable {
    /// True counts over the cases that one may see, to run the service.
    case own
    /// Counts through small-number protection, over the whole office; over all offices for national coordination.
    case protected

    /// Nil for roles that count nothing.
    public init?(_ role: Role) {
        switch role {
        case .caseworker, .clinician, .supervisor, .investigator, .prosecutor, .custodian: self = .own
        case .dataProtectionOfficer, .coordinator: self = .protected
        case .shelterManager, .userAdministrator, .systemOperator, .firstResponder, .donor, .auditor, .survivor:
            return nil
        }
    }
}

/// Everything that somebody may count with. The look is in the audit log before this returns.
///
/// Two records of one person count as one, as far as both may be seen.
///
/// Who may see cases gets the facts of these, kept in memory between changes; who may not gets those of the office as
/// far as its people let themselves be counted, read anew each time, and shows nothing that is not protected.
///
/// - Parameters:
///   - protected: True for protected counts where one could see true ones.
///   - library: Whose verdicts the facts carry.
/// - Throws: `Refusal`; `StoreError`.
public func openFacts(
    protected: Bool = false, under library: DefinitionLibrary = .current, as access: Access, in store: CaseStore
) async throws -> OpenedFacts {
    let role = access.actor.role
    let everything = ProtectedReading(library: library)
    guard !protected, CountView(role) == .own else {
        return try await everything.read(try await access.protectedPermit(in: store), in: store).facts
    }
    if role == .custodian {
        let permit = try await access.permit(.registerExport, by: .exportRegister, in: store)
        return try await everything.read(permit, isProtected: false, in: store).facts
    }
    let permit = try await access.permit(.registerCompare, by: .listCases, in: store)
    let facts = try await store.countableFacts(under: library, permit: permit)
    return OpenedFacts(
        table: facts.table.joined(store.joinedPeople, among: facts.mask), mask: facts.mask, cases: facts.cases,
        withheld: 0, isProtected: false)
}

extension Access {
    /// Leave for protected counts.
    func protectedPermit(in store: CaseStore) async throws -> Permit {
        var access = self
        access.purpose = .statistics
        return try await access.permit(.datasetPublish, by: .publishDataset, in: store)
    }
}

/// Reads the facts of every case that a permit for taking data out shows, anew.
struct ProtectedReading {
    /// The last act that counts; nil for how things stand now.
    var act: Int?
    let library: DefinitionLibrary
    /// The rows that are marked, so that two states can be compared.
    var belongs: @Sendable (FactRow) -> Bool = { _ in false }
    /// Who must not be counted, whatever they said at the time.
    var refused: Set<FactMarkKey> = []

    struct Result: Sendable {
        let facts: OpenedFacts
        let marks: FactMarks
        /// Who is not counted because they refused, or took consent back.
        let refused: Set<FactMarkKey>
    }

    private struct Read {
        var table: FactTable
        var marks: FactMarks = [:]
        var cases = 0
        var refused: Set<FactMarkKey> = []
    }

    func read(_ permit: Permit, isProtected: Bool = true, in store: CaseStore) async throws -> Result {
        let today = store.clock.today
        let (library, belongs, refused) = (library, belongs, refused)
        let read = Mutex(Read(table: FactTable(definitions: library.definitions.map(\.id))))
        try await store.forEachCase(permit: permit, asOf: act) { file in
            guard !file.isSignal else { return }
            let all = file.factRows(under: library, reporting: today)
            let isUnsettled = store.hasUnsettledConsent(file.id)
            func isCounted(_ row: FactRow) -> Bool {
                !isUnsettled && file.letsCount(row.person, on: today) && !refused.contains(row.key(file))
            }
            let rows = isProtected ? all.filter(isCounted) : all
            read.withLock { read in
                read.cases += 1
                read.table.set(rows, of: file.id)
                for row in rows where belongs(row) { read.marks[row.key(file)] = row.hashValue }
                guard rows.count < all.count else { return }
                read.refused.formUnion(Set(all.map { $0.key(file) }).subtracting(rows.map { $0.key(file) }))
            }
        }
        let done = read.withLock { $0 }
        let facts = OpenedFacts(
            table: done.table.joined(store.joinedPeople), mask: nil, cases: done.cases,
            withheld: done.refused.count, isProtected: isProtected)
        return Result(facts: facts, marks: done.marks, refused: done.refused)
    }
}

extension FactRow {
    fileprivate func key(_ file: CaseFile) -> FactMarkKey { FactMarkKey(caseID: file.id, person: person) }
}

extension CaseFile {
    /// False for somebody who refused, or took back, that their data is kept, or that it is counted.
    fileprivate func letsCount(_ person: EntityID, on day: PartialDate) -> Bool {
        if consentToManageData(of: person, on: day) == false { return false }
        let last = records(.consent).last {
            $0.record.code("wh_ConsentPurpose") == "Statistics"
                && ($0.record.links[.person] == nil || $0.record.links[.person] == person)
        }
        return last.map { $0.record.code("wh_ConsentStatus") == "Given" } ?? true
    }
}
