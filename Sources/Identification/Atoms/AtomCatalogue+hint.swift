// SPDX-License-Identifier: Apache-2.0

extension AtomCatalogue {
    /// What to add to “there is no such atom”: the nearest name that there is; empty when none is near.
    func hint(for text: String) -> String {
        let name = text.split(separator: ".").last.map(String.init) ?? text
        let near =
            atoms.first { $0.id.rawValue.hasSuffix(".\(name)") }?.id.rawValue
            ?? atoms.map(\.id.rawValue).min { Self.distance($0, text) < Self.distance($1, text) }
        guard let near, Self.distance(near, text) <= max(3, text.count / 4) || near.hasSuffix(".\(name)") else {
            return ""
        }
        return "; the nearest is “\(near)”"
    }

    /// Edits between two short texts (Levenshtein).
    private static func distance(_ a: String, _ b: String) -> Int {
        let (a, b) = (Array(a.utf8), Array(b.utf8))
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var before = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let next = min(row[j] + 1, row[j + 1] + 1, before + (x == y ? 0 : 1))
                before = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[b.count]
    }
}
