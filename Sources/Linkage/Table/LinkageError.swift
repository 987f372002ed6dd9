// SPDX-License-Identifier: Apache-2.0

/// Why two files cannot be compared. Never holds a value of a record.
public enum LinkageError: Error, Equatable, Sendable {
    /// The file has no line of headings.
    case empty
    /// No column says anything that people can be compared by.
    case nothingToCompare
    /// `--map` names a column that the file does not have.
    case noColumn(String)
    /// Two columns say the same; `--map` must choose.
    case twoColumns(role: FieldRole, String, String)
    /// A quotation mark on this line is never closed.
    case openQuote(line: Int)
    /// Bytes of another encoding than UTF-8 (UTF-16 has a mark that tells it).
    case notUTF8
    /// One field holds more than this many bytes.
    case longField(line: Int, limit: Int)
    /// The model is not one that this version can use; why.
    case badModel(String)
    /// A blocking rule speaks of something that the files do not have.
    case badRule(String)

    /// One or two plain sentences.
    public var message: String {
        switch self {
        case .empty: "The file is empty: it needs a line of headings and a line for each person."
        case .nothingToCompare:
            "No column was recognised that people can be compared by, such as given_name, surname or birth_date. "
                + "Say which they are with --map \"given_name=…,birth_date=…\"."
        case .noColumn(let name): "There is no column named '\(name)', which --map speaks of."
        case .twoColumns(let role, let one, let other):
            "The columns '\(one)' and '\(other)' could both be the \(role.rawValue). Choose with --map \"\(role.rawValue)=…\"."
        case .openQuote(let line): "A quotation mark on line \(line) is never closed, so the file cannot be read."
        case .notUTF8: "The file is not UTF-8. Save it as CSV in UTF-8 and try again."
        case .longField(let line, let limit):
            "A field on line \(line) is longer than \(limit >> 20) MB, so the file was not read. Is a quotation mark missing?"
        case .badRule(let rule):
            "The rule '\(rule)' cannot be followed: a part of it is no column of the files. Parts are names, given_name, "
                + "surname, name, birth_date, birth_month, birth_year, sex, nationality, place, place2…, phone, document."
        case .badModel(let why): "The model cannot be used: \(why)"
        }
    }
}
