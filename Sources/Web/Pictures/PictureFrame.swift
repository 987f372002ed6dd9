// SPDX-License-Identifier: Apache-2.0

/// What is around every picture: its name and what it shows for those who do not see it, and the same as a table, one
/// press away.
struct PictureFrame {
    /// Unlike any other on its page; letters, digits and `-`.
    let id: String
    let title: String
    /// What a person who sees it would tell another.
    let description: String
    var height: Int
    /// The table that says the same, and the words of the press that shows it.
    var table: (press: String, markup: Markup)?

    /// All pictures are as wide as the smallest screen; text in them is then as large as text beside them.
    static let width = 340

    func markup(_ content: Markup) -> Markup {
        let table = table.map { table -> Markup in
            "<details class=\"no-print\"><summary>\(table.press)</summary>\(table.markup)</details>"
        }
        return """
            <figure class="picture"><figcaption>\(title)</figcaption>\
            <svg viewBox="0 0 \(Self.width) \(height)" role="img" aria-labelledby="\(id)-t \(id)-d">\
            <title id="\(id)-t">\(title)</title><desc id="\(id)-d">\(description)</desc>\(content)</svg>\(table)</figure>
            """
    }

    /// Text that fits into so many pixels at the size of pictures, ended with `…` when it must be.
    static func fitting(_ text: String, pixels: Int) -> String {
        let most = max(3, pixels * 2 / 13)
        return text.count <= most ? text : text.prefix(most - 1) + "…"
    }

    /// In SVG's own way of writing numbers, to a tenth.
    static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0
            ? String(tenths / 10) : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}
