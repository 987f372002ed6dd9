// SPDX-License-Identifier: Apache-2.0

import Standard

/// The parts that a record is sealed in, each under a key of its own. What is opened together by the same people lies
/// together; what needs a key of its own one day lies apart.
enum SealedPart: UInt8, CaseIterable, Sendable {
    /// Coded facts and state: all that statistics and lists open.
    case facts
    /// Names, contacts, narrative, statements, suspects.
    case content
    /// Places, movements.
    case location
    /// Clinical notes.
    case clinical

    /// Needs, besides the scope's key, the key of a compartment that only people hold.
    var isCompartment: Bool { self == .location || self == .clinical }

    /// The one class of a compartment; nil for the parts that the server opens by itself.
    var compartmentClass: FieldClass? {
        switch self {
        case .facts, .content: nil
        case .location: .f5
        case .clinical: .f6
        }
    }

    /// The name that the part's key and envelope are bound to.
    var column: String {
        switch self {
        case .facts: "facts"
        case .content: "content"
        case .location: "location"
        case .clinical: "clinical"
        }
    }

    init(_ fieldClass: FieldClass) {
        switch fieldClass {
        case .f0, .f1: self = .facts
        case .f5: self = .location
        case .f6: self = .clinical
        case .f2, .f3, .f4, .f7, .f8, .f9, .f10, .f11: self = .content
        }
    }
}
