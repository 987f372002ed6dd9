// SPDX-License-Identifier: Apache-2.0

/// Why nothing of a file could be read. No case holds anything out of a record.
public enum InterchangeError: Error, Sendable, Hashable {
    case empty
    case tooLarge(megabytes: Int)
    case notAWorkbook(FileKind)
    case encryptedWorkbook
    case encryptedEntry
    case brokenArchive(String)
    case bomb
    case brokenXML(part: String, line: Int)
    case doctype(part: String)
    case overLimit(what: String, limit: Int)
    case brokenWorkbook(String)
    case noSheet
    case badText(line: Int)
    case unknownEncoding
    case brokenJSON
    case notSubmission
    case unsupportedFormat(asked: ImportFormat, found: FileKind)
    case badMapping(String)
    case stopped

    /// A stable name for programs.
    public var code: String {
        switch self {
        case .empty: "empty-file"
        case .tooLarge: "file-too-large"
        case .notAWorkbook: "wrong-file-kind"
        case .encryptedWorkbook, .encryptedEntry: "encrypted"
        case .brokenArchive: "broken-archive"
        case .bomb: "zip-bomb"
        case .brokenXML: "broken-xml"
        case .doctype: "doctype"
        case .overLimit: "over-limit"
        case .brokenWorkbook: "broken-workbook"
        case .noSheet: "no-sheet"
        case .badText: "broken-csv"
        case .unknownEncoding: "unknown-encoding"
        case .brokenJSON: "broken-json"
        case .notSubmission: "not-a-submission"
        case .unsupportedFormat: "other-format"
        case .badMapping: "bad-mapping"
        case .stopped: "stopped"
        }
    }

    /// What the file is, what is wrong and what to do, in plain words.
    public var message: String {
        switch self {
        case .empty:
            "This file is empty: it holds no bytes at all. Save it again from the program that made it, then send "
                + "it once more."
        case .tooLarge(let megabytes):
            "This file is larger than \(megabytes) MB. Split it into several files and import them one after the other."
        case .notAWorkbook(let kind): kind.advice
        case .encryptedWorkbook:
            "This workbook is locked with a password, so it cannot be read. Open it in Excel, take the password off "
                + "(File, Info, Protect Workbook), save it and import it again."
        case .encryptedEntry:
            "This archive is locked with a password, so it cannot be read. Save the workbook without a password and "
                + "import it again."
        case .brokenArchive(let what):
            "This file is damaged or was not copied whole: \(what). Ask for it again, or open it in Excel and save "
                + "it under a new name."
        case .bomb:
            "This file would unpack to far more than a workbook ever holds, so it was not opened. If it is yours, "
                + "save it again as .xlsx or .csv."
        case .brokenXML(let part, let line):
            "\(part) is damaged near line \(line) and cannot be read. Open the file in the program that made it and "
                + "save it again."
        case .doctype(let part):
            "\(part) begins with a DOCTYPE, which can pull in other files and is not allowed. Remove the DOCTYPE or "
                + "save the file again from Excel or KoboToolbox."
        default: limitsAndFormats
        }
    }

    private var limitsAndFormats: String {
        switch self {
        case .overLimit(let what, let limit):
            "This file has more than \(limit) \(what), so it was not read. Remove what is not needed, or split it."
        case .brokenWorkbook(let what):
            "This workbook cannot be read: \(what). Open it in Excel or LibreOffice and save it as .xlsx."
        case .noSheet: "This workbook has no sheet with anything on it. Check that the right file was chosen."
        case .badText(let line):
            "The quotation marks near line \(line) do not pair up, so the columns cannot be told apart. Save the "
                + "file again as CSV (UTF-8)."
        case .unknownEncoding:
            "This text file is not in UTF-8 or UTF-16, so names would be garbled. Save it again as “CSV UTF-8”."
        case .brokenJSON:
            "This JSON file cannot be read: it must be {\"standard\": \"HTCDS\", \"rows\": [ … ]} or a list of "
                + "rows. Export it again."
        case .notSubmission:
            "This XML file is not a form submission: it has no answers under HTCDS names. Send the submission's "
                + "XML, not the form."
        case .unsupportedFormat(let asked, let found):
            "The format \(asked.rawValue) was asked for, but the file is \(found.words). Leave the format on auto "
                + "or choose another file."
        case .badMapping(let what): "The mapping file cannot be used: \(what)."
        case .stopped: "Reading was stopped before the end of the file."
        default: ""
        }
    }
}
