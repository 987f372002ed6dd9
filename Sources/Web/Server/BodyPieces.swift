// SPDX-License-Identifier: Apache-2.0

/// The body of a request as it comes, one piece at a time: who sends waits until what came was taken.
public actor BodyPieces {
    private var piece: [UInt8]?
    private var isOver = false
    private var isCut = false
    private var isClosed = false
    private var reader: CheckedContinuation<[UInt8]?, Never>?
    private var sender: CheckedContinuation<Void, Never>?

    /// The connection ended before the body did.
    public struct Cut: Error {}

    public init() {}

    /// A body that is there already.
    public init(whole: [UInt8]) {
        piece = whole.isEmpty ? nil : whole
        isOver = true
    }

    /// Takes the next piece; comes back when it was read, or nobody reads any more.
    func push(_ bytes: [UInt8]) async {
        if isClosed || bytes.isEmpty { return }
        if let reader {
            self.reader = nil
            return reader.resume(returning: bytes)
        }
        piece = bytes
        await withCheckedContinuation { sender = $0 }
    }

    /// Says that no more comes.
    ///
    /// - Parameter isCut: The connection broke.
    func end(isCut: Bool = false) {
        (isOver, self.isCut) = (true, isCut)
        reader?.resume(returning: nil)
        reader = nil
    }

    /// Says that nobody reads any more: what still comes is let go.
    func close() {
        isClosed = true
        piece = nil
        sender?.resume()
        sender = nil
    }

    /// The next piece; nil at the end.
    ///
    /// - Throws: `Cut`.
    public func next() async throws -> [UInt8]? {
        if let piece {
            self.piece = nil
            sender?.resume()
            sender = nil
            return piece
        }
        if !isOver, let bytes = await withCheckedContinuation({ reader = $0 }) { return bytes }
        if isCut { throw Cut() }
        return nil
    }
}
