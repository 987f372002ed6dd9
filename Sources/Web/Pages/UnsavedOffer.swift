// SPDX-License-Identifier: Apache-2.0

/// Above a fresh form: what was written here before is still there.
public struct UnsavedOffer: Sendable {
    /// Where the form goes.
    public var address: String
    /// The page that the form stands on.
    public var page: String
    /// The day and hour, as people read it.
    public var at: String

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        return """
            <div class="note" role="status"><p>\(words("unsaved.offer", ["at": at]))</p>
            <form method="post" action="/unsaved/drop" class="acts">\(context.tokenInput)
            <input type="hidden" name="unsaved-address" value="\(address)"><input type="hidden" name="back" \
            value="\(page)">
            <a class="button" href="\(page)?unsaved=yes">\(words["unsaved.resume"])</a>
            <button class="quiet">\(words["unsaved.drop"])</button></form></div>
            """
    }

    /// What a form needs to be kept while it is written, as attributes.
    static func attributes(_ words: Words) -> Markup {
        " data-unsaved data-kept=\"\(words["unsaved.kept"])\" data-unkept=\"\(words["unsaved.unkept"])\""
    }

    /// Where the form says so, politely.
    static let said: Markup = "<p class=\"soft small\" role=\"status\" data-said></p>"
}
