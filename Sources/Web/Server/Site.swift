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
    let door = AtTheDoor()
    let challenges = PasskeyChallenges()
    /// How many requests are at work at once.
    let crowd = Crowd()
    let unsaved = UnsavedTexts()
    let throttle: SignInThrottle
    /// Where people look into their own cases.
    let ticketDoor: TicketDoor
    /// What browsers said that the content policy stopped.
    let policyReports = PolicyReports()
    let routes: [Route]

    public convenience init(gate: Gate, settings: SiteSettings = SiteSettings(), clock: Clock = .system) {
        self.init(gate: gate, settings: settings, clock: clock, throttle: SignInThrottle(), routes: Routes.all)
    }

    /// - Parameter routes: Others than `Routes.all` in tests only.
    init(gate: Gate, settings: SiteSettings, clock: Clock, throttle: SignInThrottle, routes: [Route]) {
        self.gate = gate
        self.throttle = throttle
        ticketDoor = TicketDoor(cost: throttle.cost)
        self.settings = settings
        self.clock = clock.onlyForward()
        self.routes = routes
    }

    /// What a page needs to know. The office's own name is only for those who are signed in, and never in the tab.
    func context(_ session: Session?, today: PartialDate, nonce: String) -> PageContext {
        let office = session == nil ? nil : gate.store?.organisation
        var context = PageContext(
            words: settings.words, codebook: .current, tabTitle: settings.neutralName,
            officeName: office ?? settings.neutralName, viewer: session?.name, formToken: session?.formToken,
            today: today, nonce: nonce, accent: settings.accent, leaveAddress: settings.leaveAddress)
        context.role = session?.role
        context.opensItself = session?.role.maySeal == true && gate.opensItself
        return context
    }
}
