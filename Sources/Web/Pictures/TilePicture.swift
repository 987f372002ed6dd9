// SPDX-License-Identifier: Apache-2.0

import Workflows

/// One tile a country, in the order of the alphabet, darker for more people, with its number: honest about being no
/// map.
struct TilePicture {
    struct Tile {
        /// Two or three letters.
        let code: String
        let count: ShownCount
    }

    let tiles: [Tile]

    private static let (columns, side, gap) = (6, 52, 5)

    var height: Int { max(1, (tiles.count + Self.columns - 1) / Self.columns) * (Self.side + Self.gap) }

    /// The tiles, to stand in a `PictureFrame`. What is withheld is an empty tile.
    var markup: Markup {
        let most = Double(max(1, tiles.compactMap(\.count.value).max() ?? 1))
        return tiles.enumerated().map { place, tile -> Markup in
            let x = place % Self.columns * (Self.side + Self.gap)
            let y = place / Self.columns * (Self.side + Self.gap)
            let shade = tile.count.value.map { 0.08 + 0.32 * Double($0) / most } ?? 0
            let middle = x + Self.side / 2
            return """
                <rect class="tile" x="\(x)" y="\(y)" width="\(Self.side)" height="\(Self.side)" \
                fill-opacity="\(PictureFrame.hundredths(shade))"/>\
                <text x="\(middle)" y="\(y + 22)" text-anchor="middle">\(tile.code)</text>\
                <text x="\(middle)" y="\(y + 41)" text-anchor="middle">\(tile.count.value.map { String($0) } ?? "–")</text>
                """
        }.joined()
    }
}

extension PictureFrame {
    /// A share from 0 to 1 in two digits.
    static func hundredths(_ share: Double) -> String {
        let hundredths = max(0, min(100, Int((share * 100).rounded())))
        return hundredths == 100 ? "1" : "0.\(hundredths < 10 ? "0" : "")\(hundredths)"
    }
}
