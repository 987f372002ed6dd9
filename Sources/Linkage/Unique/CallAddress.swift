// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where a party of a round is called: `https://…`, or plain HTTP on this computer itself. Nothing that could be read
/// as another place: no user name, no query, no fragment.
public struct CallAddress: Sendable, Equatable {
    /// Without a slash at its end.
    public let text: String
    let host: String
    /// This computer: what is sent there crosses no network.
    public let isLoopback: Bool

    private static let here: Set<String> = ["127.0.0.1", "localhost", "::1", "[::1]"]

    /// - Returns: nil for anything else.
    public init?(_ text: String) {
        guard text.utf8.count <= 300, text.utf8.allSatisfy({ (33...126).contains($0) }), !text.hasSuffix("/"),
            let parts = URLComponents(string: text), let host = parts.host?.lowercased(), !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil
        else { return nil }
        isLoopback = Self.here.contains(host)
        guard parts.scheme == "https" || parts.scheme == "http" && isLoopback else { return nil }
        self.text = text
        self.host = host
    }
}
