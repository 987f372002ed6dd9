// SPDX-License-Identifier: Apache-2.0

/// `xl/workbook.xml`: the sheets in order, and the date system.
final class WorkbookPart: XMLHandler {
    private(set) var sheets: [(name: String, relation: String, isHidden: Bool)] = []
    private(set) var uses1904 = false

    override func start(_ name: XMLName, _ attributes: XMLAttributes) {
        switch name {
        case "sheet":
            let state = attributes["state"] ?? "visible"
            sheets.append((attributes["name"] ?? "", attributes["id"] ?? "", state != "visible"))
        case "workbookPr": uses1904 = attributes.isTrue("date1904")
        default: break
        }
    }
}

/// A `.rels` part: what a part points to, inside the archive only.
final class RelationsPart: XMLHandler {
    private(set) var targets: [(id: String, type: String, target: String)] = []

    override func start(_ name: XMLName, _ attributes: XMLAttributes) {
        guard name == "Relationship", attributes["TargetMode"] != "External" else { return }
        targets.append((attributes["Id"] ?? "", attributes["Type"] ?? "", attributes["Target"] ?? ""))
    }

    /// The path in the archive of a target written relative to `folder`.
    static func path(_ target: String, from folder: String) -> String {
        var parts = target.hasPrefix("/") ? [] : folder.split(separator: "/")
        for part in target.split(separator: "/") {
            if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}

/// `xl/styles.xml`: which cell styles show a number as a date.
final class StylesPart: XMLHandler {
    /// By style index.
    private(set) var isDate: [Bool] = []
    private var own: [Int: Bool] = [:]
    private var inCellFormats = false

    override func start(_ name: XMLName, _ attributes: XMLAttributes) {
        switch name {
        case "numFmt":
            guard let id = attributes["numFmtId"].flatMap({ Int($0) }), own.count < 10_000 else { return }
            own[id] = Self.showsDate(attributes["formatCode"] ?? "")
        case "cellXfs": inCellFormats = true
        case "xf" where inCellFormats && isDate.count < 65_536:
            let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
            isDate.append(own[id] ?? Self.builtIn.contains(id))
        default: break
        }
    }

    override func end(_ name: XMLName) {
        if name == "cellXfs" { inCellFormats = false }
    }

    /// ECMA-376 part 1, 18.8.30: the formats that every program knows by number.
    private static let builtIn: Set<Int> = Set(14...17).union([22]).union(27...31).union([36]).union(50...54).union([
        57, 58,
    ])

    /// True when a format code shows a year, a month or a day: outside quotes, brackets and escapes, in its first
    /// section.
    static func showsDate(_ code: String) -> Bool {
        var letters: [UInt8] = []
        var closing: UInt8?
        var isEscaped = false
        for c in code.lowercased().utf8 {
            if isEscaped {
                isEscaped = false
            } else if let end = closing {
                // `[h]` and `[mm]` count hours and minutes beyond a day.
                if end == UInt8(ascii: "]"), c == UInt8(ascii: "h") || c == UInt8(ascii: "s") { letters.append(c) }
                if c == end { closing = nil }
            } else {
                switch c {
                case UInt8(ascii: "\\"), UInt8(ascii: "_"), UInt8(ascii: "*"): isEscaped = true
                case UInt8(ascii: "\""): closing = c
                case UInt8(ascii: "["): closing = UInt8(ascii: "]")
                case UInt8(ascii: ";"): return meansDay(letters)
                default: letters.append(c)
                }
            }
        }
        return meansDay(letters)
    }

    private static func meansDay(_ letters: [UInt8]) -> Bool {
        // “General” holds none of y and d; in other tongues it may.
        if letters.elementsEqual("general".utf8) || letters.elementsEqual("standard".utf8) { return false }
        if letters.contains(UInt8(ascii: "y")) || letters.contains(UInt8(ascii: "d")) { return true }
        return letters.contains(UInt8(ascii: "m")) && !letters.contains(UInt8(ascii: "h"))
            && !letters.contains(UInt8(ascii: "s"))
    }
}

/// `xl/sharedStrings.xml`: the texts that cells point to. Runs of rich text are joined; reading aids (furigana) are
/// not text.
final class SharedTextsPart: XMLHandler {
    private(set) var texts: [String] = []
    private var current: [UInt8] = []
    private var takes = false
    private var inReading = 0
    private var total = 0

    override func start(_ name: XMLName, _ attributes: XMLAttributes) {
        switch name {
        case "si": current.removeAll(keepingCapacity: true)
        case "t": takes = inReading == 0
        case "rPh": inReading += 1
        default: break
        }
    }

    override func end(_ name: XMLName) {
        switch name {
        case "t": takes = false
        case "rPh": inReading -= 1
        case "si":
            total += current.count
            if total > Limits.sharedTextBytes || texts.count >= Limits.sharedTexts {
                failure = .overLimit(what: "shared texts", limit: Limits.sharedTexts)
            }
            texts.append(CellText.decode(current))
        default: break
        }
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard takes else { return }
        current.append(contentsOf: bytes)
        if current.count > Limits.cellBytes { failure = .overLimit(what: "bytes in one cell", limit: Limits.cellBytes) }
    }
}
