// SPDX-License-Identifier: Apache-2.0

import Linkage

/// What `wayhouse link --report` writes. Holds no value of a record.
struct LinkReport: Encodable {
    struct Clusters: Encodable {
        let count: Int
        let largest: Int
        let refusedBySize: Int
    }

    let records: Int
    let columns: [PersonTable.ColumnUse]
    let notes: [String]
    let threshold: Double
    let pairs: Int
    let linkage: Linkage.Summary
    let clusters: Clusters
    let uniquePeople: UniqueEstimate
    let model: LinkageModel

    init(_ linkage: Linkage, _ groups: AverageLink, threshold: Double) {
        records = linkage.table.count
        columns = linkage.table.columns
        notes = linkage.table.notes
        self.threshold = threshold
        pairs = linkage.pairs.count
        self.linkage = linkage.summary
        clusters = Clusters(count: groups.count, largest: groups.largest, refusedBySize: groups.refusedBySize)
        uniquePeople = UniqueEstimate(linkage, groups: groups)
        model = linkage.model
    }
}
