// SPDX-License-Identifier: Apache-2.0

import Cases

extension Permit {
    /// Stops a call that brings the leave for something else: a mistake of ours, never a way in.
    ///
    /// - Parameter subject: What is asked for; nil when the verb alone counts.
    /// - Throws: `StoreError.notPermitted`.
    func covers(_ verbs: Verb..., subject: Subject? = nil) throws {
        guard verbs.contains(verb), subject == nil || subject == self.subject else { throw StoreError.notPermitted }
    }
}
