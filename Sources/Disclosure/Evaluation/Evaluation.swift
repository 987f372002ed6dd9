// SPDX-License-Identifier: Apache-2.0

/// A file of synthetic rows judged against the people: how well it counts and what it gives away. Encodes to JSON with
/// the names of its properties, which stay as they are.
///
/// It was counted on the sensitive rows: it is for those who may see them.
public struct Evaluation: Sendable, Codable {
    /// Who may see this report: `custodian`.
    public let audience: String
    public let comparison: Comparison
    /// Columns that only one of the files has; they are left out.
    public let columnsOnlyInSensitive: [String]
    public let columnsOnlyInSynthetic: [String]
    /// Different synthetic rows that are also a person's whole row of which fewer than k people have the like.
    public let rareRowsReproduced: Int
    public let attacks: [AttackReport]
    /// No combination that fewer than k people share is in the synthetic rows, up to the length.
    public let noLeaks: Bool
    /// No attack succeeds much better than without the file.
    public let attacksPassed: Bool
    /// The same in plain sentences.
    public let words: [String]

    /// - Parameters:
    ///   - length: The longest combination, 1 to `Combinations.lengthMax` (a precondition).
    ///   - k: From how many people on a combination is not rare, 2 or more (a precondition).
    ///   - seed: Which people are attacked.
    /// - Throws: `TableFault.noSharedColumn`; `.noColumn` when the options name a column that is not in both files.
    public init(
        _ sensitive: ColumnTable, _ synthetic: ColumnTable, length: Int, k: Int, seed: UInt64,
        options: AttributeOptions
    ) throws(TableFault) {
        precondition(k >= 2, "k below 2")
        let names = sensitive.columns.map(\.name)
        let shared = names.filter { synthetic.position(of: $0) != nil }
        if shared.isEmpty { throw .noSharedColumn }
        let tables = [sensitive, synthetic].map { table in
            ColumnTable(
                columns: shared.compactMap { name in table.columns.first { $0.name == name } }, rowCount: table.rowCount
            )
        }
        let rows = try AttributeRows(tables, options: options)
        let boundary = sensitive.rowCount
        let comparison = Comparison(rows, boundary: boundary, length: length, k: k)
        let attacks = Attacks.run(rows, boundary: boundary, k: k, seed: seed)
        (audience, self.comparison, self.attacks) = ("custodian", comparison, attacks)
        columnsOnlyInSensitive = names.filter { !shared.contains($0) }
        columnsOnlyInSynthetic = synthetic.columns.map(\.name).filter { !shared.contains($0) }
        rareRowsReproduced = Self.reproduced(rows, boundary: boundary, k: k)
        noLeaks = comparison.leaks == 0
        attacksPassed = attacks.allSatisfy(\.passed)
        words = Self.words(comparison, attacks)
    }

    private static func reproduced(_ rows: AttributeRows, boundary: Int, k: Int) -> Int {
        var people: [[UInt32]: Int] = [:]
        for row in 0..<boundary { people[Array(rows.row(row)), default: 0] += 1 }
        let made = Set((boundary..<rows.rowCount).map { Array(rows.row($0)) })
        return made.count { (1..<k).contains(people[$0] ?? 0) }
    }

    private static func words(_ comparison: Comparison, _ attacks: [AttackReport]) -> [String] {
        var words = comparison.byLength.map { length in
            "Combinations of \(length.length): counts differ by \(percent(length.weightedError)) of their sum; "
                + "\(percent(length.missingShare)) of those that \(comparison.k) people share are missing; "
                + "\(percent(length.inventedShare)) of the synthetic ones are nobody's; \(length.leaks) are rarer than "
                + "\(comparison.k) people among the real rows."
        }
        for attack in attacks {
            let verdict = attack.passed ? "The file gives nothing away by this" : "THE FILE GIVES PEOPLE AWAY by this"
            words.append(
                "\(name(attack.attack)): hits \(percent(attack.rate)), without the file \(percent(attack.baseline)). "
                    + "\(verdict) (the people's own rows would: "
                    + (attack.controlFails ? "yes" : "no, so this test says little on these data") + ").")
        }
        return words
    }

    private static func name(_ attack: String) -> String {
        switch attack {
        case "singling-out": "Pointing at one person"
        case "linkability": "Putting two halves of a person together"
        default: "Guessing an answer that is not known"
        }
    }

    private static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
}
