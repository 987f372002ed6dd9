// SPDX-License-Identifier: Apache-2.0

/// A fixed number of plain values in one piece of memory. Written by one thread at a time, or by several in different
/// places; read by many.
final class Column<Value: BitwiseCopyable>: @unchecked Sendable {
    let base: UnsafeMutablePointer<Value>
    private(set) var count: Int

    init(repeating value: Value, count: Int) {
        base = Memory.allocate(Value.self, count: count)
        base.initialize(repeating: value, count: count)
        self.count = count
    }

    /// Filled by the caller.
    init(unfilled count: Int) {
        base = Memory.allocate(Value.self, count: count)
        self.count = count
    }

    convenience init(_ values: [Value]) where Value: ExpressibleByIntegerLiteral {
        self.init(repeating: 0, count: values.count)
        for (place, value) in values.enumerated() { base[place] = value }
    }

    /// Keeps the first so many.
    func shorten(to count: Int) { self.count = count }

    deinit { Memory.release(base) }

    subscript(place: Int) -> Value {
        @inline(__always) get { base[place] }
        @inline(__always) set { base[place] = newValue }
    }
}

/// Values added one after another, of plain types, in memory that grows.
struct Growing<Value: BitwiseCopyable>: ~Copyable {
    private(set) var base: UnsafeMutablePointer<Value>
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int = 1_024) {
        self.capacity = capacity
        base = Memory.allocate(Value.self, count: capacity)
    }

    deinit { Memory.release(base) }

    @inline(__always)
    mutating func append(_ value: Value) {
        if count == capacity { grow() }
        base[count] = value
        count += 1
    }

    mutating func append(_ values: UnsafePointer<Value>, count added: Int) {
        while count + added > capacity { grow() }
        (base + count).update(from: values, count: added)
        count += added
    }

    mutating func removeLast(_ number: Int) { count -= number }

    private mutating func grow() {
        let larger = Memory.allocate(Value.self, count: capacity * 2)
        larger.update(from: base, count: count)
        Memory.release(base)
        base = larger
        capacity *= 2
    }
}
