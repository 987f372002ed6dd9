// SPDX-License-Identifier: Apache-2.0

import Standard

/// A case's dates as a picture: a line for each sort of thing, time from left to right, and the table behind it.
///
/// Marks differ by shape as well as colour; a date that is not exact is a bar as wide as what is not known. Drawn 360
/// units wide, so that its letters keep their size on a phone.
struct Timeline {
    let moments: [Moment]
    let context: PageContext

    private static let width = 360.0
    private static let margin = 10.0
    private static let laneHeight = 46.0

    /// Nothing when nothing has a date.
    var markup: Markup {
        guard !moments.isEmpty else { return "" }
        let words = context.words
        let lanes = Moment.Lane.allCases.filter { lane in moments.contains { $0.lane == lane } }
        let height = Double(lanes.count) * Self.laneHeight + 26
        return """
            <figure class="picture"><svg viewBox="0 0 360 \(Int(height))" role="img" \
            aria-label="\(words["timeline.label"])">
            \(axis(height: height))
            \(lanes.enumerated().map { lane($1, top: Double($0) * Self.laneHeight) })
            </svg></figure>
            <details><summary>\(words["timeline.table"])</summary>\(table)</details>
            """
    }

    private var table: Markup {
        let words = context.words
        let text = ValueText(context)
        let rows = moments.map { moment -> Markup in
            let lane = words[.lane, moment.lane.rawValue]
            return "<tr><td>\(text.date(moment.day))</td><td>\(moment.label)</td><td>\(lane)</td></tr>"
        }
        return """
            <table><thead><tr><th scope="col">\(words["timeline.when"])</th><th scope="col">\
            \(words["timeline.what"])</th>
            <th scope="col">\(words["timeline.sort"])</th></tr></thead><tbody>\(rows)</tbody></table>
            """
    }

    /// Days since the year 0, near enough for a picture.
    private static func position(_ day: (Int, Int, Int)) -> Double {
        Double(day.0) + (Double(day.1) - 1) / 12 + (Double(day.2) - 1) / 366
    }

    private var range: ClosedRange<Double> {
        let first = moments.map { Self.position($0.day.bounds.first) }.min() ?? 0
        let last = moments.map { Self.position($0.day.bounds.last) }.max() ?? 0
        return first...max(last, first + 0.25)
    }

    private func x(_ at: Double) -> Double {
        Self.margin + (at - range.lowerBound) / (range.upperBound - range.lowerBound) * (Self.width - 2 * Self.margin)
    }

    private func lane(_ lane: Moment.Lane, top: Double) -> Markup {
        let y = top + 32
        let marks = moments.filter { $0.lane == lane }.map { moment -> Markup in
            let from = x(Self.position(moment.day.bounds.first))
            let to = x(Self.position(moment.day.bounds.last))
            let middle = (from + to) / 2
            let span: Markup = """
                <line class="span \(lane.rawValue)" x1="\(point(from))" x2="\(point(to))" y1="\(point(y))" \
                y2="\(point(y))"/>
                """
            let title = "\(ValueText(context).date(moment.day)): \(moment.label)"
            let mark = shape(lane, middle, y)
            return
                "<g><title>\(title)</title>\(when: to - from > 6, span)\(mark)</g>"
        }
        return """
            <text x="10" y="\(point(top + 14))">\(context.words[.lane, lane.rawValue])</text>
            <line class="lane" x1="10" x2="350" y1="\(point(y))" y2="\(point(y))"/>\(marks)
            """
    }

    private func shape(_ lane: Moment.Lane, _ x: Double, _ y: Double) -> Markup {
        switch lane {
        case .harm: polygon(lane, [(x, y - 8), (x + 8, y + 6), (x - 8, y + 6)])
        case .contact: polygon(lane, [(x - 6, y - 6), (x + 6, y - 6), (x + 6, y + 6), (x - 6, y + 6)])
        case .care: "<circle class=\"shape care\" cx=\"\(point(x))\" cy=\"\(point(y))\" r=\"6.5\"/>"
        case .consent: polygon(lane, [(x, y - 8), (x + 8, y), (x, y + 8), (x - 8, y)])
        }
    }

    private func polygon(_ lane: Moment.Lane, _ points: [(Double, Double)]) -> Markup {
        let text = points.map { "\(point($0.0)),\(point($0.1))" }.joined(separator: " ")
        return "<polygon class=\"shape \(lane.rawValue)\" points=\"\(text)\"/>"
    }

    /// Years, as many as stand beside each other without touching.
    private func axis(height: Double) -> Markup {
        let years = Int(range.lowerBound)...Int(range.upperBound)
        let step = [1, 2, 5, 10, 20, 50].first { years.count / $0 <= 7 } ?? 100
        let shown = years.filter { $0 % step == 0 && Double($0) >= range.lowerBound }
        let ticks = (shown.isEmpty ? [] : shown).map { year -> Markup in
            let at = x(Double(year))
            let anchor = at < 25 ? "start" : at > 335 ? "end" : "middle"
            return """
                <line class="axis" x1="\(point(at))" x2="\(point(at))" y1="18" y2="\(point(height - 18))"/>
                <text class="faint" x="\(point(at))" y="\(point(height - 4))" text-anchor="\(anchor)">\(year)</text>
                """
        }
        return ticks.joined()
    }

    /// One decimal.
    private func point(_ number: Double) -> String { Value.canonical((number * 10).rounded() / 10) }
}
