// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A piece of what lies inside a backup's age file: a letter, a length of four bytes, and so many bytes.
///
/// `H` says which backup it is (JSON), `B` has rows of one table, `E` says how it ended (JSON); docs/backup.md has the
/// form in full. Numbers are big-endian.
enum BackupFrame: Sendable {
    case head(BackupInner)
    case rows(DumpBatch)
    case end(BackupFacts)

    /// Nobody writes a longer one.
    static let bytesMax = 64 << 20

    var bytes: [UInt8] {
        get throws {
            switch self {
            case .head(let inner): Self.framed("H", Array(try Self.encoder.encode(inner)))
            case .end(let facts): Self.framed("E", Array(try Self.encoder.encode(facts)))
            case .rows(let batch): Self.framed("B", Self.bytes(of: batch))
            }
        }
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return encoder
    }

    private static func framed(_ letter: Unicode.Scalar, _ body: [UInt8]) -> [UInt8] {
        var frame: [UInt8] = [UInt8(ascii: letter)]
        frame.reserveCapacity(body.count + 5)
        frame.append(number: UInt64(body.count), bytes: 4)
        return frame + body
    }

    private static func bytes(of batch: DumpBatch) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(batch.rows.reduce(64) { $0 + $1.reduce(0) { $0 + $1.byteCount } })
        for name in [batch.table] + batch.columns { bytes.append(sized: Array(name.utf8)) }
        bytes.append(number: UInt64(UInt32.max), bytes: 4)
        bytes.append(number: UInt64(batch.rows.count), bytes: 4)
        for value in batch.rows.joined() {
            switch value {
            case .null: bytes.append(0)
            case .int(let number):
                bytes.append(1)
                bytes.append(number: UInt64(bitPattern: number), bytes: 8)
            case .text(let text):
                bytes.append(2)
                bytes.append(sized: Array(text.utf8))
            case .blob(let blob):
                bytes.append(3)
                bytes.append(sized: blob)
            }
        }
        return bytes
    }

    /// Reads one body. Throws `BackupFault.manifest` for anything that is not exactly one.
    init(letter: UInt8, _ body: [UInt8]) throws {
        switch letter {
        case UInt8(ascii: "H"): self = .head(try Self.json(body))
        case UInt8(ascii: "E"): self = .end(try Self.json(body))
        case UInt8(ascii: "B"): self = .rows(try Self.batch(body))
        default: throw BackupFault.manifest
        }
    }

    private static func json<Value: Decodable>(_ body: [UInt8]) throws -> Value {
        do { return try JSONDecoder().decode(Value.self, from: Data(body)) } catch { throw BackupFault.manifest }
    }

    private static func batch(_ body: [UInt8]) throws -> DumpBatch {
        var cursor = Cursor(bytes: body)
        guard let table = try cursor.sized() else { throw BackupFault.manifest }
        var columns: [String] = []
        while let name = try cursor.sized() { columns.append(String(decoding: name, as: UTF8.self)) }
        let count = Int(try cursor.number(4))
        guard !columns.isEmpty, count <= body.count else { throw BackupFault.manifest }
        var batch = DumpBatch(table: String(decoding: table, as: UTF8.self), columns: columns, rows: [])
        batch.rows.reserveCapacity(count)
        for _ in 0..<count { batch.rows.append(try columns.indices.map { _ in try cursor.value() }) }
        guard cursor.isAtEnd else { throw BackupFault.manifest }
        return batch
    }

    private struct Cursor {
        let bytes: [UInt8]
        var place = 0

        var isAtEnd: Bool { place == bytes.count }

        mutating func number(_ count: Int) throws -> UInt64 {
            guard bytes.count - place >= count else { throw BackupFault.manifest }
            defer { place += count }
            return bytes[place..<(place + count)].reduce(0) { $0 << 8 | UInt64($1) }
        }

        /// Nil for the mark that ends the names.
        mutating func sized() throws -> [UInt8]? {
            let count = try number(4)
            if count == UInt64(UInt32.max) { return nil }
            guard bytes.count - place >= Int(count) else { throw BackupFault.manifest }
            defer { place += Int(count) }
            return Array(bytes[place..<(place + Int(count))])
        }

        mutating func value() throws -> SQLValue {
            switch try number(1) {
            case 0: return .null
            case 1: return .int(Int64(bitPattern: try number(8)))
            case 2: return .text(String(decoding: try sized() ?? [], as: UTF8.self))
            case 3: return .blob(try sized() ?? [])
            default: throw BackupFault.manifest
            }
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(number: UInt64, bytes count: Int) {
        for place in (0..<count).reversed() { append(UInt8(truncatingIfNeeded: number >> (8 * UInt64(place)))) }
    }

    fileprivate mutating func append(sized part: [UInt8]) {
        append(number: UInt64(part.count), bytes: 4)
        self += part
    }
}
