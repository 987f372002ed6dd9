// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The standard's files as IOM publishes them, when a folder `shared` stands beside the repository.
enum Published {
    static let folder: URL? = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appending(path: "shared/standards/htcds-2.0")
            if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
            folder.deleteLastPathComponent()
        }
        FileHandle.standardError.write(Data("SKIPPED: no shared/standards/htcds-2.0 beside the repository\n".utf8))
        return nil
    }()

    /// One row of the standard's table.
    struct Row {
        let name: String
        let status: String
        let isCore: Bool
        let label: String
        let type: String
        let valueNames: [String]
        let valueLabels: [String]
        let description: String
    }

    /// The rows that define a field, in order. Empty when the files are not there.
    static func rows() throws -> [Row] {
        guard let folder else { return [] }
        let text = try String(contentsOf: folder.appending(path: "field-standards.csv"), encoding: .utf8)
        return csv(text).dropFirst().filter { $0.count > 11 && !$0[3].isEmpty && !$0[4].isEmpty }.map { cells in
            Row(
                name: cells[3] + cells[4], status: cells[1], isCore: cells[2] == "Core", label: trimmed(cells[5]),
                type: trimmed(cells[7]), valueNames: lines(cells[9]), valueLabels: lines(cells[10]),
                description: trimmed(cells[11]))
        }
    }

    static func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }

    private static func lines(_ cell: String) -> [String] {
        cell.split(whereSeparator: \.isNewline).map { trimmed(String($0)) }.filter { !$0.isEmpty }
    }

    /// RFC 4180, written for these tests alone.
    static func csv(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell = String.UnicodeScalarView()
        var quoted = false
        var before: Unicode.Scalar?
        func endCell() {
            row.append(String(cell))
            cell.removeAll()
        }
        for scalar in text.unicodeScalars where scalar != "\u{FEFF}" {
            switch scalar {
            case "\"":
                if !quoted, before == "\"" { cell.append("\"") }
                quoted.toggle()
            case "," where !quoted: endCell()
            case "\n" where !quoted:
                endCell()
                rows.append(row)
                row = []
            case "\r": break
            default: cell.append(scalar)
            }
            before = scalar
        }
        if !cell.isEmpty || !row.isEmpty {
            endCell()
            rows.append(row)
        }
        return rows
    }

    /// The texts of one part of a published workbook, unzipped by the system's `unzip`; nil when that is missing.
    static func part(_ part: String, of workbook: String) throws -> String? {
        guard let folder else { return nil }
        let unzip = URL(filePath: "/usr/bin/unzip")
        guard FileManager.default.isExecutableFile(atPath: unzip.path) else {
            FileHandle.standardError.write(Data("SKIPPED: no /usr/bin/unzip to open the workbooks with\n".utf8))
            return nil
        }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = unzip
        process.arguments = ["-p", folder.appending(path: workbook).path, part]
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    /// The cells of a published worksheet as texts by column letter, row by row. Empty when they cannot be opened.
    static func cells(sheet: Int, of workbook: String) throws -> [[String: String]] {
        guard let strings = try part("xl/sharedStrings.xml", of: workbook),
            let sheet = try part("xl/worksheets/sheet\(sheet).xml", of: workbook)
        else { return [] }
        let shared = strings.matches(of: #/<si\b[^>]*>(.*?)</si>/#.dotMatchesNewlines()).map { item in
            plain(item.1.matches(of: #/<t\b[^>]*>(.*?)</t>/#.dotMatchesNewlines()).map { String($0.1) }.joined())
        }
        return sheet.matches(of: #/<row\b[^>]*>(.*?)</row>/#.dotMatchesNewlines()).map { row in
            var found: [String: String] = [:]
            for cell in row.1.matches(of: #/<c r="([A-Z]+)[0-9]+"[^>]*\bt="s"[^>]*><v>([0-9]+)</v>/#) {
                found[String(cell.1)] = shared[Int(cell.2)!]
            }
            return found
        }
    }

    private static func plain(_ xml: String) -> String {
        var text = xml
        for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")] {
            text = text.replacingOccurrences(of: entity, with: character)
        }
        return text
    }
}
