// SPDX-License-Identifier: Apache-2.0

/// Room for the bytes of a file of people, given back when nobody holds it: the tables that are made of them use the
/// same memory again.
public final class PersonBytes: @unchecked Sendable {
    private let base: UnsafeMutablePointer<UInt8>
    public let count: Int

    /// - Parameter count: of bytes. They are to be filled before they are read.
    public init(count: Int) {
        self.count = count
        base = Memory.allocate(UInt8.self, count: count)
    }

    deinit { Memory.release(base) }

    /// Where to write them; several threads may, in different places.
    public var room: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(start: base, count: count) }

    /// The bytes, for as long as somebody holds this.
    public var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }
}
