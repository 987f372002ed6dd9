// SPDX-License-Identifier: Apache-2.0

import Cases

/// The table that finds entries of the log by who did them and what they were about. It follows from the log.
enum AuditIndex {
    /// Which of an entry's ids a row is for.
    enum Side: Int64 { case actor, subject }

    /// The rows of one entry: id, seq, side, at.
    static func rows(of act: Act) -> [[SQLValue]] {
        func row(_ id: EntityID, _ side: Side) -> [SQLValue] {
            [.blob(id.bytes), .int(Int64(act.seq)), .int(side.rawValue), .int(act.at)]
        }
        return [row(act.actor, .actor)] + (act.subject.map { [row($0, .subject)] } ?? [])
    }

    /// Adds the entries that the table does not know yet: those written before there was one.
    static func complete(_ connection: any SQLConnection) throws {
        let last = try connection.query("SELECT MAX(seq) FROM audit").first?.int(0) ?? 0
        let known = try connection.query("SELECT MAX(seq) FROM auditIndex").first?.int(0) ?? 0
        guard known == 0, last > 0 else { return }
        let places = (1...4).map { connection.dialect.placeholder($0) }.joined(separator: ", ")
        var rows: [[SQLValue]] = []
        try connection.forEach("SELECT entry FROM audit ORDER BY seq") { row in
            if let act = row.bytes(0).flatMap({ Act(canonical: $0) }) { rows += Self.rows(of: act) }
        }
        try connection.executeMany(
            "INSERT INTO auditIndex (id, seq, side, at) VALUES (\(places))", shared: [], rows)
    }
}
