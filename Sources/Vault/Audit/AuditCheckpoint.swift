// SPDX-License-Identifier: Apache-2.0

/// What the audit log was at one moment, to be signed and kept elsewhere: whoever holds one sees every change to what
/// was written before it, and every cut.
public struct AuditCheckpoint: Sendable, Hashable {
    /// The 16 bytes of the install's id.
    public let install: [UInt8]
    /// How many entries there were.
    public let size: Int
    /// The RFC 6962 hash over the hashes of all entries.
    public let root: [UInt8]
    /// The hash of the last entry.
    public let last: [UInt8]
    /// Milliseconds since 1970.
    public let at: Int64

    public init(install: [UInt8], size: Int, root: [UInt8], last: [UInt8], at: Int64) {
        self.install = install
        self.size = size
        self.root = root
        self.last = last
        self.at = at
    }

    private static let title = "wayhouse/checkpoint/1"

    /// Six lines of text, each ending in a line feed: what is signed, stored and printed.
    public var body: String {
        """
        \(Self.title)
        install \(Hex.text(install))
        size \(size)
        root \(Hex.text(root))
        last \(Hex.text(last))
        at \(at)

        """
    }

    /// Reads a body, also with other lines after it; nil when it is none.
    public init?(body: String) {
        let lines = body.split(whereSeparator: \.isNewline)
        guard lines.count >= 6, lines[0] == Self.title else { return nil }
        func value(_ line: Int, _ name: String) -> String? {
            lines[line].hasPrefix(name + " ") ? String(lines[line].dropFirst(name.count + 1)) : nil
        }
        guard let install = value(1, "install").flatMap({ Hex.bytes($0) }), install.count == 16,
            let size = value(2, "size").flatMap({ Int($0) }), size >= 0,
            let root = value(3, "root").flatMap({ Hex.bytes($0) }), root.count == 32,
            let last = value(4, "last").flatMap({ Hex.bytes($0) }), last.count == 32,
            let at = value(5, "at").flatMap({ Int64($0) })
        else { return nil }
        self.init(install: install, size: size, root: root, last: last, at: at)
    }

    /// The number of entries and eight words, such as `18204 river-…`: 80 bits of a hash over install, size and root.
    public var words: String { "\(size) \(Self.words(install: install, size: size, root: root))" }

    /// The eight words alone.
    public static func words(install: [UInt8], size: Int, root: [UInt8]) -> String {
        var parts = Parts("wayhouse/anchor/1")
        parts.append(install)
        parts.append(size)
        parts.append(root)
        let bits = sha256(parts.bytes)
        return (0..<8).map { place -> String in
            let index = (0..<10).reduce(0) { number, bit in
                let at = place * 10 + bit
                return number << 1 | Int(bits[at / 8] >> UInt8(7 - at % 8) & 1)
            }
            return PassphraseWords.all[index]
        }.joined(separator: "-")
    }
}

extension AuditCheckpoint {
    /// The signature over the body in hexadecimal, as it is printed and read.
    public static func text(ofSignature signature: [UInt8]) -> String { Hex.text(signature) }

    /// Bytes of hexadecimal digits; nil when they are none.
    public static func bytes(ofText text: String) -> [UInt8]? { Hex.bytes(text) }
}
