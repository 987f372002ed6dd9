// SPDX-License-Identifier: Apache-2.0

/// Keeps texts from being taken for formulas when a CSV file is opened in a spreadsheet (OWASP, “CSV injection”).
///
/// A text that begins with `=`, `+`, `-`, `@`, tab or carriage return gets a `'` before it, and so does one that begins
/// with apostrophes followed by such a character; reading takes one `'` away again, so that nothing changes by going
/// out
/// and coming back. Telephone numbers and other numbers (`+94 77 123 4567`) start no program and stay as they are.
enum SpreadsheetText {
    static func escape(_ text: String) -> String {
        guard let (apostrophes, byte) = start(text), isTrigger(byte) else { return text }
        if apostrophes == 0, byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"),
            text.utf8.dropFirst().allSatisfy(isDialled)
        {
            return text
        }
        return "'" + text
    }

    static func unescape(_ text: String) -> String {
        guard text.utf8.first == UInt8(ascii: "'"), let (_, byte) = start(text), isTrigger(byte) else { return text }
        return String(text.utf8.dropFirst()) ?? text
    }

    /// True when a spreadsheet could take the text for a formula.
    static func isRisky(_ text: String) -> Bool { text.utf8.first.map(isTrigger) ?? false }

    /// How many apostrophes the text begins with, and the byte behind them.
    private static func start(_ text: String) -> (Int, UInt8)? {
        var apostrophes = 0
        for byte in text.utf8 {
            if byte != UInt8(ascii: "'") { return (apostrophes, byte) }
            apostrophes += 1
        }
        return nil
    }

    private static func isTrigger(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 9, 13: true
        default: false
        }
    }

    private static func isDialled(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, UInt8(ascii: " "), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "."), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
