// SPDX-License-Identifier: Apache-2.0

/// The way to the page before and the page after.
struct Pager {
    /// From 0.
    let page: Int
    let size: Int
    let total: Int
    let address: (Int) -> String

    /// Nothing when there is one page only.
    func markup(_ words: Words) -> Markup {
        let pages = max(1, (total + size - 1) / size)
        guard pages > 1 else { return "" }
        return """
            <nav class="pager" aria-label="\(words["pager.label"])">
            \(when: page > 0, "<a rel=\"prev\" href=\"\(address(page - 1))\">\(words["pager.previous"])</a>")
            <span>\(words("pager.where", ["page": String(page + 1), "pages": String(pages)]))</span>
            \(when: page + 1 < pages, "<a rel=\"next\" href=\"\(address(page + 1))\">\(words["pager.next"])</a>")
            </nav>
            """
    }
}
