// SPDX-License-Identifier: Apache-2.0

import CPostgreSQL

/// Values as libpq takes them: binary, in one piece of memory.
struct PostgreSQLParameters {
    /// The types as the server numbers them; 0 where it finds out itself.
    let types: [Oid]
    private let storage: [CChar]
    private let starts: [Int?]
    private let lengths: [Int32]

    init(_ values: [SQLValue]) {
        var (storage, starts, lengths): ([CChar], [Int?], [Int32]) = ([], [], [])
        for value in values {
            let start = storage.count
            switch value {
            case .null: break
            case .int(let int):
                for shift in stride(from: 56, through: 0, by: -8) {
                    storage.append(CChar(truncatingIfNeeded: int >> Int64(shift)))
                }
            case .text(let text): storage += text.utf8.lazy.map { CChar(bitPattern: $0) }
            case .blob(let bytes): storage += bytes.lazy.map { CChar(bitPattern: $0) }
            }
            starts.append(value == .null ? nil : start)
            lengths.append(Int32(storage.count - start))
        }
        // An empty value at the end needs a place to point to as well.
        storage.append(0)
        (self.storage, self.starts, self.lengths) = (storage, starts, lengths)
        types = values.map(PostgreSQLType.oid)
    }

    var count: Int32 { Int32(lengths.count) }

    /// What libpq is given: values, lengths, formats. Valid inside the body alone.
    func withPointers<Result>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Result
    ) -> Result {
        storage.withUnsafeBufferPointer { storage in
            let values: [UnsafePointer<CChar>?] = starts.map { start in start.map { storage.baseAddress! + $0 } }
            let formats = [Int32](repeating: 1, count: lengths.count)
            return values.withUnsafeBufferPointer { values in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { body(values.baseAddress, lengths.baseAddress, $0.baseAddress) }
                }
            }
        }
    }
}

/// The types that values here have, by the server's numbers (`pg_type.dat`).
enum PostgreSQLType {
    static let (bool, bytea, name, int8, int2, int4, text): (Oid, Oid, Oid, Oid, Oid, Oid, Oid) =
        (16, 17, 19, 20, 21, 23, 25)
    static let (oid, varchar, numeric, void): (Oid, Oid, Oid, Oid) = (26, 1043, 1700, 2278)

    static func oid(_ value: SQLValue) -> Oid {
        switch value {
        case .null: 0
        case .int: int8
        case .text: text
        case .blob: bytea
        }
    }
}
