// SPDX-License-Identifier: Apache-2.0

import Standard

/// A table of one row a person, made so that each row is alike with k - 1 others or more in everything that others
/// can know, and the account of what that cost.
public struct Anonymization: Sendable {
    /// What may be written, counted again; rows in canonical order.
    public let release: Release
    public let report: AnonymizeReport

    /// Checks the columns, coarsens each row as little as will do, and has the result counted again.
    ///
    /// O(rows × columns) and the search of `LocalRecoding`. The result depends on the set of rows alone.
    /// - Throws: `AnonymizeRefusal`, without a value of any row.
    public init(_ table: ColumnTable, settings: AnonymizeSettings) throws(AnonymizeRefusal) {
        let checks = try AnonymizeChecks(table, settings)
        var columns: [LocalRecoding.Column] = []
        for place in checks.positions(checks.counted) {
            let column = checks.table.columns[place]
            let own = settings.hierarchy.columns[column.name]
            columns.append(
                .init(
                    hierarchy: try settings.hierarchy.hierarchy(for: column), codes: column.codes,
                    weight: own?.weight ?? 1, levelMax: own?.upTo ?? .max))
        }
        let recoding = LocalRecoding(
            columns: columns, rows: table.rowCount, k: settings.k,
            sensitive: settings.diversity.map { asked in
                .init(codes: checks.table.columns[checks.table.position(of: asked.column)!].codes, l: asked.l)
            })
        let kept = recoding.nodeOf.indices.filter { recoding.nodeOf[$0] != nil }
        guard !kept.isEmpty else { throw .nothingLeft(k: settings.k) }
        let microdata = try Self.microdata(checks, columns, recoding, kept)
        do {
            release = try Release(
                recounting: microdata, k: settings.k, quasiIdentifiers: Self.quasiIdentifiers(checks.settings),
                losses: .init(rowsSuppressed: table.rowCount - kept.count))
        } catch { throw .disclosure(error) }
        report = AnonymizeReport(release, checks, columns, recoding)
    }

    private static func quasiIdentifiers(_ settings: AnonymizeSettings) -> QuasiIdentifiers {
        QuasiIdentifiers(
            families: settings.quasi.map { .init($0, [$0]) },
            derivations: settings.derived.map { .init($0, from: settings.quasi) })
    }

    private static func microdata(
        _ checks: AnonymizeChecks, _ columns: [LocalRecoding.Column], _ recoding: LocalRecoding, _ kept: [Int]
    ) throws(AnonymizeRefusal) -> Microdata {
        let counted = checks.counted
        let sensitive = Set(checks.settings.diversity.map(\.column))
        var (dictionaries, codes): ([[String]], [[UInt16]]) = ([], [])
        for column in checks.table.columns {
            if let place = counted.firstIndex(of: column.name) {
                let (texts, own) = try recoded(columns[place], place, recoding, kept, name: column.name)
                dictionaries.append(texts)
                codes.append(own)
            } else {
                dictionaries.append(column.values)
                codes.append(kept.map { column.codes[$0] })
            }
        }
        let named = checks.table.columns.map { column in
            Microdata.Column(
                column.name,
                role: counted.contains(column.name) ? .quasi : sensitive.contains(column.name) ? .sensitive : .none)
        }
        return Microdata(columns: named, dictionaries: dictionaries, codes: codes, rowCount: kept.count)
    }

    /// One column at the levels that its rows were settled at.
    private static func recoded(
        _ column: LocalRecoding.Column, _ place: Int, _ recoding: LocalRecoding, _ kept: [Int], name: String
    ) throws(AnonymizeRefusal) -> ([String], [UInt16]) {
        let hierarchy = column.hierarchy
        var (texts, codeOf): ([String], [String: Int]) = ([], [:])
        // The same text at two levels is one value to whoever reads the file.
        let published = hierarchy.labels.map { labels in
            labels.map { label in
                if let known = codeOf[label] { return known }
                codeOf[label] = texts.count
                texts.append(label)
                return texts.count - 1
            }
        }
        guard texts.count <= Int(UInt16.max) + 1 else { throw .disclosure(.tooManyValues(name)) }
        let codes = kept.map { row in
            let level = recoding.nodes[recoding.nodeOf[row]!][place]
            return UInt16(published[level][Int(hierarchy.codes[level][Int(column.codes[row])])])
        }
        return (texts, codes)
    }
}
