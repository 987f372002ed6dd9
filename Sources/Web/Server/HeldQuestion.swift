// SPDX-License-Identifier: Apache-2.0

/// What somebody asked the register for, kept in memory with their session under a random token. The token stands in
/// the address in place of the words, so that history, proxies and onlookers learn nothing, and paging, going back and
/// loading again still work.
struct HeldQuestion: Sendable {
    let token: String
    let asked: FormPairs

    /// How many a session keeps; the oldest is let go first.
    static let perSession = 50
}

extension Member {
    /// What was asked under the token in the address: empty when the address has none, nil when it was let go.
    var asked: FormPairs? {
        guard let token = query["s"] else { return FormPairs() }
        return session.questions.last { $0.token == token }?.asked
    }

    /// Keeps what was asked.
    ///
    /// - Returns: the token for the address; the same one when the same was asked before.
    func keep(_ asked: FormPairs) -> String { visit.site.sessions.keep(asked, for: token) }
}
