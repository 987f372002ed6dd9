// SPDX-License-Identifier: Apache-2.0

import Workflows

/// How many came how far: one bar a step, each a share of the first.
struct FunnelPicture {
    struct Step {
        let label: String
        let count: ShownCount
    }

    let steps: [Step]
    let words: Words

    private var bars: BarPicture {
        let first = steps.first?.count.value
        let bars = steps.map { step in
            var bar = BarPicture.Bar(label: step.label, count: step.count)
            // The share would tell what the number must not.
            if let first, first > 0, let value = step.count.value {
                bar.said = words(
                    "picture.step", ["n": String(value), "share": String((value * 100 + first / 2) / first)])
            }
            return bar
        }
        return BarPicture(bars: bars, words: words, full: first)
    }

    var height: Int { bars.height }

    /// The bars, to stand in a `PictureFrame`.
    var markup: Markup { bars.markup }
}
