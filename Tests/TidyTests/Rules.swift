// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What must hold in one file. Each rule gives back what is wrong, as `path:line: what`.
enum Rules {
    static let fileLinesMax = 400
    static let functionLinesMax = 70
    static let lineLengthMax = 120
    static let textLineLengthMax = 200

    static func longFiles(_ file: Repository.File) -> [String] {
        file.lines.count > fileLinesMax + 1 ? ["\(file.path): \(file.lines.count) lines, at most \(fileLinesMax)"] : []
    }

    /// Lines longer than the limit. A sentence for people or a piece of a page is not cut in two to fit: of a line with
    /// text only the code counts, up to `textLineLengthMax` in all.
    static func longLines(_ file: Repository.File) -> [String] {
        guard file.lines.contains(where: { $0.utf8.count > lineLengthMax }) else { return [] }
        let code = SwiftText(file.text).string.split(separator: "\n", omittingEmptySubsequences: false)
        return zip(file.lines, code).enumerated().compactMap { index, pair in
            let (line, code) = pair
            guard line.utf8.count > lineLengthMax, line.count > lineLengthMax else { return nil }
            let isComment = line.drop { $0 == " " }.hasPrefix("//")
            let text = zip(line.utf8, code.utf8).count { $0 != $1 }
            let counted = isComment || line.count > textLineLengthMax ? line.count : line.utf8.count - text
            return counted > lineLengthMax
                ? "\(file.path):\(index + 1): \(counted) characters, at most \(lineLengthMax)" : nil
        }
    }

    static func longFunctions(_ file: Repository.File) -> [String] {
        SwiftText(file.text).functions.filter { $0.lines > functionLinesMax }
            .map { "\(file.path):\($0.line): \($0.name) has \($0.lines) lines, at most \(functionLinesMax)" }
    }

    static func missingLicenceLine(_ file: Repository.File) -> [String] {
        file.lines.prefix(2).contains { $0.contains("SPDX-License-Identifier: Apache-2.0") }
            ? [] : ["\(file.path): the first lines do not say SPDX-License-Identifier: Apache-2.0"]
    }

    /// Calls that this place may not make: `print(` outside the command line, `fatalError(` anywhere in Sources.
    static func calls(_ name: String, _ file: Repository.File) -> [String] {
        lines(of: SwiftText(file.text).string, with: name + "(").filter { _, line in
            line.ranges(of: name + "(").contains { range in
                guard range.lowerBound > line.startIndex else { return true }
                let before = line[line.index(before: range.lowerBound)]
                return !(before.isLetter || before.isNumber || before == "_" || before == ".")
            }
        }
        .map { "\(file.path):\($0.number): calls \(name)" }
    }

    /// The words are put together here so that this file does not hold them.
    static func unfinished(_ file: Repository.File) -> [String] {
        let words: [String] = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]
        return words.flatMap { places(of: $0, in: file) }
    }

    /// Paths of somebody's own machine.
    static func ownPaths(_ file: Repository.File) -> [String] {
        let prefixes: [String] = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/"]
        return prefixes.flatMap { places(of: $0, in: file) }
    }

    private static func places(of part: String, in file: Repository.File) -> [String] {
        lines(of: file.text, with: part).map { "\(file.path):\($0.number): says \(part)" }
    }

    /// A log line is a fixed sentence: a value pasted into one may be somebody's name.
    static func interpolatedLogLines(_ file: Repository.File) -> [String] {
        let levels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]
        return lines(of: file.text, with: "\\(").filter { _, line in
            let lower = line.lowercased()
            return levels.contains { lower.contains("log.\($0)(") || lower.contains("logger.\($0)(") }
        }
        .map { "\(file.path):\($0.number): pastes a value into a log line" }
    }

    static func lines(of text: String, with part: String) -> [(number: Int, line: Substring)] {
        guard text.contains(part) else { return [] }
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .filter { $1.contains(part) }.map { ($0 + 1, $1) }
    }
}
