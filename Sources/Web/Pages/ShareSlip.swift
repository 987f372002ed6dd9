// SPDX-License-Identifier: Apache-2.0

/// One custodian's share as a page to print: a file of its own that needs nothing else and is served nowhere.
public struct ShareSlip: Sendable {
    let text: String
    let number: Int
    let count: Int
    let needed: Int
    let mark: String
    let fingerprint: String
    let words: Words

    public init(
        text: String, number: Int, count: Int, needed: Int, mark: String, fingerprint: String, words: Words = .english
    ) {
        self.text = text
        self.number = number
        self.count = count
        self.needed = needed
        self.mark = mark
        self.fingerprint = fingerprint
        self.words = words
    }

    /// The whole document, about 12 kB.
    public var html: String {
        let title = words("shareSlip.title", ["number": String(number), "count": String(count), "mark": mark])
        let lead = words("shareSlip.lead", ["needed": String(needed), "count": String(count)])
        let page: Markup = """
            <!doctype html>
            <html lang="\(words.language)" dir="\(words.direction)"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1"><title>\(title)</title>
            <style>body{font:1.1rem/1.5 sans-serif;max-width:36rem;margin:2rem auto;padding:0 1rem}\
            code{font:1.25rem/1.9 monospace;word-spacing:.4rem}svg{width:15rem}</style></head>
            <body><h1>\(title)</h1><p>\(lead)</p><p><code dir="ltr">\(text.replacing("-", with: " "))</code></p>
            \(QRCode.svg(text, label: title))
            <p>\(words["unseal.fingerprint"]): <code dir="ltr">\(fingerprint)</code></p>
            <p>\(words["shareSlip.keep"])</p></body></html>
            """
        return page.html
    }
}
