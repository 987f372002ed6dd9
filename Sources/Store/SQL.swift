// SPDX-License-Identifier: Apache-2.0

/// A value that a database can bind and return.
public enum SQLValue: Sendable, Hashable {
    case null
    case int(Int64)
    case text(String)
    case blob([UInt8])
}

/// What may stand in an `SQL` interpolation.
public protocol SQLBindable: Sendable { var sqlValue: SQLValue { get } }
extension SQLValue: SQLBindable { public var sqlValue: SQLValue { self } }
extension String: SQLBindable { public var sqlValue: SQLValue { .text(self) } }
extension Int: SQLBindable { public var sqlValue: SQLValue { .int(Int64(self)) } }
extension Int64: SQLBindable { public var sqlValue: SQLValue { .int(self) } }
extension Bool: SQLBindable { public var sqlValue: SQLValue { .int(self ? 1 : 0) } }
extension Array: SQLBindable where Element == UInt8 { public var sqlValue: SQLValue { .blob(self) } }
extension Optional: SQLBindable where Wrapped: SQLBindable { public var sqlValue: SQLValue { self?.sqlValue ?? .null } }

/// What differs between the engines; the rest of the SQL here is common to both.
public enum SQLDialect: String, Sendable, CaseIterable {
    case sqlite, postgresql

    /// The type of a column of bytes.
    public var blobType: String { self == .sqlite ? "BLOB" : "BYTEA" }
    /// The placeholder of the n-th parameter, from 1.
    public func placeholder(_ n: Int) -> String { self == .sqlite ? "?\(n)" : "$\(n)" }
}

/// SQL text whose interpolated values become bound parameters: never pasted.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    enum Part: Sendable {
        case raw(String)
        case parameter(SQLValue)
    }
    let parts: [Part]

    public init(stringLiteral value: String) { parts = [.raw(value)] }
    public init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }

    public struct StringInterpolation: StringInterpolationProtocol {
        var parts: [Part] = []
        public init(literalCapacity: Int, interpolationCount: Int) { parts.reserveCapacity(interpolationCount * 2 + 1) }
        public mutating func appendLiteral(_ literal: String) { if !literal.isEmpty { parts.append(.raw(literal)) } }
        public mutating func appendInterpolation(_ value: some SQLBindable) { parts.append(.parameter(value.sqlValue)) }
        public mutating func appendInterpolation(_ value: (some SQLBindable)?) {
            parts.append(.parameter(value?.sqlValue ?? .null))
        }
        /// Text of the program's own, such as a column type. Never anything that a person typed.
        public mutating func appendInterpolation(raw text: String) { parts.append(.raw(text)) }
        public mutating func appendInterpolation(list values: [some SQLBindable]) {
            for (position, value) in values.enumerated() {
                if position > 0 { parts.append(.raw(", ")) }
                parts.append(.parameter(value.sqlValue))
            }
        }
    }

    /// The text with numbered placeholders, and the parameters in order.
    public func rendered(for dialect: SQLDialect) -> (text: String, parameters: [SQLValue]) {
        var text = ""
        var parameters: [SQLValue] = []
        for part in parts {
            switch part {
            case .raw(let raw): text += raw
            case .parameter(let value):
                parameters.append(value)
                text += dialect.placeholder(parameters.count)
            }
        }
        return (text, parameters)
    }
}

/// One row of a result, columns by position.
public struct SQLRow: Sendable {
    public let values: [SQLValue]

    public init(_ values: [SQLValue]) { self.values = values }
    /// The column as bytes; nil for another type.
    public func bytes(_ column: Int) -> [UInt8]? { if case .blob(let bytes) = values[column] { bytes } else { nil } }
    /// The column as text; nil for another type.
    public func text(_ column: Int) -> String? { if case .text(let text) = values[column] { text } else { nil } }
    /// The column as an integer; nil for another type.
    public func int(_ column: Int) -> Int? { if case .int(let int) = values[column] { Int(int) } else { nil } }
}

/// What a database refused, without the values it was given.
public struct SQLError: Error, Sendable, CustomStringConvertible {
    public enum Kind: String, Sendable {
        case unique, foreignKey, notNull, check, busy, full, readOnly, corrupt, other
        /// The disk did not keep what it was given: nothing is certain any more (`FailStop`).
        case failed
        /// The database server went away; what was asked for may be tried again.
        case lost
    }
    public let kind: Kind
    /// The engine's own code.
    public let code: String
    public var description: String { "database error \(code) (\(kind.rawValue))" }
}

/// One connection inside one transaction: synchronous, used only on the thread that runs the body.
public protocol SQLConnection {
    var dialect: SQLDialect { get }
    /// All rows of a result.
    func query(_ sql: SQL) throws -> [SQLRow]
    /// Each row of a result in turn, without holding them all.
    func forEach(_ sql: SQL, _ body: (SQLRow) throws -> Void) throws
    /// Runs a statement. Returns how many rows it changed.
    @discardableResult func execute(_ sql: SQL) throws -> Int
    /// Runs one statement, its placeholders written by `SQLDialect.placeholder`, once for each list of parameters.
    ///
    /// - Parameter shared: The first parameters, the same for each run.
    func executeMany(_ text: String, shared: [SQLValue], _ rows: [[SQLValue]]) throws
    /// Runs once the transaction at hand is on disk, on the same thread, before its writer is told so; not when it
    /// fails.
    func afterCommit(_ body: @escaping @Sendable () -> Void)
    /// Lets go of what the connection remembers of pages that were read: after much that nobody will ask for again.
    func releaseMemory()
}

extension SQLConnection {
    /// Nothing, where the engine keeps its pages in a process of its own.
    public func releaseMemory() {}
}

/// A pool of connections. Bodies are synchronous and run off Swift's cooperative threads; each is one transaction.
public protocol SQLDatabase: Sendable {
    var dialect: SQLDialect { get }
    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T
    /// Everything or nothing, on disk when this returns. The body may run again when a first attempt is known to have
    /// left nothing.
    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T
    /// As `write`, of a body that uses something up and so runs once at most.
    func writeOnce<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T
    /// Gives a database whose reads all see the same moment, however many there are; it cannot be written through.
    func atOneMoment<T: Sendable>(_ body: @Sendable (any SQLDatabase) async throws -> T) async throws -> T
    /// What the engine itself finds wrong with what it keeps, a sentence each; empty when whole.
    func integrityComplaints() async throws -> [String]
    /// Leaves nothing of what was removed in the engine's own log, as far as the engine does that when asked.
    func checkpoint() async throws
    func close() async throws
}

extension SQLDatabase {
    public func writeOnce<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T { try await write(body) }

    /// Where one process alone writes, that process sees to it.
    public func atOneMoment<T: Sendable>(_ body: @Sendable (any SQLDatabase) async throws -> T) async throws -> T {
        try await body(self)
    }
}
