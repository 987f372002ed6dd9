// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// What lists may show of a case to somebody: by class, whole, through a mask, or not at all.
struct CaseView: Sendable, Hashable {
    private var whole: UInt16 = 0
    private(set) var masks: [FieldClass: MaskKind] = [:]

    static let nothing = CaseView()
    static let everything: CaseView = {
        var view = CaseView()
        view.whole = .max
        return view
    }()

    /// - Parameter decide: The policy's answer for listing a class.
    init(_ decide: (FieldClass) -> Decision) {
        for fieldClass in FieldClass.allCases {
            switch decide(fieldClass) {
            case .permit: whole |= 1 << UInt16(fieldClass.number)
            case .mask(let kind): masks[fieldClass] = kind
            case .denyHidden, .denyVisible: break
            }
        }
    }

    private init() {}

    /// The whole of the class is shown.
    func shows(_ fieldClass: FieldClass) -> Bool { whole & (1 << UInt16(fieldClass.number)) != 0 }

    /// The case may be known of at all.
    var isSeen: Bool { shows(.f0) }

    /// Every one of these is shown whole.
    func shows(all classes: [FieldClass]) -> Bool { classes.allSatisfy { shows($0) } }
}
