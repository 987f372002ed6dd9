// SPDX-License-Identifier: Apache-2.0

import Workflows

/// Who went from where to where: places in two columns, and between them bands as wide as the number of people.
struct FlowPicture {
    struct Flow {
        let from: String
        let to: String
        let count: ShownCount
    }

    let flows: [Flow]
    /// What the two columns are.
    let ends: (from: String, to: String)

    private static let (top, gap, node, thinnest) = (26, 22, 10, 2.0)
    private static let tall = 260.0

    /// Only what has a number is drawn: the width of a band would tell the others.
    private var drawn: [(flow: Flow, value: Int)] {
        flows.compactMap { flow in flow.count.value.flatMap { $0 > 0 ? (flow, $0) : nil } }
    }

    private var total: Int { max(1, drawn.reduce(0) { $0 + $1.value }) }
    private func tall(_ value: Int) -> Double { max(Self.thinnest, Self.tall * Double(value) / Double(total)) }

    var height: Int {
        let (from, to) = (column(\.from), column(\.to))
        return Int(max(from.last.map { $0.y + $0.tall } ?? 0, to.last.map { $0.y + $0.tall } ?? 0)) + Self.gap
    }

    private struct Node {
        let name: String
        let value: Int
        let y: Double
        let tall: Double
    }

    /// The places of one side, the largest first, one below the other.
    private func column(_ side: KeyPath<Flow, String>) -> [Node] {
        var sums: [String: (value: Int, tall: Double)] = [:]
        for (flow, value) in drawn {
            sums[flow[keyPath: side], default: (0, 0)].value += value
            sums[flow[keyPath: side], default: (0, 0)].tall += tall(value)
        }
        var y = Double(Self.top + Self.gap)
        return sums.sorted { ($1.value.value, $0.key) < ($0.value.value, $1.key) }.map { name, sum in
            defer { y += sum.tall + Double(Self.gap) }
            return Node(name: name, value: sum.value, y: y, tall: sum.tall)
        }
    }

    /// The picture, to stand in a `PictureFrame`.
    var markup: Markup {
        let (left, right) = (column(\.from), column(\.to))
        var (below, beside): ([String: Double], [String: Double]) = ([:], [:])
        let order = drawn.sorted {
            (place($0.flow.from, left), place($0.flow.to, right)) < (
                place($1.flow.from, left), place($1.flow.to, right)
            )
        }
        let bands = order.map { flow, value -> Markup in
            let wide = tall(value)
            let start = y(flow.from, left) + below[flow.from, default: 0]
            let end = y(flow.to, right) + beside[flow.to, default: 0]
            below[flow.from, default: 0] += wide
            beside[flow.to, default: 0] += wide
            return band(from: start, to: end, wide)
        }
        let width = PictureFrame.width
        return """
            <text class="faint" x="0" y="14">\(ends.from)</text>\
            <text class="faint" x="\(width)" y="14" text-anchor="end">\(ends.to)</text>\(bands)\
            \(left.map { node($0, x: 0, anchor: "start", at: 0) })\
            \(right.map { node($0, x: width - Self.node, anchor: "end", at: width) })
            """
    }

    private func place(_ name: String, _ nodes: [Node]) -> Int { nodes.firstIndex { $0.name == name } ?? 0 }
    private func y(_ name: String, _ nodes: [Node]) -> Double { nodes.first { $0.name == name }?.y ?? 0 }

    private func band(from start: Double, to end: Double, _ wide: Double) -> Markup {
        let (x1, x2) = (Double(Self.node), Double(PictureFrame.width - Self.node))
        let middle = PictureFrame.number((x1 + x2) / 2)
        let n = PictureFrame.number
        return """
            <path class="band" d="M\(n(x1)) \(n(start))C\(middle) \(n(start)) \(middle) \(n(end)) \(n(x2)) \(n(end))\
            V\(n(end + wide))C\(middle) \(n(end + wide)) \(middle) \(n(start + wide)) \(n(x1)) \(n(start + wide))Z"/>
            """
    }

    private func node(_ node: Node, x: Int, anchor: String, at text: Int) -> Markup {
        let label = PictureFrame.fitting(node.name, pixels: PictureFrame.width / 2 - 40)
        let n = PictureFrame.number
        return """
            <rect class="shape" x="\(x)" y="\(n(node.y))" width="\(Self.node)" height="\(n(node.tall))"/>\
            <text x="\(text)" y="\(n(node.y - 4))" text-anchor="\(anchor)">\(label): \(node.value)</text>
            """
    }
}
