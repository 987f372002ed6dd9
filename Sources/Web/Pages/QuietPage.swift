// SPDX-License-Identifier: Apache-2.0

/// Where leaving at once leads: an ordinary page of notes that says nothing about anything. It is whole in one answer,
/// so that it stands there as soon as it comes.
public struct QuietPage: Sendable {
    public init() {}

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        return """
            <!doctype html>
            <html lang="\(words.language)" dir="\(words.direction)">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(context.tabTitle)</title><link rel="icon" href="/assets/icon.svg?\(Asset.version)">
            <style nonce="\(context.nonce)">\(Self.style)</style></head>
            <body><main><h1>\(words["quiet.heading"])</h1><ul><li>\(words["quiet.1"])</li><li>\
            \(words["quiet.2"])</li>
            <li>\(words["quiet.3"])</li><li>\(words["quiet.4"])</li></ul></main></body></html>
            """
    }

    private static let style: Markup = """
        :root{color-scheme:light dark}body{font:112.5%/1.5 system-ui,sans-serif;margin:2rem auto;max-width:30rem;\
        padding:0 1rem}
        """
}
