// SPDX-License-Identifier: Apache-2.0

import Vault

/// What somebody kept outside the register of how its log once was.
public enum Anchor: Sendable, Hashable {
    /// A whole checkpoint, with the signature when it came with one.
    case checkpoint(AuditCheckpoint, signature: [UInt8]?)
    /// Eight words, with the number of entries when they were noted, too.
    case words(String, size: Int?)

    /// Reads what was printed: a checkpoint, `18204 river-…`, or the eight words alone. Nil for anything else.
    public init?(_ text: String) {
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        if let checkpoint = AuditCheckpoint(body: text) {
            let signature = lines.first { $0.hasPrefix("signature ") }
                .flatMap { AuditCheckpoint.bytes(ofText: String($0.dropFirst(10))) }
            self = .checkpoint(checkpoint, signature: signature)
            return
        }
        // A number of thousands may be written with commas; words may come with spaces or hyphens, in capitals.
        let parts = text.lowercased().replacing(",", with: "").split { !($0.isLetter || $0.isNumber) }.map(String.init)
        let numbers = parts.compactMap { Int($0) }
        let words = parts.filter { $0.allSatisfy(\.isLetter) && $0 != "words" }
        guard words.count == 8, numbers.count <= 1, numbers.count + words.count >= parts.count - 1 else { return nil }
        self = .words(words.joined(separator: "-"), size: numbers.first)
    }
}
