// SPDX-License-Identifier: Apache-2.0

/// Everything that must hold of a table and its settings before any of it is changed.
struct AnonymizeChecks {
    /// The table that is published, before coarsening: split and without dropped columns.
    private(set) var table: ColumnTable
    private(set) var settings: AnonymizeSettings

    /// - Throws: The first `AnonymizeRefusal` that stands in the way.
    init(_ table: ColumnTable, _ settings: AnonymizeSettings) throws(AnonymizeRefusal) {
        (self.table, self.settings) = (table, settings)
        guard settings.k >= 2 else { throw .disclosure(.thresholdTooSmall) }
        try checkNames()
        let dropped = Set(settings.dropped)
        self.table = table.leavingOut(dropped)
        for split in settings.splits where !dropped.contains(split.column) {
            let (splitTable, names) = try self.table.splitting(split.column, at: split.separator)
            self.table = splitTable
            self.settings = self.settings.replacing(split.column, by: names)
        }
        guard !settings.quasi.isEmpty else {
            throw .noQuasiIdentifiers(suggestions: UniquenessAdvice.columns(of: self.table, k: settings.k))
        }
        guard table.rowCount > 0 else { throw .disclosure(.noRows) }
        guard table.rowCount >= settings.k else { throw .tooFewRows(k: settings.k) }
        try checkColumns()
        try checkDeclared()
        try checkDiversity()
        let following = DerivationSearch(self.table, declared: positions(self.settings.quasi))
            .following(positions(others.filter { !self.settings.notDerived.contains($0) }), k: settings.k)
        guard following.isEmpty else { throw .undeclared(following) }
    }

    /// What each row is compared by: the declared columns and, after them, those derived from them.
    var counted: [String] { settings.quasi + settings.derived }

    /// The columns that go out as they are.
    var others: [String] {
        let counted = Set(counted)
        return table.columns.map(\.name).filter { !counted.contains($0) }
    }

    func positions(_ names: [String]) -> [Int] { names.compactMap(table.position) }

    private func checkNames() throws(AnonymizeRefusal) {
        let asked =
            settings.quasi + settings.derived + settings.notDerived + settings.dropped + settings.splits.map(\.column)
            + settings.diversity.map(\.column)
        let unknown = asked.filter { table.position(of: $0) == nil }
        // A diversity column may be one that a split makes; it is looked for again after it.
        let split = unknown.filter { name in settings.splits.contains { name.hasPrefix($0.column + "_") } }
        guard unknown.count == split.count else { throw .unknownColumns(unknown.filter { !split.contains($0) }) }
        var seen: Set<String> = []
        let parts = settings.quasi + settings.derived + settings.dropped + settings.diversity.map(\.column)
        let twice = parts.filter { !seen.insert($0).inserted }
        guard twice.isEmpty else { throw .declaredTwice(twice) }
        let declared = Set(settings.quasi + settings.derived)
        let strangers = settings.hierarchy.columns.keys.filter { !declared.contains($0) }.sorted()
        guard strangers.isEmpty || settings.quasi.isEmpty else { throw .hierarchyOfUnknown(strangers) }
    }

    private func checkColumns() throws(AnonymizeRefusal) {
        var (identifying, freeText): ([String], [String]) = ([], [])
        var joined: [AnonymizeRefusal.JoinedColumn] = []
        let counted = Set(counted)
        for column in table.columns {
            switch ColumnScreen(column).kind {
            case .category: continue
            case .joined(let separator): joined.append(.init(name: column.name, separator: separator))
            // A declared column is coarsened until k people share what is left of it.
            case .identifying: if !counted.contains(column.name) { identifying.append(column.name) }
            case .freeText: if !counted.contains(column.name) { freeText.append(column.name) }
            }
        }
        guard joined.isEmpty else { throw .joined(joined) }
        guard identifying.isEmpty else { throw .identifying(identifying) }
        guard freeText.isEmpty else { throw .freeText(freeText) }
    }

    private func checkDeclared() throws(AnonymizeRefusal) {
        var (empty, unshared): ([String], [String]) = ([], [])
        for place in positions(counted) {
            let column = table.columns[place]
            var rows = [Int](repeating: 0, count: column.values.count)
            for code in column.codes { rows[Int(code)] += 1 }
            if rows[0] == table.rowCount { empty.append(column.name) }
            let hasHierarchy = settings.hierarchy.columns[column.name] != nil
            if !hasHierarchy, (rows.max() ?? 0) < settings.k { unshared.append(column.name) }
        }
        guard empty.isEmpty else { throw .emptyColumns(empty) }
        guard unshared.isEmpty else { throw .nothingShared(unshared, k: settings.k) }
    }

    private func checkDiversity() throws(AnonymizeRefusal) {
        for asked in settings.diversity {
            guard let place = table.position(of: asked.column) else { throw .unknownColumns([asked.column]) }
            let values = Set(table.columns[place].codes).count
            guard values >= asked.l else { throw .tooLittleDiversity(column: asked.column, l: asked.l) }
        }
    }
}
