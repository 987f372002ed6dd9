// SPDX-License-Identifier: Apache-2.0

/// One table as a dump, a backup and a move between engines carry it.
public struct StoredTable: Sendable, Hashable {
    public let name: String
    /// The columns that name a row; rows are read in their order.
    public let key: [String]
    /// How its rows come and go: what an increment of a backup has to carry.
    let change: Change
    /// Where wrapped keys lie: a backup keeps them apart, in its keyring.
    let wraps: Wraps
    /// The column that the engine numbers when no number is given; nil for most tables.
    let identity: String?

    enum Change: Sendable, Hashable {
        /// Rows change and go; an increment has them all. No other table refers to them.
        case replaced
        /// Rows change and go only with an erasure; an increment has them all.
        case kept
        /// Rows are only added, each with a higher number in this column than all before.
        case grows(String)
        /// Rows stay for ever; only an act that was 0 is filled in.
        case tombstones
        /// Rows are only added and belong to a row of another table, whose act says when.
        case pieces(of: String, by: String)
    }

    enum Wraps: Sendable, Hashable {
        case none
        /// In this column of each row; the row itself belongs to the data. The other columns say which key it is.
        case column(String, with: [String])
        /// The whole row is a wrapped key and who may open it.
        case row
    }

    init(
        _ name: String, by key: [String], _ change: Change = .replaced, wraps: Wraps = .none, identity: String? = nil
    ) {
        self.name = name
        self.key = key
        self.change = change
        self.wraps = wraps
        self.identity = identity
    }

    /// The number by which its rows grow; nil for tables whose rows change.
    var grows: String? { if case .grows(let column) = change { column } else { nil } }
}

extension Migrations {
    /// Every table but `migration` and `change` (news for other servers, worth no backup), in an order in which rows
    /// can be inserted: what is referred to comes first.
    ///
    /// A new table gets its line here with the step that makes it (a test compares the list with the database).
    public static let tables: [StoredTable] = [
        StoredTable("instance", by: ["name"]),
        StoredTable("agency", by: ["id"], .kept, wraps: .column("wrapped", with: [])),
        StoredTable("scope", by: ["id"], .kept, wraps: .column("wrapped", with: ["epoch"])),
        StoredTable("record", by: ["seq"], .grows("seq"), identity: "seq"),
        StoredTable("assignment", by: ["scope", "account"]),
        StoredTable("account", by: ["id"]),
        StoredTable("batch", by: ["id"]),
        StoredTable("idempotency", by: ["name"]),
        StoredTable("audit", by: ["seq"], .grows("seq")),
        StoredTable("auditIndex", by: ["seq", "side", "id"], .grows("seq")),
        StoredTable("auditWords", by: ["seq"], .grows("seq")),
        StoredTable("checkpoint", by: ["size"], .grows("size")),
        StoredTable("alert", by: ["id"]),
        StoredTable("recovery", by: ["agency"]),
        StoredTable("compartment", by: ["scope", "part", "epoch"], .kept),
        StoredTable("compartmentKey", by: ["scope", "part", "epoch", "holder"], wraps: .row),
        StoredTable("review", by: ["id"]),
        StoredTable("glass", by: ["id"]),
        StoredTable("agreement", by: ["id"]),
        StoredTable("share", by: ["id"]),
        StoredTable("throttle", by: ["name"]),
        StoredTable("request", by: ["id"]),
        StoredTable("tombstone", by: ["scope"], .tombstones),
        StoredTable("erasedAct", by: ["act", "erasure"]),
        StoredTable("erasedWords", by: ["seq"]),
        StoredTable("erasure", by: ["id"]),
        StoredTable("retention", by: ["scope"]),
        StoredTable("file", by: ["id"], .kept, wraps: .column("wrapped", with: [])),
        StoredTable("fileChunk", by: ["file", "rendition", "number"], .pieces(of: "file", by: "file")),
        StoredTable("fileOrphan", by: ["file"]),
        StoredTable("backup", by: ["id"]),
    ]
}
