// SPDX-License-Identifier: Apache-2.0

extension Judgement {
    /// One sentence for a page: the verdict, and the parts of the definition that make it so.
    public var summary: String {
        if let reason = because.first(where: { $0.kind == .notInForce || $0.kind == .severalWordings }) {
            return (verdict == .notMet ? "Not met. " : "Undetermined. ") + reason.words
        }
        switch verdict {
        case .met: return "Met: " + words(elements.filter { $0.truth == .yes })
        case .notMet: return "Not met. Missing: " + words(failing)
        case .undetermined:
            let open = elements.filter { $0.truth == .unknown }
            return "Undetermined. " + (open.isEmpty ? unsettled.joined(separator: " ") : "Not known: " + words(open))
        }
    }

    /// The parts that fail and that the verdict rests on, not others that happen to fail too.
    private var failing: [ElementStanding] {
        let atoms = Set(because.filter { $0.kind == .atom && $0.holds == false }.compactMap(\.atom))
        let no = elements.filter { $0.truth == .no }
        let resting = no.filter { element in
            element.no.isEmpty ? because.contains { $0.kind == .age } : Set(element.no).isSubset(of: atoms)
        }
        return resting.isEmpty ? no : resting
    }

    private func words(_ elements: [ElementStanding]) -> String {
        elements.map(\.words).joined(separator: "; ") + "."
    }
}
