// SPDX-License-Identifier: Apache-2.0

import CQREncode

/// A text as a picture for cameras (ISO/IEC 18004), made by libqrencode, as SVG in the page itself.
enum QRCode {
    /// The picture, with the quiet margin of four modules that readers need; nil for texts that are too long for one.
    ///
    /// - Parameter label: What it is, for those who do not see it.
    static func svg(_ text: String, label: String) -> Markup? {
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        guard let modules = code.pointee.data else { return nil }
        var path = ""
        for row in 0..<width {
            var column = 0
            while column < width {
                // Bit 0 of each byte: black. Runs are drawn as one bar.
                guard modules[row * width + column] & 1 == 1 else {
                    column += 1
                    continue
                }
                let start = column
                while column < width, modules[row * width + column] & 1 == 1 { column += 1 }
                path += "M\(start + 4) \(row + 4)h\(column - start)v1h-\(column - start)z"
            }
        }
        let side = width + 8
        return """
            <svg class="qr" viewBox="0 0 \(side) \(side)" role="img" aria-label="\(label)" \
            shape-rendering="crispEdges"><rect width="\(side)" height="\(side)" fill="#fff"/>\
            <path d="\(path)" fill="#000"/></svg>
            """
    }
}
