// SPDX-License-Identifier: Apache-2.0

import CQREncode

/// A text as a picture for cameras in letters for a terminal: two modules a letter, light on dark or dark on light.
public enum TerminalQR {
    /// Lines of half blocks with the quiet margin; nil for texts that are too long for one.
    public static func text(_ text: String) -> String? {
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        guard let modules = code.pointee.data else { return nil }
        let margin = 2
        func isLight(_ row: Int, _ column: Int) -> Bool {
            guard (0..<width).contains(row), (0..<width).contains(column) else { return true }
            return modules[row * width + column] & 1 == 0
        }
        return stride(from: -margin, to: width + margin, by: 2).map { row in
            let line = (-margin..<(width + margin)).map { column -> String in
                switch (isLight(row, column), isLight(row + 1, column)) {
                case (true, true): "█"
                case (true, false): "▀"
                case (false, true): "▄"
                case (false, false): " "
                }
            }
            return line.joined()
        }.joined(separator: "\n")
    }
}
