// SPDX-License-Identifier: Apache-2.0

/// Bytes from somewhere, taken by lines or by count. Holds one piece of what the source gives.
struct ByteFeed {
    private let source: (Int) throws -> [UInt8]
    private var held: [UInt8] = []
    private var used = 0
    private var isDry = false

    /// - Parameter source: Gives up to so many bytes, none at the end.
    init(_ source: @escaping (Int) throws -> [UInt8]) { self.source = source }

    /// Exactly `count` bytes, fewer only at the end.
    mutating func take(_ count: Int) throws -> [UInt8] {
        while held.count - used < count, try fill(count) {}
        let end = min(held.count, used + count)
        defer { used = end }
        return Array(held[used..<end])
    }

    /// Whether there is nothing more.
    mutating func isAtEnd() throws -> Bool {
        if used < held.count { return false }
        return try !fill(1 << 16)
    }

    /// The bytes up to the next line break, without it; nil when none comes within `max` bytes.
    mutating func line(max: Int) throws -> [UInt8]? {
        var searched = 0
        while true {
            if let end = held[(used + searched)...].firstIndex(of: 10) {
                defer { used = end + 1 }
                return end - used <= max ? Array(held[used..<end]) : nil
            }
            searched = held.count - used
            guard searched <= max, try fill(1 << 12) else { return nil }
        }
    }

    /// Whether there was more.
    private mutating func fill(_ count: Int) throws -> Bool {
        guard !isDry else { return false }
        if used > 0 {
            held.removeFirst(used)
            used = 0
        }
        let more = try source(Swift.max(count, 1 << 16))
        isDry = more.isEmpty
        held += more
        return !more.isEmpty
    }
}
