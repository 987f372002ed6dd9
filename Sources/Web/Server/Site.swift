// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// Everything a request may need: the register or its closed door, who is signed in, the words.
public final class Site: Sendable {
    let gate: Gate
    let settings: SiteSettings
    let clock: Clock
    let sessions = Sessions()
    let unsaved = UnsavedTexts()
    let throttle = SignInThrottle()
    let routes: [Route]

    public init(gate: Gate, settings: SiteSettings = SiteSettings(), clock: Clock = .system) {
        self.gate = gate
        self.settings = settings
        self.clock = clock
        routes = Routes.all
    }

    /// What a page needs to know. The office's own name is only for those who are signed in, and never in the tab.
    func context(_ session: Session?, today: PartialDate) -> PageContext {
        let office = session == nil ? nil : gate.store?.organisation
        return PageContext(
            words: settings.words, codebook: .current, tabTitle: settings.neutralName,
            officeName: office ?? settings.neutralName, viewer: session?.name, formToken: session?.formToken,
            today: today)
    }
}

/// What an office chooses for its pages.
public struct SiteSettings: Sendable {
    /// The name in browser tabs, and at the top until somebody signs in; says nothing at all.
    public var neutralName: String
    public var words: Words
    /// True when a proxy in front speaks TLS: cookies become `__Host-` and `Secure`.
    public var isSecure: Bool

    public init(neutralName: String = "Notes", words: Words = .english, isSecure: Bool = false) {
        self.neutralName = neutralName
        self.words = words
        self.isSecure = isSecure
    }
}
