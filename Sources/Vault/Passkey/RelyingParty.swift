// SPDX-License-Identifier: Apache-2.0

/// The site that passkeys are made for and answer to.
public struct RelyingParty: Sendable, Hashable {
    /// Scheme, host and port as browsers write them, such as `https://records.example.org:8443`.
    public let origin: String
    /// The host, or a domain above it that the passkeys are meant for: part of every passkey, so that changing it
    /// makes all of them useless.
    public let id: String

    /// Nil where browsers offer no passkeys or would write the origin otherwise: a scheme other than `https` (except
    /// `http://localhost`), an address in numbers instead of a name, upper case, a path, the scheme's own port, an id
    /// that is not the host or a domain above it.
    public init?(origin: String, id: String? = nil) {
        let isSecure = origin.hasPrefix("https://")
        guard isSecure || origin.hasPrefix("http://") else { return nil }
        let rest = origin.dropFirst(isSecure ? 8 : 7).split(separator: ":", omittingEmptySubsequences: false)
        let host = String(rest[0])
        guard rest.count <= 2, Self.isName(host), isSecure || host == "localhost" else { return nil }
        if rest.count == 2 {
            guard let port = UInt16(rest[1]), String(port) == rest[1], port != (isSecure ? 443 : 80), port > 0 else {
                return nil
            }
        }
        let id = id ?? host
        guard id == host || (id.contains(".") && Self.isName(id) && host.hasSuffix("." + id)) else { return nil }
        self.origin = origin
        self.id = id
    }

    /// Labels of lower-case letters, digits and hyphens; the last does not begin with a digit, as that of an address
    /// in numbers does.
    private static func isName(_ host: String) -> Bool {
        let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-".utf8)
        let isWritten = labels.allSatisfy { label in
            (1...63).contains(label.count) && label.allSatisfy { allowed.contains($0) }
                && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
        }
        guard isWritten, host.utf8.count <= 253, let first = labels.last?.first else { return false }
        return !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    }
}
