// SPDX-License-Identifier: Apache-2.0

import Workflows

/// How the weight of two people comes about: where it begins, what each field adds or takes, where it ends. A picture,
/// and the same as a table.
struct LikenessPicture {
    let weights: LikenessWeights
    let context: PageContext

    private static let width = 340
    private static let rowHeight = 38

    /// A bar from one weight to another.
    private struct Bar {
        let label: String
        let from: Double
        let to: Double
        let isSum: Bool
    }

    var markup: Markup {
        let words = context.words
        let bars = bars
        let height = bars.count * Self.rowHeight + 20
        let zero = place(0)
        return """
            <figure class="picture" aria-hidden="true"><svg viewBox="0 0 \(Self.width) \(height)" focusable="false">
            <line class="lane" x1="\(zero)" y1="0" x2="\(zero)" y2="\(height - 18)"></line>
            \(bars.enumerated().map { row($0.offset, $0.element) })
            <text class="faint" x="\(zero)" y="\(height - 4)" text-anchor="middle">\(words["same.even"])</text>
            </svg></figure>
            <div class="scroll" tabindex="0" role="region" aria-label="\(words["same.table"])"><table>
            <caption>\(words["same.table"])</caption>
            <thead><tr><th scope="col">\(words["same.table.what"])</th><th scope="col">\(words["same.table.how"])</th>
            <th scope="col" class="num">\(words["same.table.weight"])</th></tr></thead>
            <tbody>\(line(words["same.start"], words["same.start.how"], weights.start))
            \(weights.reasons.map { line(words[.likenessField, $0.field], level($0), $0.weight) })
            \(line(words["same.sum"], words("same.sum.how", ["share": share]), weights.total))</tbody></table></div>
            """
    }

    private func level(_ reason: LikenessWeights.Reason) -> String {
        reason.level.map { context.words[.likenessLevel, $0] } ?? context.words["same.missing"]
    }

    private func line(_ what: String, _ how: String, _ weight: Double) -> Markup {
        """
        <tr><th scope="row">\(what)</th><td>\(how)</td><td class="num">\(Self.signed(weight))</td></tr>
        """
    }

    private var bars: [Bar] {
        let words = context.words
        var (bars, at) = ([Bar(label: words["same.start"], from: 0, to: weights.start, isSum: true)], weights.start)
        for reason in weights.reasons where reason.level != nil {
            bars.append(
                Bar(
                    label: words[.likenessField, reason.field], from: at, to: at + reason.weight, isSum: false))
            at += reason.weight
        }
        return bars + [Bar(label: words["same.sum"], from: 0, to: at, isSum: true)]
    }

    private func row(_ number: Int, _ bar: Bar) -> Markup {
        let top = number * Self.rowHeight
        let (left, right) = (min(place(bar.from), place(bar.to)), max(place(bar.from), place(bar.to)))
        let isAgainst = bar.to < bar.from && !bar.isSum
        let change = bar.isSum ? bar.to : bar.to - bar.from
        return """
            <text x="0" y="\(top + 13)">\(bar.label)</text>
            <text x="\(Self.width)" y="\(top + 13)" text-anchor="end">\(Self.signed(change))</text>
            <rect class="shape\(when: isAgainst, " harm")\(when: bar.isSum, " sum")" x="\(left)" y="\(top + 18)" \
            width="\(max(2, right - left))" height="12"></rect>
            """
    }

    /// The place of a weight from left to right.
    private func place(_ weight: Double) -> Int {
        var (at, low, high) = (weights.start, min(0, weights.start), max(0, weights.start))
        for reason in weights.reasons {
            at += reason.weight
            (low, high) = (min(low, at), max(high, at))
        }
        let reach = max(1, high - low)
        return 30 + Int((weight - low) / reach * Double(Self.width - 60))
    }

    /// Such as `in 993 of 1000 such pairs`, said so that neither certainty is claimed.
    private var share: String {
        let thousand = min(999, max(1, Int((weights.probability * 1_000).rounded())))
        return String(thousand)
    }

    /// With one digit behind the point and its sign.
    static func signed(_ weight: Double) -> String {
        let tenths = Int((abs(weight) * 10).rounded())
        let sign = tenths == 0 ? "" : weight < 0 ? "\u{2212}" : "+"
        return "\(sign)\(tenths / 10).\(tenths % 10)"
    }
}
