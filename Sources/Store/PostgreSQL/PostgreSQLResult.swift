// SPDX-License-Identifier: Apache-2.0

import CPostgreSQL

/// What a statement gave, in libpq's memory until this is let go.
final class PostgreSQLResult {
    private let result: OpaquePointer?

    init(_ result: OpaquePointer?) { self.result = result }
    deinit { PQclear(result) }

    var status: ExecStatusType { PQresultStatus(result) }
    var isGood: Bool { status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK }
    /// Such as `COMMIT` or `UPDATE 1`.
    var command: String { PQcmdStatus(result).map { String(cString: $0) } ?? "" }
    /// How many rows the statement changed.
    var changed: Int { PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0 }
    var rowCount: Int { Int(PQntuples(result)) }
    /// What it takes in memory.
    var memoryBytes: Int { PQresultMemorySize(result) }
    /// Five characters of the SQL standard; empty when the server said none, as when it is gone.
    var state: String { field("C") }
    /// The name of the rule that was broken, a word of the program's own; mostly empty.
    var constraint: String { field("n") }

    private func field(_ code: Unicode.Scalar) -> String {
        PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) } ?? ""
    }

    /// - Throws: `SQLError` for a type that is not one of the four here.
    func row(_ row: Int) throws(SQLError) -> SQLRow {
        var values: [SQLValue] = []
        let count = PQnfields(result)
        values.reserveCapacity(Int(count))
        for column in 0..<count { values.append(try value(Int32(row), column)) }
        return SQLRow(values)
    }

    private func value(_ row: Int32, _ column: Int32) throws(SQLError) -> SQLValue {
        guard PQgetisnull(result, row, column) == 0 else { return .null }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
        let type = PQftype(result, column)
        switch type {
        case PostgreSQLType.bytea: return .blob([UInt8](bytes))
        case PostgreSQLType.text, PostgreSQLType.varchar, PostgreSQLType.name:
            return .text(String(decoding: bytes, as: UTF8.self))
        case PostgreSQLType.int8: return .int(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
        case PostgreSQLType.int4: return .int(Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))))
        case PostgreSQLType.oid: return .int(Int64(UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self))))
        case PostgreSQLType.int2: return .int(Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self))))
        case PostgreSQLType.bool: return .int(bytes[0] == 0 ? 0 : 1)
        case PostgreSQLType.void: return .null
        case PostgreSQLType.numeric: return .int(try Self.whole(bytes))
        default: throw SQLError(kind: .other, code: "type \(type)")
        }
    }

    /// A whole number of the type `numeric`, such as sums have: digits to the base 10,000 (`numeric_send`).
    private static func whole(_ bytes: UnsafeRawBufferPointer) throws(SQLError) -> Int64 {
        func short(_ place: Int) -> Int {
            Int(Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: place * 2, as: Int16.self)))
        }
        let (digits, weight, sign) = (short(0), short(1), short(2))
        guard weight < 5, digits <= weight + 1, sign == 0 || sign == 0x4000 else {
            throw SQLError(kind: .other, code: "numeric")
        }
        var number: Int64 = 0
        for place in 0..<max(0, weight + 1) { number = number * 10_000 + Int64(place < digits ? short(4 + place) : 0) }
        return sign == 0 ? number : -number
    }
}

extension SQLError {
    /// What PostgreSQL refused, by its `SQLSTATE` (PostgreSQL documentation, appendix A).
    init(state: String, constraint: String = "") {
        let kind: Kind =
            switch state {
            case "23505": .unique
            case "23503": .foreignKey
            case "23502": .notNull
            case "23514", "P0001": .check
            case "40001", "40P01", "55P03": .busy
            case "53100": .full
            case "25006", "42501": .readOnly
            case "XX001", "XX002": .corrupt
            case "", "25P03", "57P01", "57P02", "57P03", "57P05": .lost
            default: state.hasPrefix("08") ? .lost : state.hasPrefix("22") ? .check : .other
            }
        self.init(
            kind: kind, code: state.isEmpty ? "08006" : constraint.isEmpty ? state : "\(state) \(constraint)")
    }
}
