// SPDX-License-Identifier: Apache-2.0

/// One transaction on a PostgreSQL connection.
final class PostgreSQLConnection: SQLConnection {
    private let session: PostgreSQLSession
    private var hooks: [@Sendable () -> Void] = []
    private var cursors = 0

    init(_ session: PostgreSQLSession) { self.session = session }

    var dialect: SQLDialect { .postgresql }

    func query(_ sql: SQL) throws -> [SQLRow] {
        let (text, parameters) = sql.rendered(for: .postgresql)
        return try session.query(text, parameters)
    }

    /// Through a cursor, so that any number of rows takes the memory of one batch, and other statements may run
    /// meanwhile.
    func forEach(_ sql: SQL, _ body: (SQLRow) throws -> Void) throws {
        let (text, parameters) = sql.rendered(for: .postgresql)
        cursors += 1
        let name = "c\(cursors)"
        _ = try session.execute("DECLARE \(name) NO SCROLL CURSOR FOR \(text)", parameters)
        var rows = Self.firstRows
        while true {
            let result = try session.execute("FETCH \(rows) FROM \(name)", [])
            for place in 0..<result.rowCount { try body(try result.row(place)) }
            if result.rowCount < rows { break }
            rows = min(max(1, rows * Self.batchBytes / max(1, result.memoryBytes)), Self.mostRows)
        }
        try session.run("CLOSE \(name)")
    }

    /// Rows of records are some hundred bytes, pieces of files 64 KiB: the first batch tells, and later ones are as
    /// large as pays.
    private static let firstRows = 50
    private static let mostRows = 5_000
    private static let batchBytes = 1 << 20

    @discardableResult
    func execute(_ sql: SQL) throws -> Int {
        let (text, parameters) = sql.rendered(for: .postgresql)
        return try session.execute(text, parameters).changed
    }

    func executeMany(_ text: String, shared: [SQLValue], _ rows: [[SQLValue]]) throws {
        try session.executeMany(text, shared: shared, rows)
    }

    func afterCommit(_ body: @escaping @Sendable () -> Void) { hooks.append(body) }

    /// What waits for the commit; to be called once it happened.
    func finish() { for hook in hooks { hook() } }
}
