// SPDX-License-Identifier: Apache-2.0

/// What the policy answers.
public enum Decision: Sendable, Hashable {
    /// Yes, and what must happen besides.
    case permit(Obligations)
    /// A part of it only.
    case mask(MaskKind)
    /// No, and the answer must be that of something that does not exist.
    case denyHidden
    /// No, and why may be said: the actor knows that the thing exists.
    case denyVisible(Reason)

    public var isPermit: Bool { if case .permit = self { true } else { false } }
    /// Something is shown, whole or in part.
    public var isShown: Bool {
        switch self {
        case .permit, .mask: true
        case .denyHidden, .denyVisible: false
        }
    }

    /// One byte: 0 hidden, 1… the reasons, 32… the masks, 128 + obligations. The same in the checkers outside.
    public var code: UInt8 {
        switch self {
        case .denyHidden: 0
        case .denyVisible(let reason): reason.rawValue
        case .mask(let kind): kind.rawValue
        case .permit(let obligations): 128 | obligations.rawValue
        }
    }
}

/// What a permit demands besides.
public struct Obligations: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A second person must agree before anything happens.
    public static let secondPerson = Obligations(rawValue: 1)
    /// The same when more than fifty records are meant.
    public static let secondPersonAboveFifty = Obligations(rawValue: 2)
    /// Only the private key of a signed-in user opens it.
    public static let compartmentKey = Obligations(rawValue: 4)
    /// A supervisor is told at once, and looks at it afterwards.
    public static let tellSecond = Obligations(rawValue: 8)
    /// Changing it locks the record until a second person has looked.
    public static let review = Obligations(rawValue: 16)
    /// What is shown waits for review, and must say so.
    public static let pendingMark = Obligations(rawValue: 32)
    /// Protected counts, never a record.
    public static let aggregateOnly = Obligations(rawValue: 64)
}

/// What is left of a class when only a part of it is shown.
public enum MaskKind: UInt8, Sendable, Codable, CaseIterable {
    /// Gender, age, languages: what a shelter needs.
    case minimum = 32
    /// The name somebody goes by.
    case firstName = 33
    /// That there is a telephone or an address; its last two characters.
    case contact = 34
}

/// Why not, for those who know that the thing exists.
public enum Reason: UInt8, Error, Sendable, Codable, CaseIterable {
    /// The action is decided for the case as a whole, not for this class of content.
    case wholeRecord = 1
    /// Not for this purpose.
    case purpose
    /// This role does not do that.
    case role
    /// Waits for a second person's review.
    case locked
    /// Archived, merged, held by law, or too early.
    case state
    /// No consent covers it.
    case consent
    /// One's own request cannot be approved by oneself.
    case ownRequest
    /// Somebody who broke the glass may only read.
    case breakGlass
    /// Only from a device that is enrolled.
    case device
    /// The second factor must be shown again.
    case stepUp
}
