// SPDX-License-Identifier: Apache-2.0

import Workflows

/// A bar below each label, from the same start, as long as its number.
struct BarPicture {
    struct Bar {
        let label: String
        let count: ShownCount
        /// What stands behind the label; nil for the number itself.
        var said: String?
    }

    let bars: [Bar]
    let words: Words
    /// What a bar of full length stands for; nil for the largest number.
    var full: Int?

    private static let (bar, step) = (16, 42)

    var height: Int { max(1, bars.count) * Self.step }

    /// The bars, to stand in a `PictureFrame`. What is withheld has no bar: its length would tell it.
    var markup: Markup {
        let most = max(1, full ?? bars.compactMap(\.count.value).max() ?? 1)
        let width = PictureFrame.width
        return bars.enumerated().map { place, bar -> Markup in
            let y = place * Self.step
            let said = bar.said ?? bar.count.text(words)
            let label = PictureFrame.fitting(bar.label, pixels: width - 13 * (said.count + 2) / 2)
            let value = bar.count.value ?? 0
            let long = value == 0 ? 0 : max(2, min(width, width * value / most))
            return """
                <text x="0" y="\(y + 14)">\(label): \(said)</text>\
                <rect class="shape" x="0" y="\(y + 19)" width="\(long)" height="\(Self.bar)"/>\
                <line class="axis" x1="0" y1="\(y + 36)" x2="\(width)" y2="\(y + 36)"/>
                """
        }.joined()
    }
}
