// SPDX-License-Identifier: Apache-2.0

/// Swift source with comments and the insides of string literals blanked, so that rules look at code only.
/// Line breaks stay, so line numbers are those of the file.
struct SwiftText {
    let code: [UInt8]

    init(_ text: String) { code = Self.blanked(Array(text.utf8)) }

    var string: String { String(decoding: code, as: UTF8.self) }

    /// Modules that the file imports, with their line numbers.
    var imports: [(line: Int, module: String)] {
        string.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            let words = line.split(separator: " ").map(String.init)
            guard let position = words.firstIndex(of: "import"), words[..<position].allSatisfy(Self.mayPrecedeImport),
                let last = words.last, words.count > position + 1
            else { return nil }
            return (index + 1, String(last.split(separator: ".")[0]))
        }
    }

    private static func mayPrecedeImport(_ word: String) -> Bool {
        word.hasPrefix("@") || ["public", "package", "internal", "private", "fileprivate"].contains(word)
    }

    /// Functions and initialisers with a body: the line of the declaration and the number of lines of the body.
    var functions: [(line: Int, name: String, lines: Int)] {
        var found: [(line: Int, name: String, lines: Int)] = []
        var line = 1
        var index = 0
        while index < code.count {
            if code[index] == Self.newline { line += 1 }
            if let name = declaration(at: index), let body = bodyLines(from: index) { found.append((line, name, body)) }
            index += 1
        }
        return found
    }

    private func declaration(at index: Int) -> String? {
        guard index == 0 || !Self.isWord(code[index - 1]) && code[index - 1] != UInt8(ascii: ".") else { return nil }
        for keyword in ["func ", "init(", "init?(", "init<"] where code[index...].starts(with: keyword.utf8) {
            if keyword != "func " { return "init" }
            let name = code[(index + 5)...].prefix { Self.isWord($0) || $0 > 127 }
            return String(decoding: name, as: UTF8.self)
        }
        return nil
    }

    /// Lines from the opening to the closing brace; nil when the declaration has no body.
    private func bodyLines(from start: Int) -> Int? {
        var parentheses = 0
        var braces = 0
        var lines = 0
        var seenParameters = false
        for position in start..<code.count {
            switch code[position] {
            case UInt8(ascii: "("): parentheses += 1
            case UInt8(ascii: ")"):
                parentheses -= 1
                seenParameters = true
            case UInt8(ascii: "{") where parentheses == 0 && seenParameters || braces > 0: braces += 1
            case UInt8(ascii: "}"):
                if braces == 0, parentheses == 0 { return nil }
                if braces > 0 { braces -= 1 }
                if braces == 0, parentheses == 0 { return lines + 1 }
            case Self.newline:
                if braces > 0 { lines += 1 }
                let rest = code[(position + 1)...].drop { $0 == 32 }
                let nextDeclares = ["func ", "var ", "init", "static ", "///", "\n"].contains {
                    rest.starts(with: $0.utf8)
                }
                if braces == 0, parentheses == 0, seenParameters, nextDeclares { return nil }
            default: break
            }
        }
        return nil
    }

    static func isWord(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95 || byte == 96
    }

    private static let newline = UInt8(ascii: "\n")
}

extension SwiftText {
    /// Blanks line comments, nested block comments, and string literals with their quotes and interpolations.
    private static func blanked(_ text: [UInt8]) -> [UInt8] {
        var out = text
        var index = 0
        func blank(to end: Int) {
            for position in index..<min(end, out.count) where out[position] != newline { out[position] = 32 }
            index = end
        }
        while index < text.count {
            let rest = text[index...]
            if rest.starts(with: "//".utf8) {
                blank(to: rest.firstIndex(of: newline) ?? text.count)
            } else if rest.starts(with: "/*".utf8) {
                blank(to: endOfComment(text, from: index))
            } else if text[index] == UInt8(ascii: "\"") || rest.starts(with: "#\"".utf8) {
                blank(to: endOfString(text, from: index))
            } else {
                index += 1
            }
        }
        return out
    }

    private static func endOfComment(_ text: [UInt8], from start: Int) -> Int {
        var depth = 0
        var index = start
        while index < text.count {
            if text[index...].starts(with: "/*".utf8) {
                depth += 1
                index += 2
            } else if text[index...].starts(with: "*/".utf8) {
                depth -= 1
                index += 2
                if depth == 0 { return index }
            } else {
                index += 1
            }
        }
        return text.count
    }

    /// The position after the closing quote; interpolations may hold strings of their own.
    private static func endOfString(_ text: [UInt8], from start: Int) -> Int {
        let isRaw = text[start] == UInt8(ascii: "#")
        var index = start + (isRaw ? 1 : 0)
        let quote = text[index...].starts(with: "\"\"\"".utf8) ? "\"\"\"" : "\""
        let closing = quote + (isRaw ? "#" : "")
        let interpolation = isRaw ? "\\#(" : "\\("
        index += quote.utf8.count
        while index < text.count {
            let rest = text[index...]
            if rest.starts(with: closing.utf8) { return index + closing.utf8.count }
            if rest.starts(with: interpolation.utf8) {
                index = endOfInterpolation(text, from: index + interpolation.utf8.count)
            } else {
                index += !isRaw && text[index] == UInt8(ascii: "\\") ? 2 : 1
            }
        }
        return text.count
    }

    private static func endOfInterpolation(_ text: [UInt8], from start: Int) -> Int {
        var depth = 1
        var index = start
        while index < text.count, depth > 0 {
            switch text[index] {
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth -= 1
            case UInt8(ascii: "\""):
                index = endOfString(text, from: index)
                continue
            default: break
            }
            index += 1
        }
        return index
    }
}
