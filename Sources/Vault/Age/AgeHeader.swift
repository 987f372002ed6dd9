// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation

/// The header of an age file (age-encryption.org/v1): for whom it is sealed, and a mark over all of it.
struct AgeHeader {
    struct Stanza {
        /// Its type and what follows on the same line.
        let arguments: [String]
        let body: [UInt8]
    }

    let stanzas: [Stanza]
    /// The text up to `---`, which the mark is over.
    let marked: [UInt8]
    let mark: [UInt8]

    static let version = "age-encryption.org/v1"
    /// Nobody writes longer ones; a longer text is not read.
    private static let bytesMax = 1 << 16

    /// The file key, when one of the identities opens a stanza and the mark fits it.
    func fileKey(_ identities: [AgeIdentity]) throws(AgeFault) -> AgeFileKey {
        var found: AgeFileKey?
        for stanza in stanzas where stanza.arguments[0] == "X25519" {
            for identity in identities where found == nil { found = try stanza.fileKey(identity) }
        }
        if stanzas.count > 1, stanzas.contains(where: { $0.arguments[0] == "scrypt" }) { throw .header }
        guard let found else { throw .noMatch }
        try check(found)
        return found
    }

    /// - Throws: `AgeFault.mark` when the header is not the one that was written with this key.
    func check(_ fileKey: AgeFileKey) throws(AgeFault) {
        guard HMAC<SHA256>.isValidAuthenticationCode(mark, authenticating: marked, using: fileKey.marking) else {
            throw .mark
        }
    }

    /// The whole header as bytes, with its last line break.
    static func text(_ fileKey: AgeFileKey, for recipients: [AgeRecipient]) throws(AgeFault) -> [UInt8] {
        guard !recipients.isEmpty else { throw .noRecipient }
        var text = version + "\n"
        for recipient in recipients {
            let stanza = try Stanza(fileKey, for: recipient)
            text += "-> \(stanza.arguments.joined(separator: " "))\n\(Base64.text(stanza.body))\n"
        }
        text += "---"
        let mark = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: fileKey.marking)
        return Array("\(text) \(Base64.text(Array(mark)))\n".utf8)
    }

    /// Reads a header and leaves the feed at the content.
    init(_ feed: inout ByteFeed) throws {
        var marked: [UInt8] = []
        func line() throws -> String {
            guard let line = try feed.line(max: Self.bytesMax - marked.count),
                line.allSatisfy({ (32...126).contains($0) })
            else { throw AgeFault.header }
            return String(decoding: line, as: UTF8.self)
        }
        guard let first = try? line(), first == Self.version else { throw AgeFault.notAge }
        marked += Array(first.utf8) + [10]
        var stanzas: [Stanza] = []
        while true {
            let start = try line()
            if start.hasPrefix("---") {
                let parts = start.split(separator: " ", omittingEmptySubsequences: false)
                guard parts.count == 2, parts[0] == "---", let mark = Base64.bytes(parts[1]), mark.count == 32 else {
                    throw AgeFault.header
                }
                (self.stanzas, self.marked, self.mark) = (stanzas, marked + Array("---".utf8), mark)
                return
            }
            let arguments = start.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            guard arguments.count >= 2, arguments[0] == "->", arguments.allSatisfy({ !$0.isEmpty }) else {
                throw AgeFault.header
            }
            marked += Array(start.utf8) + [10]
            var body: [UInt8] = []
            while true {
                let piece = try line()
                guard piece.utf8.count <= 64, let bytes = Base64.bytes(piece) else { throw AgeFault.header }
                marked += Array(piece.utf8) + [10]
                body += bytes
                if piece.utf8.count < 64 { break }
            }
            stanzas.append(Stanza(arguments: Array(arguments.dropFirst()), body: body))
        }
    }
}

extension AgeHeader.Stanza {
    private static let label = Data("age-encryption.org/v1/X25519".utf8)
    /// Each wrapping key seals one file key only, so the nonce is fixed.
    private static let nonce = [UInt8](repeating: 0, count: 12)

    /// The file key wrapped for a recipient, under a key pair that is used this once.
    init(_ fileKey: AgeFileKey, for recipient: AgeRecipient) throws(AgeFault) {
        let once = Curve25519.KeyAgreement.PrivateKey()
        let share = Array(once.publicKey.rawRepresentation)
        guard let wrapping = Self.wrapping(once, recipient.key, salt: share + recipient.key),
            let nonce = try? ChaChaPoly.Nonce(data: Self.nonce),
            let box = try? fileKey.key.withUnsafeBytes({
                try ChaChaPoly.seal(Data($0), using: wrapping, nonce: nonce)
            })
        else { throw .badKey }
        arguments = ["X25519", Base64.text(share)]
        body = Array(box.ciphertext + box.tag)
    }

    /// Nil when it is somebody else's.
    fileprivate func fileKey(_ identity: AgeIdentity) throws(AgeFault) -> AgeFileKey? {
        guard arguments.count == 2, let share = Base64.bytes(arguments[1]), share.count == 32, body.count == 32,
            let wrapping = Self.wrapping(identity.key, share, salt: share + identity.recipient.key)
        else { throw .header }
        guard let box = try? ChaChaPoly.SealedBox(combined: Self.nonce + body),
            let key = try? ChaChaPoly.open(box, using: wrapping)
        else { return nil }
        return AgeFileKey(key: SymmetricKey(data: key))
    }

    /// Nil for a point of small order, with which every key agrees on zeros.
    private static func wrapping(
        _ own: Curve25519.KeyAgreement.PrivateKey, _ other: [UInt8], salt: [UInt8]
    ) -> SymmetricKey? {
        guard let point = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: other),
            let agreed = try? own.sharedSecretFromKeyAgreement(with: point),
            agreed.withUnsafeBytes({ $0.reduce(0, |) }) != 0
        else { return nil }
        return agreed.hkdfDerivedSymmetricKey(
            using: SHA256.self, salt: Data(salt), sharedInfo: label, outputByteCount: 32)
    }
}

/// Base64 (RFC 4648 §4) without padding, in its one canonical form.
enum Base64 {
    static func text(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("=", with: "")
    }

    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let padded = String(text) + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: padded) else { return nil }
        let bytes = Array(data)
        return Self.text(bytes) == String(text) ? bytes : nil
    }
}
