// SPDX-License-Identifier: Apache-2.0

/// Something did not work: what, whether anything was lost, what to do.
public struct ProblemPage: Sendable {
    public var kind: Kind

    public enum Kind: Sendable, Hashable {
        /// No such page, or a case that is not there.
        case notFound
        /// The form came from elsewhere or the session ended meanwhile.
        case stale
        /// Larger than so many bytes.
        case tooLarge(Int)
        /// The person's role may not do this; the reason in plain words.
        case refused(String)
        /// Another change came first and cannot be settled here.
        case changed
        /// Too much at once; try again.
        case busy
        /// The audit log or the register cannot be written.
        case unwritable
        /// Our fault.
        case ours
    }

    public init(_ kind: Kind) { self.kind = kind }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let (heading, text) = said(words)
        return Layout.page(
            Place("\(heading)"), in: context,
            content: """
                <p>\(text)</p><div class="acts"><a class="button" href="/">\(words["problem.back"])</a></div>
                """)
    }

    private func said(_ words: Words) -> (heading: String, text: String) {
        switch kind {
        case .notFound: (words["problem.notFound"], words["problem.notFound.text"])
        case .stale: (words["problem.stale"], words["problem.stale.text"])
        case .tooLarge(let bytes):
            (words["problem.tooLarge"], words("problem.tooLarge.text", ["size": String(bytes >> 20)]))
        case .refused(let reason): (words["problem.refused"], words[ifPresent: "refused.\(reason)"] ?? reason)
        case .changed: (words["problem.changed"], words["problem.changed.text"])
        case .busy: (words["problem.busy"], words["problem.busy.text"])
        case .unwritable: (words["problem.unwritable"], words["problem.unwritable.text"])
        case .ours: (words["problem.ours"], words["problem.ours.text"])
        }
    }
}
