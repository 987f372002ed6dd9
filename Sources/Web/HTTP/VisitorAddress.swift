// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore

/// Where a visitor comes from, for the counts that slow down whoever tries too often.
enum VisitorAddress {
    /// The address of the connection, unless it is a proxy's that the office trusts: then the last address that this
    /// proxy, and those before it that are trusted too, wrote into `X-Forwarded-For`. What stands further left was sent
    /// by the visitor and can be anything.
    ///
    /// - Parameters:
    ///   - forwarded: The header; several are joined by commas.
    ///   - trusted: Network addresses as text.
    /// - Returns: the connection's own address when the proxy named none that is one.
    static func of(_ connection: String?, forwarded: String?, trusted: Set<String>) -> String? {
        guard let connection, trusted.contains(connection), let forwarded else { return connection }
        let named = forwarded.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        guard let last = named.last(where: { !trusted.contains($0) }), isAddress(last) else { return connection }
        return last
    }

    /// True for an IPv4 or IPv6 address as text, without a port.
    static func isAddress(_ text: String) -> Bool { (try? SocketAddress(ipAddress: text, port: 0)) != nil }
}

extension SiteSettings {
    /// True for what may be a trusted proxy: an IPv4 or IPv6 address, without a port.
    public static func isProxyAddress(_ text: String) -> Bool { VisitorAddress.isAddress(text) }
}
