// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

extension Act {
    /// The bytes that the chain is made over: one flat JSON object of texts and whole numbers, its keys sorted, without
    /// white space. Reads back as the same act.
    ///
    /// Every text in it is a word of the program's own; what would need escaping becomes a space all the same.
    var canonical: [UInt8] {
        var writer = CanonicalWriter()
        writer.add("action", action)
        writer.add("actor", actor.description)
        writer.add("agency", agency?.description)
        writer.add("at", at)
        writer.add("base", base.map { Int64($0) })
        writer.add("boot", boot.isEmpty ? nil : boot)
        writer.add("classes", classes.isEmpty ? nil : classes.sorted().map(\.rawValue).joined(separator: " "))
        writer.add("consent", consent?.description)
        writer.add("count", Int64(count))
        writer.add("device", device?.description)
        writer.add("digest", digest)
        writer.add("mark", mark.isEmpty ? nil : mark)
        writer.add("outcome", outcome)
        writer.add("purpose", purpose.rawValue)
        writer.add("role", roleName)
        writer.add("seq", Int64(seq))
        writer.add("session", session.isEmpty ? nil : session)
        writer.add("subject", subject?.description)
        writer.add("tick", tick)
        writer.add("version", version.map { Int64($0) })
        writer.add("words", words.isEmpty ? nil : words)
        return writer.finished
    }

    /// Reads an entry back, of this version or an earlier one; nil when it is none. About 3 µs.
    init?(canonical bytes: [UInt8]) {
        guard let fields = CanonicalReader.fields(of: bytes) else { return nil }
        var texts: [String: String] = [:]
        var numbers: [String: Int64] = [:]
        for (key, value) in fields {
            switch value {
            case .text(let text): texts[key] = text
            case .number(let number): numbers[key] = number
            }
        }
        guard let at = numbers["at"], let actor = texts["actor"].flatMap({ EntityID($0) }), let role = texts["role"],
            let action = texts["action"], let purpose = texts["purpose"].flatMap({ Purpose(rawValue: $0) }),
            let outcome = texts["outcome"], let count = numbers["count"], let digest = texts["digest"],
            let seq = numbers["seq"]
        else { return nil }
        self.init(
            at: at, actor: actor, roleName: role, action: action, subject: texts["subject"].flatMap { EntityID($0) },
            purpose: purpose, outcome: outcome, count: Int(count), digest: digest)
        self.seq = Int(seq)
        tick = numbers["tick"]
        boot = texts["boot"] ?? ""
        agency = texts["agency"].flatMap { EntityID($0) }
        session = texts["session"] ?? ""
        device = texts["device"].flatMap { EntityID($0) }
        classes = Set((texts["classes"] ?? "").split(separator: " ").compactMap { FieldClass(rawValue: String($0)) })
        consent = texts["consent"].flatMap { EntityID($0) }
        base = numbers["base"].map { Int($0) }
        version = numbers["version"].map { Int($0) }
        words = texts["words"] ?? ""
        mark = texts["mark"] ?? ""
    }
}

/// Writes a flat JSON object. Keys come in order from the caller.
private struct CanonicalWriter {
    private var bytes: [UInt8] = [0x7B]

    mutating func add(_ key: StaticString, _ text: String?) {
        guard let text else { return }
        begin(key)
        bytes.append(0x22)
        for byte in text.utf8 { bytes.append(byte == 0x22 || byte == 0x5C || byte < 0x20 ? 0x20 : byte) }
        bytes.append(0x22)
    }

    mutating func add(_ key: StaticString, _ number: Int64?) {
        guard let number else { return }
        begin(key)
        bytes.append(contentsOf: String(number).utf8)
    }

    private mutating func begin(_ key: StaticString) {
        if bytes.count > 1 { bytes.append(0x2C) } else { bytes.reserveCapacity(512) }
        bytes.append(0x22)
        key.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(0x22)
        bytes.append(0x3A)
    }

    var finished: [UInt8] { bytes + [0x7D] }
}

/// Reads what `CanonicalWriter` writes, and nothing else: no white space, no escapes, no nesting.
private enum CanonicalReader {
    enum Value {
        case text(String)
        case number(Int64)
    }

    static func fields(of bytes: [UInt8]) -> [(key: String, value: Value)]? {
        guard bytes.count > 2, bytes.first == 0x7B, bytes.last == 0x7D else { return nil }
        return bytes.withUnsafeBufferPointer { buffer -> [(key: String, value: Value)]? in
            var found: [(key: String, value: Value)] = []
            found.reserveCapacity(20)
            var place = 1
            while true {
                guard let key = text(buffer, &place), buffer[place] == 0x3A else { return nil }
                place += 1
                if buffer[place] == 0x22 {
                    guard let value = text(buffer, &place) else { return nil }
                    found.append((key, .text(value)))
                } else {
                    guard let value = number(buffer, &place) else { return nil }
                    found.append((key, .number(value)))
                }
                if buffer[place] == 0x2C {
                    place += 1
                } else {
                    return place == buffer.count - 1 ? found : nil
                }
            }
        }
    }

    /// The text from a quotation mark to the next; the place is after it, and still inside the object.
    private static func text(_ buffer: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> String? {
        guard place < buffer.count - 1, buffer[place] == 0x22 else { return nil }
        let start = place + 1
        guard let end = buffer[start...].firstIndex(of: 0x22), end < buffer.count - 1 else { return nil }
        place = end + 1
        return String(decoding: buffer[start..<end], as: UTF8.self)
    }

    private static func number(_ buffer: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Int64? {
        let end = buffer[place...].firstIndex { $0 == 0x2C || $0 == 0x7D } ?? buffer.count - 1
        defer { place = end }
        return Int64(String(decoding: buffer[place..<end], as: UTF8.self))
    }
}
