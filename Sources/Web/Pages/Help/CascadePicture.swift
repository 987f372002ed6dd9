// SPDX-License-Identifier: Apache-2.0

import Assistance

/// Five bars, each as long as the share of people who came so far; the table below says the same.
struct CascadePicture {
    let line: Cascade.Line
    let words: Words

    private static let (width, bar, step) = (340, 18, 46)

    var markup: Markup {
        let bars = CascadeStep.allCases.enumerated().map { at, step -> Markup in
            let people = line.reached[step]?.people ?? 0
            let long = Int((Double(Self.width) * (line.share(step) ?? 0)).rounded())
            let y = at * Self.step
            return """
                <text x="0" y="\(y + 14)">\(words[.cascadeStep, "\(step)"]): \(people)</text>\
                <rect class="shape" x="0" y="\(y + 20)" width="\(max(long, people > 0 ? 2 : 0))" height="\(Self.bar)"/>\
                <line class="axis" x1="0" y1="\(y + 39)" x2="\(Self.width)" y2="\(y + 39)"/>
                """
        }
        return """
            <figure class="picture"><svg viewBox="0 0 \(Self.width) \(CascadeStep.allCases.count * Self.step)" role="img" \
            aria-label="\(words["cascade.picture"])">\(bars)</svg></figure>
            """
    }
}
