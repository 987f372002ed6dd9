// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Web

/// Where a visitor comes from, behind proxies and behind none.
@Suite struct VisitorAddressTests {
    private static let proxies: Set<String> = ["127.0.0.1", "10.0.0.2"]

    @Test(arguments: [
        // Nobody's word counts but that of a proxy which the office named.
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        // What the visitor sent stands on the left, and can be anything.
        ("127.0.0.1", "192.0.2.7, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "127.0.0.1, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1,10.0.0.2", "198.51.100.1"),
        ("127.0.0.1", " 2001:db8::7 ", "2001:db8::7"),
        // What is no address is nobody's: all such visitors are counted together.
        ("127.0.0.1", "198.51.100.1, unknown", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1:4711", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "10.0.0.2", "127.0.0.1"),
    ])
    func `only a trusted proxy says where a visitor comes from`(
        connection: String, forwarded: String, expected: String
    ) {
        #expect(VisitorAddress.of(connection, forwarded: forwarded, trusted: Self.proxies) == expected)
        #expect(VisitorAddress.of(connection, forwarded: forwarded, trusted: []) == connection, "no proxy is named")
    }

    @Test func `without the header, or without a connection, nothing is made up`() {
        #expect(VisitorAddress.of("127.0.0.1", forwarded: nil, trusted: Self.proxies) == "127.0.0.1")
        #expect(VisitorAddress.of(nil, forwarded: "198.51.100.1", trusted: Self.proxies) == nil)
        #expect(SiteSettings.isProxyAddress("::1") && !SiteSettings.isProxyAddress("localhost"))
        #expect(!SiteSettings.isProxyAddress("127.0.0.1:80"))
    }
}
