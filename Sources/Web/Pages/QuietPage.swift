// SPDX-License-Identifier: Apache-2.0

/// Where leaving at once leads: an ordinary page of notes that says nothing about anything.
public struct QuietPage: Sendable {
    public init() {}

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        return """
            \(Layout.head(context))
            <body><main class="quiet-page"><h1>\(words["quiet.heading"])</h1><ul><li>\(words["quiet.1"])</li><li>\
            \(words["quiet.2"])</li>
            <li>\(words["quiet.3"])</li><li>\(words["quiet.4"])</li></ul></main></body></html>
            """
    }
}
