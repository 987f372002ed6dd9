// SPDX-License-Identifier: Apache-2.0

/// Copies a picture without what the camera, the telephone and programs wrote into it: where and when it was taken, by
/// whom, with what, and small pictures of it before it was cropped. Nothing of the picture itself is decoded, so it
/// looks exactly the same.
///
/// Feed it the bytes as they come; a few dozen kilobytes are in memory.
public struct PictureCleaner: Sendable {
    private var cleaner: any SegmentCleaner

    /// Why a picture has no clean copy.
    public enum Fault: String, Error, Sendable {
        /// It does not follow its format, or ends too early.
        case damaged
        /// More picture than any camera takes: opening it could exhaust a computer.
        case tooLarge
    }

    /// The most pixels that a copy is made of.
    static let pixelsMax = 500_000_000

    /// What some first bytes say that a file is.
    public enum Content: Sendable { case jpeg, png, pdf, other }

    /// Tells a file by its first eight bytes, never by its name.
    public static func content(of bytes: some Collection<UInt8>) -> Content {
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if bytes.starts(with: PNGCleaner.signature) { return .png }
        return bytes.starts(with: Array("%PDF-".utf8)) ? .pdf : .other
    }

    /// Nil for what is no picture that can be cleaned.
    public init?(_ content: Content) {
        switch content {
        case .jpeg: cleaner = JPEGCleaner()
        case .png: cleaner = PNGCleaner()
        case .pdf, .other: return nil
        }
    }

    /// Takes the next bytes of the picture. Returns the next bytes of the copy, maybe none.
    public mutating func take(_ bytes: [UInt8]) throws(Fault) -> [UInt8] { try cleaner.take(bytes) }

    /// Says that there is no more.
    ///
    /// - Throws: `Fault.damaged` when the picture did not come to its end.
    public func finish() throws(Fault) {
        guard cleaner.isWhole else { throw .damaged }
    }

    static func check(width: Int, height: Int) throws(Fault) {
        guard width > 0, height > 0 else { throw .damaged }
        guard width <= pixelsMax / height else { throw .tooLarge }
    }
}
