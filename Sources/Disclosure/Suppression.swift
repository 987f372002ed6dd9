// SPDX-License-Identifier: Apache-2.0

extension Microdata {
    /// The rows whose class over every quasi-identifier, derived columns included, has at least `k` rows.
    ///
    /// Nothing that comes out of here is safe by this alone: only `Release` says so, after counting again.
    /// - Parameter k: 2 or more.
    /// - Returns: The rest of the table in its old order, and how many rows were left out.
    public func suppressingClasses(
        smallerThan k: Int, over quasiIdentifiers: QuasiIdentifiers
    ) -> (table: Microdata, suppressed: Int) {
        let classes = EquivalenceClasses(of: self, over: positions(of: quasiIdentifiers.counted))
        let kept = (0..<rowCount).filter { classes.sizes[Int(classes.classOf[$0])] >= k }
        return kept.count == rowCount ? (self, 0) : (selecting(kept), rowCount - kept.count)
    }

    /// The same rows, with the details emptied wherever fewer than `k` rows of one class share them.
    ///
    /// Within a class over the quasi-identifiers a pattern of details stays when at least `k` rows have it. The others
    /// are emptied together; when those are fewer than `k`, the rarest patterns that would have stayed join them, so
    /// that nobody is known as the one whose details were taken out. Needs classes of at least `k` rows to come to a
    /// table that is safe over all counted columns.
    ///
    /// - Returns: The table in its old order, and how many rows lost their details.
    public func withholdingDetails(
        sharedByFewerThan k: Int, within quasiIdentifiers: QuasiIdentifiers
    ) -> (table: Microdata, withheld: Int) {
        let details = positions(of: quasiIdentifiers.countedDetails)
        guard !details.isEmpty, rowCount > 0 else { return (self, 0) }
        let known = positions(of: quasiIdentifiers.counted)
        let classes = EquivalenceClasses(of: self, over: known)
        let patterns = EquivalenceClasses(of: self, over: known + details)
        var patternsOfClass: [[Int]] = Array(repeating: [], count: classes.sizes.count)
        var isEmpty = Array(repeating: false, count: patterns.sizes.count)
        var seen = Array(repeating: false, count: patterns.sizes.count)
        for row in 0..<rowCount {
            let pattern = Int(patterns.classOf[row])
            if seen[pattern] { continue }
            seen[pattern] = true
            isEmpty[pattern] = details.allSatisfy { self[row, $0].isEmpty }
            patternsOfClass[Int(classes.classOf[row])].append(pattern)
        }
        var withheld = Array(repeating: false, count: patterns.sizes.count)
        for list in patternsOfClass {
            for pattern in Self.tooRare(list, sizes: patterns.sizes, isEmpty: isEmpty, k: k) {
                withheld[pattern] = true
            }
        }
        let rows = (0..<rowCount).filter { withheld[Int(patterns.classOf[$0])] }
        return (blanking(quasiIdentifiers.countedDetails, inRows: rows), rows.count)
    }

    /// Of the patterns of one class, those to empty.
    private static func tooRare(_ patterns: [Int], sizes: [Int], isEmpty: [Bool], k: Int) -> [Int] {
        // The empty pattern is where emptied rows end up, so it counts with them from the start.
        var emptied = patterns.filter { isEmpty[$0] || sizes[$0] < k }
        var rows = emptied.reduce(0) { $0 + sizes[$1] }
        let rest = patterns.filter { !isEmpty[$0] && sizes[$0] >= k }.sorted { (sizes[$0], $0) < (sizes[$1], $1) }
        for pattern in rest where rows > 0 && rows < k {
            emptied.append(pattern)
            rows += sizes[pattern]
        }
        return emptied.filter { !isEmpty[$0] }
    }
}
