// SPDX-License-Identifier: Apache-2.0

import Cases

/// Why a referral is not made, or an act on it not done. For those who know that it exists.
public enum ReferralObstacle: Error, Sendable, Hashable {
    /// What the consent says in place of covering it: none, expired, withdrawn, not this, a disqualified guardian.
    case consent(ConsentStanding)
    /// The consent belongs to another case.
    case otherCase
    /// The two agencies have no agreement that covers it now.
    case noAgreement
    /// The agreement covers it, and one of the two sides has not bound itself to the charter of sharing.
    case noCharter
    /// The receiving agency is suspended, or is the sender itself.
    case noReceiver
    /// The catalogue has no such service.
    case unknownService
    /// Nothing was chosen, or nothing that the person agreed to give.
    case nothing
    /// Location and clinical notes never leave by a referral.
    case secondTier
    /// Not between now and a year from now.
    case badEnd
    /// The case is not open to other agencies as it stands.
    case caseState
    /// Not by this side.
    case notYours
    /// Not as the referral stands.
    case notNow(ReferralState)
    /// Nothing is seen of it any more: answer as if it did not exist.
    case hidden
}
