// SPDX-License-Identifier: Apache-2.0

/// Notices that the machine's clock was set, by comparing it with time that only grows and with what the log says.
struct ClockWatch: Sendable {
    /// Steps below this are the clock being kept in time.
    static let tolerance: Int64 = 60_000

    private var last: (wall: Int64, tick: Int64)?
    private let latest: Int64
    private var jumps: [Int64] = []

    /// - Parameter latest: The latest moment in the log so far, in milliseconds since 1970; 0 when there is none.
    init(latest: Int64) { self.latest = latest }

    /// An entry is written at this time by the wall and by the machine.
    mutating func see(wall: Int64, tick: Int64) {
        // Before the first entry the log is all there is to compare with, and it tells of setting back only.
        let drift = last.map { (wall - $0.wall) - (tick - $0.tick) } ?? min(0, wall - latest)
        if abs(drift) > Self.tolerance { jumps.append(drift) }
        last = (wall, tick)
    }

    /// How far the clock was set, each time, since this was last asked; negative for back.
    mutating func take() -> [Int64] {
        defer { jumps = [] }
        return jumps
    }
}
