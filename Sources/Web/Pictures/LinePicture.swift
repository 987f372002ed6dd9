// SPDX-License-Identifier: Apache-2.0

import Workflows

/// Lines over time, told apart by their strokes and named at their ends. Where a number is withheld the line is broken.
struct LinePicture {
    struct Line {
        let label: String
        /// One for each of the points.
        let counts: [ShownCount]
    }

    /// What stands below, in order of time.
    let points: [String]
    /// At most four: more cannot be told apart without colour.
    let lines: [Line]
    let words: Words

    static let linesMax = 4
    private static let (top, plot, left) = (16, 150, 8)
    private static let dashes = ["", "7 4", "2 4", "10 3 2 3"]

    var height: Int { Self.top + Self.plot + 26 + 20 * shown.count }

    private var shown: [Line] { Array(lines.prefix(Self.linesMax)) }
    private var most: Int { max(1, shown.flatMap(\.counts).compactMap(\.value).max() ?? 1) }
    private var right: Int { PictureFrame.width - 8 }
    private var base: Int { Self.top + Self.plot }

    /// The lines, to stand in a `PictureFrame`.
    var markup: Markup {
        let first = points.first ?? ""
        let last = points.count > 1 ? points.last ?? "" : ""
        return """
            <line class="axis" x1="0" y1="\(base)" x2="\(PictureFrame.width)" y2="\(base)"/>\
            <line class="axis" x1="0" y1="\(Self.top)" x2="\(PictureFrame.width)" y2="\(Self.top)"/>\
            <text class="faint" x="0" y="\(Self.top - 4)">\(most)</text>\
            <text class="faint" x="0" y="\(base + 16)">\(first)</text>\
            <text class="faint" x="\(PictureFrame.width)" y="\(base + 16)" text-anchor="end">\(last)</text>\
            \(shown.enumerated().map { draw($1, $0) })\(shown.enumerated().map { name($1, $0) })
            """
    }

    private func x(_ point: Int) -> Double {
        guard points.count > 1 else { return Double(PictureFrame.width / 2) }
        return Double(Self.left) + Double(right - Self.left) * Double(point) / Double(points.count - 1)
    }

    private func y(_ value: Int) -> Double { Double(base) - Double(Self.plot) * Double(value) / Double(most) }

    private func draw(_ line: Line, _ number: Int) -> Markup {
        var (path, isDrawn, dots): (String, Bool, [Markup]) = ("", false, [])
        for (point, count) in line.counts.enumerated() {
            guard let value = count.value else {
                isDrawn = false
                continue
            }
            let (x, y) = (PictureFrame.number(x(point)), PictureFrame.number(y(value)))
            path += "\(isDrawn ? "L" : "M")\(x) \(y)"
            dots.append("<circle class=\"shape\" cx=\"\(x)\" cy=\"\(y)\" r=\"3.5\"/>")
            isDrawn = true
        }
        return "<path class=\"line\" d=\"\(path)\" stroke-dasharray=\"\(Self.dashes[number])\"/>\(dots)"
    }

    /// A short piece of the stroke with its name, below the picture.
    private func name(_ line: Line, _ number: Int) -> Markup {
        let y = base + 34 + 20 * number
        let newest = line.counts.last?.text(words) ?? ""
        let label = PictureFrame.fitting(line.label, pixels: PictureFrame.width - 110)
        return """
            <line class="line" x1="0" y1="\(y - 4)" x2="34" y2="\(y - 4)" stroke-dasharray="\(Self.dashes[number])"/>\
            <text x="42" y="\(y)">\(label): \(newest)</text>
            """
    }
}
