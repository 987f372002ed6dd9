// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A JSON value as a tree. An object's members have no order.
public indirect enum JSONTree: Sendable, Hashable, Decodable {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([JSONTree])
    case object([String: JSONTree])

    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        // The commonest first: each wrong guess costs a thrown error.
        if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let object = try? value.decode([String: JSONTree].self) {
            self = .object(object)
        } else if let list = try? value.decode([JSONTree].self) {
            self = .list(list)
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else {
            self = .null
        }
    }

    /// Reads a whole file.
    ///
    /// - Throws: `DataRefused` when it is not JSON, is longer than a megabyte, is nested deeper than 64, or says the
    ///   same name twice in one object.
    public init(_ bytes: [UInt8], file: String) throws(DataRefused) {
        func refused(_ message: String) -> DataRefused {
            DataRefused(problems: [.init(file: file, place: "", message: message)])
        }
        if bytes.count > 1 << 20 { throw refused("the file is longer than a megabyte") }
        if Self.depth(of: bytes) > 64 { throw refused("brackets are nested deeper than 64") }
        if let name = RepeatedName.first(in: bytes) { throw refused("“\(name)” stands twice in the same braces") }
        do {
            self = try JSONDecoder().decode(JSONTree.self, from: Data(bytes))
        } catch {
            throw refused("this is not JSON")
        }
    }

    private static func depth(of bytes: [UInt8]) -> Int {
        var (depth, most) = (0, 0)
        var (inText, escaped) = (false, false)
        for byte in bytes {
            if inText {
                if escaped {
                    escaped = false
                } else if byte == 92 {
                    escaped = true
                } else if byte == 34 {
                    inText = false
                }
                continue
            }
            switch byte {
            case 34: inText = true
            case 91, 123:
                depth += 1
                most = max(most, depth)
            case 93, 125: depth -= 1
            default: break
            }
        }
        return most
    }
}
