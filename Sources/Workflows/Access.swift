// SPDX-License-Identifier: Apache-2.0

import Cases
import Vault

/// Somebody at work: who they are, what they do it for, and what they have shown of themselves.
public struct Access: Sendable {
    public let actor: Actor
    public var purpose: Purpose
    /// The second factor was shown within the last five minutes.
    public var isStepUpFresh: Bool
    public var isDeviceEnrolled: Bool
    /// The private key of whoever is signed in; nil at the console, for programs and for those who have none.
    public var key: UserKey?

    /// - Parameter purpose: What the look or change is for; nil for the role's first.
    public init(
        _ actor: Actor, purpose: Purpose? = nil, isStepUpFresh: Bool = false, isDeviceEnrolled: Bool = false,
        key: UserKey? = nil
    ) {
        self.actor = actor
        self.purpose = purpose ?? Purpose.allCases.first { actor.role.purposes.contains($0) } ?? .statistics
        self.isStepUpFresh = isStepUpFresh
        self.isDeviceEnrolled = isDeviceEnrolled
        self.key = key
    }

    /// What the policy is told of the moment.
    ///
    /// - Parameter isBreakGlass: Whether the glass of the case in question is broken by this actor.
    public func context(isBreakGlass: Bool = false) -> AccessContext {
        AccessContext(
            purpose: purpose, isStepUpFresh: isStepUpFresh, isBreakGlass: isBreakGlass,
            isDeviceEnrolled: isDeviceEnrolled)
    }
}
