// SPDX-License-Identifier: Apache-2.0

import Workflows

/// Who went from where to where, by way of where: places in columns, and between them bands as wide as the number of
/// people.
struct FlowPicture {
    struct Flow: Hashable {
        let from: String
        let to: String
        let count: ShownCount
    }

    /// What goes from each column to the next; at least one.
    let stages: [[Flow]]
    /// What the columns are, one more than stages.
    let ends: [String]

    private static let (top, gap, node, thinnest) = (26, 22, 10, 2.0)
    private static let tall = 260.0

    init(stages: [[Flow]], ends: [String]) {
        precondition(stages.count > 0 && ends.count == stages.count + 1, "columns with something between each two")
        // Only what has a number is drawn: the width of a band would tell the others.
        self.stages = stages.map { $0.filter { ($0.count.value ?? 0) > 0 } }
        self.ends = ends
    }

    /// - Parameter ends: What the two columns are.
    init(flows: [Flow], ends: (from: String, to: String)) {
        self.init(stages: [flows], ends: [ends.from, ends.to])
    }

    private var total: Int { max(1, stages.map { $0.reduce(0) { $0 + Self.value($1) } }.max() ?? 1) }
    private static func value(_ flow: Flow) -> Int { flow.count.value ?? 0 }
    private func tall(_ value: Int) -> Double { max(Self.thinnest, Self.tall * Double(value) / Double(total)) }

    var height: Int {
        let lowest = ends.indices.compactMap { column($0).last.map { $0.y + $0.tall } }.max() ?? 0
        return Int(lowest) + Self.gap
    }

    private struct Node {
        let name: String
        let value: Int
        let y: Double
        let tall: Double
    }

    /// The places of one column, the largest first, one below the other: as tall as what comes in, or goes out.
    private func column(_ at: Int) -> [Node] {
        var sums: [String: (value: Int, tall: Double)] = [:]
        func take(_ flows: [Flow], _ side: KeyPath<Flow, String>) {
            var own: [String: (value: Int, tall: Double)] = [:]
            for flow in flows {
                own[flow[keyPath: side], default: (0, 0)].value += Self.value(flow)
                own[flow[keyPath: side], default: (0, 0)].tall += tall(Self.value(flow))
            }
            sums.merge(own) { (max($0.value, $1.value), max($0.tall, $1.tall)) }
        }
        if at > 0 { take(stages[at - 1], \.to) }
        if at < stages.count { take(stages[at], \.from) }
        var y = Double(Self.top + Self.gap)
        return sums.sorted { ($1.value.value, $0.key) < ($0.value.value, $1.key) }.map { name, sum in
            defer { y += sum.tall + Double(Self.gap) }
            return Node(name: name, value: sum.value, y: y, tall: sum.tall)
        }
    }

    /// The picture, to stand in a `PictureFrame`.
    var markup: Markup {
        let columns = ends.indices.map(column)
        let drawn = stages.indices.map { bands($0, columns[$0], columns[$0 + 1]) }
        let heads = ends.enumerated().map { at, head -> Markup in
            "<text class=\"faint\" x=\"\(label(at).x)\" y=\"14\"\(label(at).anchor)>\(head)</text>"
        }
        let nodes = columns.enumerated().map { at, places -> Markup in "\(places.map { node($0, at) })" }
        return "\(heads)\(drawn)\(nodes)"
    }

    private func bands(_ at: Int, _ left: [Node], _ right: [Node]) -> Markup {
        let lefts = Dictionary(uniqueKeysWithValues: left.enumerated().map { ($1.name, $0) })
        let rights = Dictionary(uniqueKeysWithValues: right.enumerated().map { ($1.name, $0) })
        let order = stages[at].map { (flow: $0, from: lefts[$0.from] ?? 0, to: rights[$0.to] ?? 0) }
            .sorted { ($0.from, $0.to) < ($1.from, $1.to) }
        var (below, beside): ([Int: Double], [Int: Double]) = ([:], [:])
        let drawn = order.map { flow, from, to -> Markup in
            let wide = tall(Self.value(flow))
            let start = left[from].y + below[from, default: 0]
            let end = right[to].y + beside[to, default: 0]
            below[from, default: 0] += wide
            beside[to, default: 0] += wide
            return band(from: start, to: end, wide, at)
        }
        return "\(drawn)"
    }

    /// Where a column begins.
    private func x(_ at: Int) -> Double {
        Double(PictureFrame.width - Self.node) * Double(at) / Double(ends.count - 1)
    }

    private func band(from start: Double, to end: Double, _ wide: Double, _ at: Int) -> Markup {
        let (x1, x2) = (x(at) + Double(Self.node), x(at + 1))
        let middle = PictureFrame.number((x1 + x2) / 2)
        let n = PictureFrame.number
        return """
            <path class="band" d="M\(n(x1)) \(n(start))C\(middle) \(n(start)) \(middle) \(n(end)) \(n(x2)) \(n(end))\
            V\(n(end + wide))C\(middle) \(n(end + wide)) \(middle) \(n(start + wide)) \(n(x1)) \(n(start + wide))Z"/>
            """
    }

    /// Where text of a column stands: at the left, in the middle, at the right.
    private func label(_ at: Int) -> (x: String, anchor: Markup) {
        if at == 0 { return ("0", "") }
        if at == stages.count { return ("\(PictureFrame.width)", " text-anchor=\"end\"") }
        return (PictureFrame.number(x(at) + Double(Self.node) / 2), " text-anchor=\"middle\"")
    }

    private func node(_ node: Node, _ at: Int) -> Markup {
        let text = PictureFrame.fitting(
            node.name, pixels: PictureFrame.width / ends.count - (ends.count == 2 ? 40 : 22))
        let n = PictureFrame.number
        return """
            <rect class="shape" x="\(n(x(at)))" y="\(n(node.y))" width="\(Self.node)" height="\(n(node.tall))"/>\
            <text x="\(label(at).x)" y="\(n(node.y - 4))"\(label(at).anchor)>\(text): \(node.value)</text>
            """
    }
}
