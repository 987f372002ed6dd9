// SPDX-License-Identifier: Apache-2.0

import Identification
import Standard

/// What authorities concluded when, as a picture: a line for each, time from left to right. The lists below it say the
/// same in words. Marks differ by shape: a filled one says yes, an empty one no, a small one is open.
struct DeterminationPicture {
    let log: DeterminationLog
    let authorities: [Determination.Authority]
    let context: PageContext

    private static let laneHeight = 46
    private static let (left, right) = (10.0, 350.0)

    var markup: Markup {
        let height = authorities.count * Self.laneHeight + 26
        let lanes = authorities.enumerated().map { lane($1, top: $0 * Self.laneHeight) }
        return """
            <figure class="picture"><svg viewBox="0 0 360 \(height)" role="img" \
            aria-label="\(context.words["status.picture"])">\(axis(height))\(lanes)</svg></figure>
            """
    }

    private func lane(_ authority: Determination.Authority, top: Int) -> Markup {
        let marks = log.all.filter { $0.authority.isSame(as: authority) }.map { mark($0, y: top + 32) }
        return """
            <text x="10" y="\(top + 16)">\(String(authority.name.prefix(34)))</text>
            <line class="lane" x1="10" x2="350" y1="\(top + 32)" y2="\(top + 32)"/>\(marks)
            """
    }

    private func mark(_ one: Determination, y: Int) -> Markup {
        let x = String(Int(position(one.day)))
        return switch one.status.finding {
        case true?: "<circle class=\"shape\" cx=\"\(x)\" cy=\"\(y)\" r=\"7\"/>"
        case false?:
            """
            <rect class="shape" x="\(String(Int(position(one.day)) - 6))" y="\(y - 6)" width="12" height="12" \
            fill-opacity="0.25"/>
            """
        case nil: "<circle class=\"shape\" cx=\"\(x)\" cy=\"\(y)\" r=\"4\"/>"
        }
    }

    private func axis(_ height: Int) -> Markup {
        let (first, last) = range
        let end = String(Int(last))
        return """
            <text class="faint" x="10" y="\(height - 6)">\(String(Int(first)))</text>
            \(when: Int(first) != Int(last), "<text class=\"faint\" x=\"350\" y=\"\(height - 6)\" text-anchor=\"end\">\(end)</text>")
            """
    }

    private static func years(_ day: PartialDate) -> Double {
        Double(day.year) + Double(day.bounds.first.1 - 1) / 12 + Double(day.bounds.first.2 - 1) / 366
    }

    private var range: (Double, Double) {
        let all = log.all.map { Self.years($0.day) }
        return (all.min() ?? 0, all.max() ?? 0)
    }

    private func position(_ day: PartialDate) -> Double {
        let (first, last) = range
        let share = last > first ? (Self.years(day) - first) / (last - first) : 0.5
        return Self.left + 8 + share * (Self.right - Self.left - 16)
    }
}
