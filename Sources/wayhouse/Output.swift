// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What the commands write: results on standard output, words for people on standard error.
enum Output {
    /// A line for people, on standard error.
    static func say(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

    /// A result, on standard output.
    static func result(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

    /// A result as one JSON object on standard output, keys sorted.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        result(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// A line that shows how far long work is and is written over by the next; only on a terminal.
    static func progress(_ text: String) {
        guard isatty(2) == 1 else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
    }

    static func endProgress() { progress("") }
}
