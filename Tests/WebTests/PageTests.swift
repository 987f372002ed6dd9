// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard
import Testing

@testable import Web

@Suite struct PageTests {
    @Test func `no page asks for a word that the catalogue lacks`() {
        for page in Samples.pages {
            let leaks = page.markup.html.matches(of: #/>[a-z\-]+\.[a-zA-Z0-9.\-]+</#).map { String($0.0) }.filter {
                !$0.hasSuffix(".csv<")
            }
            #expect(leaks == [], "\(page.name)")
            let words = page.markup.html.replacing(#/<style[^>]*>[^<]*<\/style>/#, with: "")
            #expect(!words.contains("{"), "\(page.name)")
        }
    }

    @Test func `every page says nothing in its title and runs nothing inline`() {
        for page in Samples.pages {
            #expect(page.markup.html.contains("<title>Notes</title>"))
            #expect(page.markup.html.firstMatch(of: #/ on[a-z]+=|style=|javascript:|<script>/#) == nil, "\(page.name)")
        }
    }

    @Test func `every page but the quiet one has the way out, and every form that changes something its token`() {
        for page in Samples.pages where page.name != "quiet" {
            #expect(page.markup.html.contains("action=\"/quick-exit\""), "\(page.name)")
            for form in page.markup.html.matches(
                of: #/<form method="post" action="([^"]+)"[^>]*>(.*?)<\/form>/#.dotMatchesNewlines())
            {
                let isOpen = ["/sign-in", "/sign-in/factor", "/first-sign-in", "/first-sign-in/factor", "/unseal"]
                    .contains(String(form.1))
                #expect(form.2.contains("form-token") != isOpen, "\(page.name) \(form.1)")
            }
        }
    }

    @Test func `ids stand once on a page`() {
        for page in Samples.pages {
            let ids = page.markup.html.matches(of: #/ id="([^"]+)"/#).map { String($0.1) }
            #expect(
                Dictionary(grouping: ids, by: \.self).filter { $0.value.count > 1 }.keys.sorted() == [], "\(page.name)")
        }
    }

    /// Sample texts hold no `<`, so an escaped one is HTML that Swift took for text.
    @Test func `no HTML is shown as text`() {
        for page in Samples.pages { #expect(!page.markup.html.contains("&lt;"), "\(page.name)") }
    }

    @Test func `names are set apart from the writing around them`() {
        let html = Samples.pages.first { $0.name == "case" }!.markup.html
        #expect(html.contains("<bdi>سليم</bdi>"))
        #expect(html.contains("<bdi>නිමාලි වික්‍රමසිංහ</bdi>"))
    }

    /// With `WAYHOUSE_PAGES` set to a folder, writes every page and asset there to be looked at.
    @Test func `pages can be looked at`() throws {
        guard let folder = ProcessInfo.processInfo.environment["WAYHOUSE_PAGES"] else { return }
        let root = URL(filePath: folder)
        try FileManager.default.createDirectory(at: root.appending(path: "assets"), withIntermediateDirectories: true)
        for page in Samples.pages {
            try Data(page.markup.html.utf8).write(to: root.appending(path: "\(page.name).html"))
        }
        for asset in Asset.all { try Data(asset.bytes).write(to: URL(filePath: folder + asset.path)) }
    }
}
