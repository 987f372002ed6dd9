// SPDX-License-Identifier: Apache-2.0

/// What a file is, told by its first bytes and never by its name.
public enum FileKind: String, Sendable, Hashable {
    case workbook, oldExcel = "old-excel", openDocument = "open-document", pdf, html, word, archive, xml, json, text
    case binaryWorkbook = "binary-workbook"
    case unknown

    /// The kind in words that fit after “the file is”.
    var words: String {
        switch self {
        case .workbook: "an Excel workbook"
        case .oldExcel: "an old Excel file (.xls)"
        case .openDocument: "an OpenDocument file (.ods)"
        case .pdf: "a PDF"
        case .html: "a web page"
        case .word: "a Word or PowerPoint document"
        case .archive: "a zip archive without a workbook in it"
        case .xml: "XML"
        case .json: "JSON"
        case .text: "plain text"
        case .binaryWorkbook: "a binary Excel workbook (.xlsb)"
        case .unknown: "of a kind that is not known here"
        }
    }

    /// What to do with a file that cannot be imported.
    var advice: String {
        let first = "This file is \(words), whatever its name says."
        return switch self {
        case .oldExcel, .openDocument, .binaryWorkbook:
            "\(first) Open it in Excel or LibreOffice, choose Save As, Excel Workbook (.xlsx), and import that."
        case .pdf:
            "\(first) A PDF holds a picture of a table and no cells. Ask for the workbook or CSV that it was made from."
        case .html:
            "\(first) It may be a sign-in page saved in place of a download. Download the file again, or open it in "
                + "Excel and save it as .xlsx."
        case .word: "\(first) Copy its table into Excel, save that as .xlsx and import it."
        case .archive: "\(first) Unpack it and import the workbook or CSV inside."
        default: "\(first) Wayhouse imports Excel workbooks (.xlsx, .xlsm), CSV, JSON and form submissions (XML)."
        }
    }

    /// Tells a file by its content. Reads at most a few kilobytes, and the directory of a zip archive.
    public static func of(_ bytes: [UInt8]) throws(InterchangeError) -> FileKind {
        if bytes.isEmpty { throw .empty }
        if bytes.starts(with: [0x50, 0x4B]) { return try ofZip(bytes) }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return try ofCompound(bytes) }
        if bytes.prefix(1_024).firstRange(of: Array("%PDF-".utf8)) != nil { return .pdf }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return .text }
        return ofText(bytes)
    }

    private static func ofZip(_ bytes: [UInt8]) throws(InterchangeError) -> FileKind {
        let zip = try ZipArchive(bytes)
        if zip.has("xl/workbook.xml")
            || zip.has("[Content_Types].xml") && zip.names.contains(where: { $0.hasSuffix("/workbook.xml") })
        {
            return .workbook
        }
        if zip.has("xl/workbook.bin") { return .binaryWorkbook }
        if zip.has("word/document.xml") || zip.has("ppt/presentation.xml") { return .word }
        if zip.has("mimetype"), zip.has("content.xml") { return .openDocument }
        return .archive
    }

    /// An OLE2 compound file: a locked .xlsx keeps a stream `EncryptedPackage`, whose name stands there in UTF-16.
    private static func ofCompound(_ bytes: [UInt8]) throws(InterchangeError) -> FileKind {
        let mark = "EncryptedPackage".utf8.flatMap { [$0, UInt8(0)] }
        if bytes.firstRange(of: mark) != nil { throw .encryptedWorkbook }
        return .oldExcel
    }

    private static func ofText(_ bytes: [UInt8]) -> FileKind {
        var head = bytes.prefix(4_096)
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { head = head.dropFirst(3) }
        head = head.drop { $0 <= 32 }
        if head.starts(with: Array("<".utf8)) {
            let lower = String(decoding: head, as: UTF8.self).lowercased()
            return lower.contains("<html") || lower.hasPrefix("<!doctype html") ? .html : .xml
        }
        if head.starts(with: Array("{".utf8)) || head.starts(with: Array("[".utf8)) { return .json }
        return head.contains(0) ? .unknown : .text
    }
}
