// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// A record as bytes, in one body for each part that it has something in, so that opening coded facts opens no names.
///
/// The first body begins with the kind and the links. Every body then holds its fields, sorted by name:
/// `name length (1) | name | tag (1) | payload`. Integers are big-endian. The same record gives the same bytes.
struct RecordCodec: Sendable {
    private let codebook: Codebook
    /// The class and the part of each field, by the number of its name.
    private let classes: [FieldClass]
    private let parts: [SealedPart]

    init(codebook: Codebook) {
        self.codebook = codebook
        classes = (0..<FieldName.numberCount).map { Self.fieldClass(FieldName(number: $0), codebook) }
        parts = classes.map { SealedPart($0) }
    }

    /// The bodies of a record in the order of the parts; at least one, `facts` when the record is empty.
    func bodies(of record: Record) -> [(part: SealedPart, body: [UInt8])] {
        var present: UInt8 = 0
        for entry in record.entries { present |= 1 << part(entry.name).rawValue }
        // What the record is must open without a compartment's key.
        if present & Self.openParts == 0 { present |= 1 << SealedPart.facts.rawValue }
        var bodies: [(part: SealedPart, body: [UInt8])] = []
        for part in SealedPart.allCases where present & 1 << part.rawValue != 0 {
            var body: [UInt8] = []
            body.reserveCapacity(Self.usualBodyBytes)
            if bodies.isEmpty { appendHeader(record, to: &body) }
            for entry in record.entries where self.part(entry.name) == part { append(entry, to: &body) }
            bodies.append((part, body))
        }
        return bodies
    }

    /// The fields of a record that lie in compartments.
    func compartments(of record: Record) -> [SealedPart: [FieldName]] {
        var found: [SealedPart: [FieldName]] = [:]
        for entry in record.entries where part(entry.name).isCompartment {
            found[part(entry.name), default: []].append(entry.name)
        }
        return found
    }

    private static let usualBodyBytes = 512
    private static let openParts: UInt8 = SealedPart.allCases.reduce(0) {
        $1.isCompartment ? $0 : $0 | 1 << $1.rawValue
    }

    /// The record that bodies make up, with what the filter lets through; the first body must be there.
    ///
    /// - Throws: `StoreError.damaged` when the bytes are not such bodies.
    func record(from bodies: [[UInt8]], _ filter: RecordFilter) throws -> Record {
        guard let first = bodies.first else { throw StoreError.damaged("record kind") }
        let kind = try kind(of: first)
        guard filter.takes(kind) else { return Record(stored: kind, entries: [], links: [:]) }
        var links: [Link: EntityID] = [:]
        var entries: [Record.Entry] = []
        for (position, body) in bodies.enumerated() {
            var reader = ByteReader(body)
            if position == 0 { links = try self.links(&reader) }
            while !reader.isAtEnd {
                let name = FieldName(try reader.shortText())
                let value = try value(&reader)
                if filter.hasAllClasses || filter.classes.contains(fieldClass(name)) {
                    entries.append(.init(name, value))
                }
            }
        }
        return Record(stored: kind, entries: entries, links: links)
    }

    /// The kind that a first body begins with.
    ///
    /// - Throws: `StoreError.damaged`.
    func kind(of first: [UInt8]) throws -> RecordKind {
        var reader = ByteReader(first)
        guard let kind = RecordKind(rawValue: try reader.shortText()) else { throw StoreError.damaged("record kind") }
        return kind
    }

    private func links(_ reader: inout ByteReader) throws -> [Link: EntityID] {
        _ = try reader.shortText()
        var links: [Link: EntityID] = [:]
        for _ in 0..<(try reader.byte()) {
            guard let link = Link(rawValue: try reader.shortText()), let id = EntityID(bytes: try reader.bytes(16))
            else { throw StoreError.damaged("link") }
            links[link] = id
        }
        return links
    }

    /// Fields that the codebook no longer knows stand with the narrative.
    private static func fieldClass(_ name: FieldName, _ codebook: Codebook) -> FieldClass {
        codebook[name]?.fieldClass ?? .f4
    }

    func fieldClass(_ name: FieldName) -> FieldClass {
        if let number = name.number { return classes[number] }
        return Self.fieldClass(name, codebook)
    }

    private func part(_ name: FieldName) -> SealedPart {
        if let number = name.number { return parts[number] }
        return SealedPart(Self.fieldClass(name, codebook))
    }

    private static let linksInOrder = Link.allCases.sorted { $0.rawValue < $1.rawValue }

    private func appendHeader(_ record: Record, to body: inout [UInt8]) {
        body.appendShort(record.kind.rawValue)
        body.append(UInt8(record.links.count))
        for link in Self.linksInOrder {
            guard let id = record.links[link] else { continue }
            body.appendShort(link.rawValue)
            body.append(contentsOf: id.bytes)
        }
    }

    private func append(_ entry: Record.Entry, to body: inout [UInt8]) {
        body.appendShort(entry.name.rawValue)
        switch entry.value {
        case .text(let text):
            body.append(0)
            body.appendLong(text)
        case .number(let number):
            body.append(1)
            body.appendInteger(number.bitPattern)
        case .date(let date):
            body.append(2)
            body.appendShort(date.description)
        case .flag(let flag):
            body.append(3)
            body.append(flag ? 1 : 0)
        case .codes(let codes):
            body.append(4)
            body.append(UInt8(clamping: codes.count))
            for code in codes.prefix(255) { body.appendShort(code) }
        case .absent(let absence):
            body.append(5)
            body.appendShort(absence.rawValue)
        }
    }

    private func value(_ reader: inout ByteReader) throws -> Value {
        switch try reader.byte() {
        case 0: return .text(try reader.longText())
        case 1: return .number(Double(bitPattern: try reader.integer()))
        case 2:
            guard let date = PartialDate(try reader.shortText()) else { throw StoreError.damaged("date") }
            return .date(date)
        case 3: return .flag(try reader.byte() == 1)
        case 4: return .codes(try (0..<(try reader.byte())).map { _ in try reader.shortText() })
        case 5:
            guard let absence = Absence(rawValue: try reader.shortText()) else { throw StoreError.damaged("absence") }
            return .absent(absence)
        default: throw StoreError.damaged("value")
        }
    }
}

/// Reads length-prefixed pieces and never beyond the end.
struct ByteReader {
    private let source: [UInt8]
    private var position = 0

    init(_ source: [UInt8]) { self.source = source }

    var isAtEnd: Bool { position >= source.count }

    mutating func byte() throws -> UInt8 {
        guard position < source.count else { throw StoreError.damaged("length") }
        defer { position += 1 }
        return source[position]
    }
    mutating func bytes(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count >= 0, source.count - position >= count else { throw StoreError.damaged("length") }
        defer { position += count }
        return source[position..<(position + count)]
    }
    mutating func integer() throws -> UInt64 { try bytes(8).reduce(0) { $0 << 8 | UInt64($1) } }
    mutating func length() throws -> Int { try bytes(4).reduce(0) { $0 << 8 | Int($1) } }
    mutating func shortText() throws -> String { String(decoding: try bytes(Int(try byte())), as: UTF8.self) }
    mutating func longText() throws -> String { String(decoding: try bytes(try length()), as: UTF8.self) }
}

extension [UInt8] {
    /// One length byte, then at most 255 bytes of UTF-8.
    mutating func appendShort(_ text: String) {
        let utf8 = text.utf8
        precondition(utf8.count < 256, "short texts are names of ours")
        append(UInt8(utf8.count))
        append(contentsOf: utf8)
    }
    /// Four length bytes, then UTF-8.
    mutating func appendLong(_ text: String) {
        appendLength(text.utf8.count)
        append(contentsOf: text.utf8)
    }
    mutating func appendLength(_ count: Int) {
        for shift in [24, 16, 8, 0] { append(UInt8(truncatingIfNeeded: count >> shift)) }
    }
    mutating func appendInteger(_ integer: UInt64) {
        for shift in stride(from: 56, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: integer >> UInt64(shift)))
        }
    }
}
