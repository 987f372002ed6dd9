// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Web

@Suite struct MarkupTests {
    @Test func `text is escaped and HTML is not`() {
        let name = "<b onclick='x'>\"Nguyễn\" & Söhne"
        let inner: Markup = "<i>\(name)</i>"
        let page: Markup = "<p title=\"\(name)\">\(inner)</p>"
        let escaped = "&lt;b onclick=&#39;x&#39;&gt;&quot;Nguyễn&quot; &amp; Söhne"
        #expect(page.html == "<p title=\"\(escaped)\"><i>\(escaped)</i></p>")
    }

    @Test func `every sort of piece goes in`() {
        let none: String? = nil
        let some: String? = "a&b"
        let list: [Markup] = ["<li>1</li>", "<li>2</li>"]
        let markup: Markup =
            "\(none)\(some)\(list)\(42)\(when: true, " checked")\(when: false, " no")\(address: "é/ ?")"
        #expect(markup.html == "a&amp;b<li>1</li><li>2</li>42 checked%C3%A9%2F%20%3F")
        #expect(list.joined(separator: ", ").html == "<li>1</li>, <li>2</li>")
    }

    @Test func `no text can open a tag or end an attribute`() {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array("<>&\"'ab é\u{200F}ශ")
        for _ in 0..<500 {
            let text = String((0..<20).map { _ in alphabet.randomElement(using: &random)! })
            let html = Markup(text: text).html
            #expect(!html.contains(where: { "<>\"'".contains($0) }))
            #expect(unescaped(html) == text)
        }
    }

    private func unescaped(_ html: String) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
            .reduce(html) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
    }
}
