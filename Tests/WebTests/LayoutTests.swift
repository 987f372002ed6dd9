// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Web

@Suite struct LayoutTests {
    private func context(viewer: String?) -> PageContext {
        PageContext(
            words: .english, codebook: Codebook(fields: [], picklists: [:], aliases: [:]), tabTitle: "Notes",
            officeName: "House by the lake",
            viewer: viewer, formToken: viewer.map { _ in "t0ken" }, today: PartialDate("2026-11-21")!)
    }

    @Test(arguments: [nil, "Dilani"]) func `every page has a skip link, a way out and a title that says nothing`(
        viewer: String?
    ) {
        let place = Place("A person's case", trail: [.init("Cases", "/cases")], audience: "You")
        let html = Layout.page(place, in: context(viewer: viewer), content: "<p>x</p>").html
        #expect(html.contains("<title>Notes</title>"))
        #expect(html.contains("href=\"#main\""))
        #expect(html.contains("action=\"/quick-exit\""))
        #expect(html.contains("<main id=\"main\""))
        #expect(html.contains("/sign-out") == (viewer != nil))
        #expect(!html.contains("style="))
        #expect(!html.contains("onclick"))
    }

    @Test func `the first page and all it loads is under 60 kB`() {
        let page = Layout.page(Place("Sign in"), in: context(viewer: nil), content: "")
        let size = Asset.all.reduce(page.html.utf8.count) { $0 + $1.bytes.count }
        #expect(size < 60_000, "\(size) bytes")
    }

    @Test func `nothing is loaded from elsewhere and nothing inline runs`() {
        let policy = SecurityHeaders.contentSecurityPolicy(nonce: "n")
        #expect(policy.hasPrefix("default-src 'none'"))
        #expect(!policy.contains("unsafe"))
        #expect(!policy.contains("http"))
        #expect(!Asset.all.contains { String(decoding: $0.bytes, as: UTF8.self).contains("url(http") })
    }
}
