// SPDX-License-Identifier: Apache-2.0

/// A workbook in memory (ECMA-376, transitional or strict; with macros or without). Sheets are streamed; macros,
/// pictures, links and whatever else lies in the archive are never unpacked.
final class XLSXReader {
    struct Sheet {
        let name: String
        let isHidden: Bool
        let path: String
    }

    let sheets: [Sheet]
    var uses1904: Bool { context.uses1904 }
    private let zip: ZipArchive
    private let context: SheetPart.Context
    private var spent: Int

    /// Reads the list of sheets, the shared texts and the date formats.
    ///
    /// - Throws: `brokenArchive`, `brokenWorkbook`, `brokenXML`, `doctype`, `bomb`, `encryptedEntry`, `overLimit`.
    init(_ bytes: [UInt8]) throws(InterchangeError) {
        zip = try ZipArchive(bytes)
        var spent = 0
        let root = try Self.relations(of: "_rels/.rels", in: zip, &spent)
        let found = root.first { $0.type.hasSuffix("/officeDocument") }.map { RelationsPart.path($0.target, from: "") }
        let path = found ?? "xl/workbook.xml"
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        let file = path.split(separator: "/").last.map(String.init) ?? ""
        let workbook = WorkbookPart()
        try Self.parse(path, in: zip, &spent, workbook)
        let relations = try Self.relations(of: "\(folder)/_rels/\(file).rels", in: zip, &spent)
        let zip = zip
        sheets = workbook.sheets.compactMap { sheet in
            guard let relation = relations.first(where: { $0.id == sheet.relation }),
                relation.type.hasSuffix("/worksheet")
            else { return nil }
            let path = RelationsPart.path(relation.target, from: folder)
            return zip.has(path) ? Sheet(name: sheet.name, isHidden: sheet.isHidden, path: path) : nil
        }
        var context = SheetPart.Context(uses1904: workbook.uses1904)
        if let path = Self.path("/styles", relations, folder), zip.has(path) {
            let styles = StylesPart()
            try Self.parse(path, in: zip, &spent, styles)
            context.isDate = styles.isDate
        }
        if let path = Self.path("/sharedStrings", relations, folder), zip.has(path) {
            let texts = SharedTextsPart()
            try Self.parse(path, in: zip, &spent, texts)
            context.shared = texts.texts
        }
        self.context = context
        self.spent = spent
        if sheets.isEmpty { throw .noSheet }
    }

    /// Streams the rows of one sheet that have a cell, in the file's order, until `take` answers false.
    ///
    /// - Returns: how many merged ranges span several rows (0 when stopped early, as they stand at the end).
    @discardableResult
    func rows(of sheet: Sheet, take: @escaping (TableRow) -> Bool) throws(InterchangeError) -> Int {
        let part = SheetPart(context, take: take)
        try Self.parse(sheet.path, in: zip, &spent, part)
        return part.mergedRanges
    }

    private static func parse(
        _ path: String, in zip: ZipArchive, _ spent: inout Int, _ handler: XMLHandler
    ) throws(InterchangeError) {
        guard zip.has(path) else { throw .brokenWorkbook("its part \(path) is missing") }
        let stream = XMLStream(part: path, handler: handler)
        try zip.unpack(path, spent: &spent) { (piece) throws(InterchangeError) in try stream.push(piece) }
        try stream.finish()
    }

    private static func relations(
        of path: String, in zip: ZipArchive, _ spent: inout Int
    ) throws(InterchangeError) -> [(id: String, type: String, target: String)] {
        guard zip.has(path) else { return [] }
        let part = RelationsPart()
        try parse(path, in: zip, &spent, part)
        return part.targets
    }

    private static func path(
        _ kind: String, _ relations: [(id: String, type: String, target: String)], _ folder: String
    ) -> String? {
        relations.first { $0.type.hasSuffix(kind) }.map { RelationsPart.path($0.target, from: folder) }
    }
}
