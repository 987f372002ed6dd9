// SPDX-License-Identifier: Apache-2.0

/// What is known of one person's story, as definitions read it: small, plain, quick to compare.
///
/// Made by `FactSheet.facts`, which also knows who said what.
public struct Facts: Sendable, Hashable {
    /// Atoms that hold.
    public private(set) var yes = AtomSet()
    /// Atoms that do not hold. No atom is in both.
    public private(set) var no = AtomSet()
    public var age = AgeAtAct.unknown
    /// The days on which it may have happened; nil when nobody said.
    public var period: DayRange?

    public init() {}

    public subscript(_ number: Int) -> Truth {
        get { yes.contains(number) ? .yes : no.contains(number) ? .no : .unknown }
        set {
            yes.remove(number)
            no.remove(number)
            switch newValue {
            case .yes: yes.insert(number)
            case .no: no.insert(number)
            case .unknown: break
            }
        }
    }

    /// The atoms that hold or do not hold.
    public var known: AtomSet { yes.union(no) }

    /// Only what is known of these atoms; age and period stay.
    func keeping(_ atoms: AtomSet) -> Facts {
        var kept = self
        kept.yes = yes.intersection(atoms)
        kept.no = no.intersection(atoms)
        return kept
    }
}
