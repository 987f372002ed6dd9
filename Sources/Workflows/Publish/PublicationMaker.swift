// SPDX-License-Identifier: Apache-2.0

import Disclosure
import Interchange
import Standard

/// A file that may wait for a second person, and the account of it. The bytes were written from a `Release`, or from
/// synthetic rows that passed their check; of a noisy file there are none until its budget is spent.
struct MadePublication: Sendable {
    var bytes: [UInt8] = []
    var account = PublicationAccount()
}

/// Makes the file of a plan from people, and tries to attack it. Pure; seconds for 50,000 people.
struct PublicationMaker {
    let plan: PublicationPlan
    let people: PublishablePeople
    let codebook: Codebook

    /// The longest combination that the account looks at.
    private static let length = 3
    private static let seed: UInt64 = 1
    /// More people than this, and other group sizes are not tried beside the chosen one.
    private static let curveMax = 20_000

    /// - Parameter keeping: Of a noisy file, whether its bytes are kept: only once its budget was spent.
    /// - Throws: `PublicationObstacle`.
    func make(keeping: Bool = false) throws -> MadePublication {
        guard PublicationPlan.sizes.contains(plan.k) else { throw PublicationObstacle.badSize }
        guard !plan.topics.isEmpty else { throw PublicationObstacle.nothingChosen }
        guard !people.people.isEmpty else { throw PublicationObstacle.nobody }
        guard people.people.count >= plan.k else { throw PublicationObstacle.tooFewPeople(k: plan.k) }
        var made = try inWords { try file(k: plan.k) }
        try inWords { try judge(&made) }
        made.account.withheld = RoundedCount(people.withheld, k: plan.k).phrase
        if people.people.count <= Self.curveMax { made.account.settings = curve() }
        if plan.method == .noisy, !keeping { made.made.bytes = [] }
        return made.made
    }

    /// The file with the table that it was written from.
    private struct File {
        var made = MadePublication()
        var table: ColumnTable
        var account: PublicationAccount {
            get { made.account }
            set { made.account = newValue }
        }
    }

    private func file(k: Int) throws -> File {
        switch plan.method {
        case .ctdc: try ctdc(k: k)
        case .groups: try groups(k: k)
        case .synthetic: try synthetic(k: k)
        case .noisy: try noisy()
        }
    }

    private func ctdc(k: Int) throws -> File {
        let all = PublicationTopic.allCases
        let left = Set(all.filter { !plan.topics.contains($0) }.flatMap(\.columns))
        let release = try CTDCExport.release(of: people.people, k: k, leavingOut: left, codebook: codebook)
        var file = File(table: try release.columnTable)
        file.made.bytes = CTDCWriter.csv(release)
        file.account.take(release, of: people.people.count, k: k)
        file.account.columns = CTDCColumn.headers
        file.account.counted = release.quasiIdentifiers.counted
        return file
    }

    private func groups(k: Int) throws -> File {
        let table = try people.table(of: plan.columns, codebook: codebook)
        var settings = AnonymizeSettings(
            quasi: plan.known.flatMap(\.columns).filter { table.position(of: $0) != nil })
        settings.k = k
        let (made, emptied) = try anonymized(table, settings)
        var file = File(table: try made.release.columnTable)
        file.made.bytes = ReleaseWriter.csv(made.release)
        file.account.take(made.release, of: people.people.count, k: k)
        file.account.columns = made.release.table.columns.map(\.name)
        file.account.counted = made.report.quasiIdentifiers + made.report.derived
        file.account.derived = made.report.derived
        file.account.exact = PublicationAccount.percent(made.report.cellsExact)
        file.account.emptied = plan.columns.filter { table.position(of: $0) == nil } + emptied
        let alike = made.report.office.homogeneous.map(\.column)
        if !alike.isEmpty { file.account.warnings.append(.homogeneous(alike)) }
        return file
    }

    /// Takes the safe side of what a person would be asked at the command line: what follows from declared columns is
    /// counted with them, and what nobody shares is left out. Both stand in the account.
    private func anonymized(_ table: ColumnTable, _ given: AnonymizeSettings) throws -> (Anonymization, [String]) {
        var settings = given
        for _ in 0..<Self.correctionsMax {
            do { return (try Anonymization(table, settings: settings), settings.dropped) } catch {
                switch error {
                case .undeclared(let columns): settings.derived += columns.map(\.name)
                case .nothingShared(let names, _), .emptyColumns(let names):
                    settings.dropped += names
                    settings.quasi.removeAll(where: names.contains)
                    settings.derived.removeAll(where: names.contains)
                default: throw error
                }
            }
        }
        throw PublicationObstacle.notSafe("")
    }

    private static let correctionsMax = 8

    private func synthetic(k: Int) throws -> File {
        let table = try people.table(of: plan.columns, codebook: codebook)
        let made = try SyntheticTable<KSynthesisReport>(
            table, k: k, length: Self.length, seed: Self.seed, options: .init())
        return file(of: made.table)
    }

    private func noisy() throws -> File {
        let table = try people.table(of: plan.columns, codebook: codebook)
        let budget = try PrivacyPlan(epsilon: plan.epsilon, delta: PrivacyPlan.usualDelta(rows: table.rowCount))
        let made = try SyntheticTable<PrivateSynthesisReport>(
            table, plan: budget, seed: nil, ledger: nil, options: .init())
        return file(of: made.table)
    }

    private func file(of table: ColumnTable) -> File {
        var file = File(table: table)
        file.made.bytes = table.csv
        file.account.rows = table.rowCount
        file.account.columns = table.columns.map(\.name)
        file.account.emptied = plan.columns.filter { table.position(of: $0) == nil }
        return file
    }

    /// Holds the file against the people and attacks it.
    private func judge(_ file: inout File) throws {
        let sensitive = try people.table(of: file.account.columns, codebook: codebook)
        let evaluation = try Evaluation(
            sensitive, file.table, length: Self.length, k: plan.k, seed: Self.seed, options: .init())
        file.account.take(evaluation)
        let failed = evaluation.attacks.filter { !$0.passed }
        if failed.contains(where: \.isBeyondChance) { throw PublicationObstacle.attacked }
        if !failed.isEmpty { file.account.warnings.append(.unclearAttack) }
        if plan.method != .noisy, file.account.rows * 2 < people.people.count {
            file.account.warnings.append(.mostLeftOut)
        }
    }

    /// How much is lost at other group sizes, for the picture of the trade.
    private func curve() -> [PublicationAccount.Setting] {
        guard plan.method != .noisy else { return [] }
        let sizes = Set([5, 10, 20, 40, plan.k]).filter { $0 <= people.people.count }
        return sizes.sorted().compactMap { k in
            guard let file = try? file(k: k),
                let sensitive = try? people.table(of: file.account.columns, codebook: codebook),
                let compared = try? Evaluation.errorOfPairs(sensitive, file.table, k: k)
            else { return .init(k: k, kept: 0, error: 100) }
            return .init(
                k: k, kept: PublicationAccount.percent(Double(file.account.rows) / Double(people.people.count)),
                error: PublicationAccount.percent(min(1, compared)))
        }
    }

    /// What stood in the way, as an obstacle of this wizard.
    private func inWords<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let refusal as DisclosureRefusal {
            throw PublicationObstacle.notSafe(refusal.message)
        } catch let refusal as AnonymizeRefusal { throw refusal.obstacle } catch let refusal as SynthesisRefusal {
            if case .caseloadTooSmall(_, let needed) = refusal {
                throw PublicationObstacle.caseloadTooSmall(peopleNeeded: needed)
            }
            throw PublicationObstacle.notSafe(refusal.message)
        } catch is TableFault { throw PublicationObstacle.nothingChosen }
    }
}

extension AnonymizeRefusal {
    fileprivate var obstacle: PublicationObstacle {
        switch self {
        case .noQuasiIdentifiers(let names):
            var found: [PublicationTopic] = []
            for topic in names.compactMap(PublicationTopic.init(column:)) where !found.contains(topic) {
                found.append(topic)
            }
            return .noneKnown(suggestions: found)
        case .identifying(let names), .freeText(let names): return .identifying(names)
        case .joined(let columns): return .identifying(columns.map(\.name))
        case .tooFewRows(let k): return .tooFewPeople(k: k)
        default: return .notSafe(message)
        }
    }
}

extension AttackReport {
    /// Fails even at the end of its interval that is best for the file.
    fileprivate var isBeyondChance: Bool {
        baseline < 1 && (rate - margin - baseline) / (1 - baseline) > AttackReport.riskMax
    }
}

extension Release {
    /// The rows as they are written.
    fileprivate var columnTable: ColumnTable {
        get throws { try ColumnTable(names: table.columns.map(\.name), rows: (0..<table.rowCount).map(table.row)) }
    }
}

extension PublicationAccount {
    fileprivate mutating func take(_ release: Release, of people: Int, k: Int) {
        rows = release.rowsKept
        smallestGroup = release.smallestClass
        leftOut = RoundedCount(people - release.rowsKept, k: k).phrase
    }
}

extension Evaluation {
    /// By how much counts of two answers together differ, 0 or more. Columns that only one table has do not count.
    fileprivate static func errorOfPairs(_ people: ColumnTable, _ file: ColumnTable, k: Int) throws -> Double {
        let names = people.columns.map(\.name).filter { file.position(of: $0) != nil }
        let tables = [people, file].map { table in
            ColumnTable(
                columns: names.compactMap { name in table.columns.first { $0.name == name } }, rowCount: table.rowCount)
        }
        let compared = try Comparison(tables[0], with: tables[1], length: 2, k: k, options: .init())
        return compared.byLength.last?.weightedError ?? 1
    }
}
