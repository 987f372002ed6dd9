// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Which of many places may lie within a distance: by cells of a quarter of a degree.
struct GridIndex: Sendable {
    private let cells: [Int: [Int]]
    private let all: [Int]

    private static let side = 0.25
    private static let columns = 1440
    private static let rows = 720

    /// - Parameter points: Each with the number that is given back for it.
    init(_ points: [(number: Int, point: GeoPoint)]) {
        cells = Dictionary(grouping: points, by: { Self.cell($0.point) }).mapValues { $0.map(\.number) }
        all = points.map(\.number)
    }

    private static func row(_ latitude: Double) -> Int { min(rows - 1, max(0, Int((latitude + 90) / side))) }
    private static func column(_ longitude: Double) -> Int { Int(((longitude + 180) / side).rounded(.down)) }

    private static func cell(_ point: GeoPoint) -> Int {
        row(point.latitude) * columns + min(columns - 1, column(point.longitude))
    }

    /// All numbers whose place lies within the distance, and some that do not. Those with several places come several
    /// times.
    func candidates(near point: GeoPoint, kilometres: Double) -> [Int] {
        let reach = kilometres / GeoPoint.earth * 180 / .pi
        let (south, north) = (point.latitude - reach - 1e-9, point.latitude + reach + 1e-9)
        let rows = Self.row(south)...Self.row(north)
        // Around a pole every meridian is near; elsewhere the widest circle decides (arcsine of the sines' quotient).
        var width = 180.0
        if south > -90, north < 90 {
            let quotient = sin(min(.pi / 2, kilometres / GeoPoint.earth)) / cos(point.latitude * .pi / 180)
            width = quotient >= 1 ? 180 : asin(quotient) * 180 / .pi + 1e-9
        }
        if width >= 179.7 || rows.count * Int(width / Self.side) * 2 > cells.count { return scan(rows, width) }
        var found: [Int] = []
        for column in Self.column(point.longitude - width)...Self.column(point.longitude + width) {
            let wrapped = (column % Self.columns + Self.columns) % Self.columns
            for row in rows { found += cells[row * Self.columns + wrapped] ?? [] }
        }
        return found
    }

    /// When more cells are near than there are with anything in them.
    private func scan(_ rows: ClosedRange<Int>, _ width: Double) -> [Int] {
        rows == 0...(Self.rows - 1) ? all : cells.flatMap { rows.contains($0.key / Self.columns) ? $0.value : [] }
    }
}
