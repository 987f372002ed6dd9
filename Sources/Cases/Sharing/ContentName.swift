// SPDX-License-Identifier: Apache-2.0

import Standard

/// The classes of content as a consent names them: the values of `wh_ConsentClasses`. Location and clinical notes are
/// not among them: nobody is asked to pass them on.
public enum ContentName: String, Sendable, CaseIterable {
    case facts = "Facts"
    case identity = "Identity"
    case contact = "Contact"
    case services = "Services"
    case evidence = "Evidence"
    case suspects = "Suspects"
    case status = "Status"
    case family = "Family"
    case pictures = "Pictures"

    /// The class that it stands for.
    public var fieldClass: FieldClass {
        switch self {
        case .facts: .f1
        case .identity: .f2
        case .contact: .f3
        case .services: .f4
        case .evidence: .f7
        case .suspects: .f8
        case .status: .f9
        case .family: .f10
        case .pictures: .f11
        }
    }

    /// The name of a class; nil for what has none.
    public init?(_ fieldClass: FieldClass) {
        guard let found = Self.allCases.first(where: { $0.fieldClass == fieldClass }) else { return nil }
        self = found
    }
}
