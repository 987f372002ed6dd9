// SPDX-License-Identifier: Apache-2.0

/// A body that is made while it is sent.
public struct StreamedBody: Sendable {
    /// Takes the next bytes; comes back when the connection has room for more.
    public typealias Sink = ([UInt8]) async throws -> Void
    /// In bytes; said before anything is sent, so that a body that is cut off is seen to be.
    public let length: Int
    /// Gives all bytes in turn. What it throws breaks the connection off.
    public let write: @Sendable (Sink) async throws -> Void

    public init(length: Int, _ write: @escaping @Sendable (Sink) async throws -> Void) {
        self.length = length
        self.write = write
    }
}
