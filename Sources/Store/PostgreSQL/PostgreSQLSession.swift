// SPDX-License-Identifier: Apache-2.0

import CPostgreSQL
import Foundation

/// One connection to a PostgreSQL server, made when it is first needed and made anew after it was lost.
///
/// Used by one thread at a time: the queue of its owner. libpq waits for the network, so that queue is never one of
/// Swift's cooperative threads.
final class PostgreSQLSession: @unchecked Sendable {
    private let url: String
    private let isLooking: Bool
    private let onConnect: @Sendable (PostgreSQLSession) throws -> Void
    private var handle: OpaquePointer?
    private var prepared: [Statement: String] = [:]
    /// What tells this instance from others in the same database: for locks and notices.
    private(set) var instanceKey: Int32 = 0

    private struct Statement: Hashable {
        let text: String
        let types: [UInt32]
    }
    private static let preparedMax = 400

    /// - Parameters:
    ///   - isLooking: For somebody who writes nothing: also to a server that would forget, or a replica.
    ///   - onConnect: Runs each time that the connection was made, before anything else.
    init(
        url: String, isLooking: Bool = false,
        onConnect: @escaping @Sendable (PostgreSQLSession) throws -> Void = { _ in }
    ) {
        self.url = url
        self.isLooking = isLooking
        self.onConnect = onConnect
    }

    deinit { close() }

    /// The descriptor of the connection, to wait on; nil without one.
    var socket: Int32? { handle.map { PQsocket($0) } }

    func close() {
        if let handle { PQfinish(handle) }
        handle = nil
        prepared = [:]
    }

    /// Makes the connection unless there is one. Waits for the server, at most about 5 s for each of its addresses.
    ///
    /// - Throws: `StoreError.cannotConnect`, `.readOnlyReplica`, `.weakSettings`; whatever `onConnect` throws.
    func connect() throws {
        if let handle, PQstatus(handle) == CONNECTION_OK { return }
        close()
        let made = Self.open(url)
        guard PQstatus(made) == CONNECTION_OK else {
            let message = PQerrorMessage(made).map { String(cString: $0) } ?? ""
            PQfinish(made)
            // Words of libpq itself: it is not told to speak another language.
            if message.contains("session is read-only") || message.contains("server is in hot standby mode") {
                throw StoreError.readOnlyReplica
            }
            throw StoreError.cannotConnect(message.split(separator: "\n").first.map(String.init) ?? "no answer")
        }
        PQsetNoticeProcessor(made, { _, _ in }, nil)
        handle = made
        do {
            try settle()
            try onConnect(self)
        } catch {
            close()
            throw error
        }
    }

    /// Asks how the server keeps what it is given, and says what a connection of ours is like.
    private func settle() throws {
        let row = try query(
            """
            SELECT current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'),
            current_setting('server_version_num')::int, current_setting('server_encoding'), current_schema()::text,
            pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on',
            ('x' || left(md5(current_schema()), 8))::bit(32)::int
            """, []
        ).first
        guard let row else { throw SQLError(state: "") }
        if isLooking { return }
        guard row.int(6) == 0 else { throw StoreError.readOnlyReplica }
        for (place, name) in ["fsync", "full_page_writes", "synchronous_commit"].enumerated() {
            #if DEBUG
                if TestSwitch.weakSync.isOn { continue }
            #endif
            guard row.text(place) != "off" else { throw StoreError.weakSettings(name) }
        }
        guard let version = row.int(3), version >= 130_000 else { throw StoreError.weakSettings("server_version") }
        guard row.text(4) == "UTF8" else { throw StoreError.weakSettings("server_encoding") }
        guard row.text(5) != nil, let key = row.int(7) else { throw StoreError.weakSettings("search_path") }
        instanceKey = Int32(truncatingIfNeeded: key)
        // A process that stands still must not hold the others up, nor one whose machine is gone.
        try run(
            """
            SET lock_timeout = '30s'; SET idle_in_transaction_session_timeout = '30s'; SET tcp_keepalives_idle = 5;
            SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3; SET TimeZone = 'UTC'
            """)
    }

    /// What stands before the address can be said otherwise there; what stands after it cannot.
    private static func open(_ url: String) -> OpaquePointer? {
        let options = [
            ("application_name", "wayhouse"), ("connect_timeout", "5"), ("keepalives_idle", "5"),
            ("keepalives_interval", "2"), ("keepalives_count", "3"), ("tcp_user_timeout", "10000"),
            ("target_session_attrs", StorePlace.hasSeveralHosts(url) ? "read-write" : "any"), ("dbname", url),
            ("client_encoding", "UTF8"),
        ]
        func texts(_ all: [String]) -> [UnsafeMutablePointer<CChar>?] { all.map { strdup($0) } + [nil] }
        let (names, values) = (texts(options.map(\.0)), texts(options.map(\.1)))
        defer { for text in names + values { free(text) } }
        func constant(_ all: [UnsafeMutablePointer<CChar>?]) -> [UnsafePointer<CChar>?] {
            all.map { $0.map { UnsafePointer($0) } }
        }
        return PQconnectdbParams(constant(names), constant(values), 1)
    }

    /// Runs one or more statements without parameters. Returns what the last one did.
    @discardableResult
    func run(_ text: String) throws -> PostgreSQLResult {
        guard let handle else { throw SQLError(state: "") }
        return try checked(PostgreSQLResult(PQexec(handle, text)))
    }

    func query(_ text: String, _ parameters: [SQLValue]) throws -> [SQLRow] {
        let result = try execute(text, parameters)
        return try (0..<result.rowCount).map { try result.row($0) }
    }

    /// Runs one statement. It is prepared when it is of a kind that comes again.
    func execute(_ text: String, _ parameters: [SQLValue]) throws -> PostgreSQLResult {
        guard let handle else { throw SQLError(state: "") }
        let given = PostgreSQLParameters(parameters)
        guard Self.comesAgain(text) else {
            return try checked(
                PostgreSQLResult(
                    given.withPointers { values, lengths, formats in
                        PQexecParams(handle, text, given.count, given.types, values, lengths, formats, 1)
                    }))
        }
        let name = try prepare(text, given)
        return try checked(
            PostgreSQLResult(
                given.withPointers { values, lengths, formats in
                    PQexecPrepared(handle, name, given.count, values, lengths, formats, 1)
                }))
    }

    private static func comesAgain(_ text: String) -> Bool {
        ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains { text.hasPrefix($0) }
    }

    private func prepare(_ text: String, _ given: PostgreSQLParameters) throws -> String {
        guard let handle else { throw SQLError(state: "") }
        let statement = Statement(text: text, types: given.types)
        if let name = prepared[statement] { return name }
        if prepared.count >= Self.preparedMax {
            try run("DEALLOCATE ALL")
            prepared = [:]
        }
        let name = "s\(prepared.count)"
        _ = try checked(PostgreSQLResult(PQprepare(handle, name, text, given.count, given.types)))
        prepared[statement] = name
        return name
    }

    /// Runs one statement for each list of parameters, without waiting for the answer of each.
    func executeMany(_ text: String, shared: [SQLValue], _ rows: [[SQLValue]]) throws {
        var start = 0
        while start < rows.count {
            let end = min(start + Self.pipelined, rows.count)
            let batch = rows[start..<end].map { PostgreSQLParameters(shared + $0) }
            let names = try batch.map { try prepare(text, $0) }
            try pipeline(zip(names, batch))
            start = end
        }
    }

    /// As many as fit into what the network keeps for us, so that neither side waits for the other to read.
    private static let pipelined = 128

    private func pipeline(_ batch: some Sequence<(String, PostgreSQLParameters)>) throws {
        guard let handle, PQenterPipelineMode(handle) == 1 else { throw SQLError(state: "") }
        for (name, given) in batch {
            _ = given.withPointers { values, lengths, formats in
                PQsendQueryPrepared(handle, name, given.count, values, lengths, formats, 1)
            }
        }
        PQpipelineSync(handle)
        var failure: SQLError?
        while true {
            guard let raw = PQgetResult(handle) else {
                if PQstatus(handle) == CONNECTION_OK { continue }
                failure = failure ?? SQLError(state: "")
                break
            }
            let result = PostgreSQLResult(raw)
            if result.status == PGRES_PIPELINE_SYNC { break }
            if !result.isGood, result.status != PGRES_PIPELINE_ABORTED { failure = failure ?? error(of: result) }
        }
        PQexitPipelineMode(handle)
        if let failure { throw failure }
    }

    private func checked(_ result: PostgreSQLResult) throws -> PostgreSQLResult {
        guard result.isGood else { throw error(of: result) }
        return result
    }

    private func error(of result: PostgreSQLResult) -> SQLError {
        let isGone = handle.map { PQstatus($0) != CONNECTION_OK } ?? true
        guard isGone else { return SQLError(state: result.state, constraint: result.constraint) }
        return SQLError(kind: .lost, code: result.state.isEmpty ? "08006" : result.state)
    }

    /// Takes in what the server sent by itself. False when the connection is gone.
    func hears() -> (isAlive: Bool, notices: Int) {
        guard let handle, PQconsumeInput(handle) == 1 else { return (false, 0) }
        var count = 0
        while let notice = PQnotifies(handle) {
            PQfreemem(notice)
            count += 1
        }
        return (true, count)
    }
}
