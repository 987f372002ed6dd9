// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Identification

struct AtomTests {
    @Test func `three values combine as Kleene's tables say`() {
        for a in Truth.allCases {
            for b in Truth.allCases {
                let both: Truth = a == .no || b == .no ? .no : a == .yes && b == .yes ? .yes : .unknown
                #expect(a.and(b) == both)
                #expect(a.or(b) == a.negated.and(b.negated).negated)
            }
        }
    }

    @Test func `a set of atoms is a set`() {
        var dice = SplitMix64(seed: 3)
        for _ in 0..<2000 {
            let a = Set((0..<Int.random(in: 0...20, using: &dice)).map { _ in Int.random(in: 0..<128, using: &dice) })
            let b = Set((0..<Int.random(in: 0...20, using: &dice)).map { _ in Int.random(in: 0..<128, using: &dice) })
            let (x, y) = (AtomSet(a), AtomSet(b))
            #expect(x.numbers == a.sorted() && x.count == a.count && x.isEmpty == a.isEmpty)
            #expect(x.union(y) == AtomSet(a.union(b)) && x.intersection(y) == AtomSet(a.intersection(b)))
            #expect(x.subtracting(y) == AtomSet(a.subtracting(b)) && x.meets(y) == !a.isDisjoint(with: b))
            #expect(x.isSubset(of: y) == a.isSubset(of: b))
            if let member = a.first {
                var fewer = x
                fewer.remove(member)
                #expect(!fewer.contains(member) && x.contains(member))
            }
        }
    }

    @Test func `each atom has its sentences and its question`() {
        let catalogue = AtomCatalogue.current
        #expect(catalogue.atoms.count > 70)
        for atom in catalogue.atoms {
            #expect(atom.yes != atom.no && atom.yes.hasSuffix(".") && atom.no.hasSuffix("."), "\(atom.id)")
            #expect(atom.question.contains("?"), "\(atom.id)")
            #expect(catalogue[atom.id] == atom && catalogue.number(of: atom.id) == atom.number)
        }
    }

    @Test func `days follow each other over the ends of months and years`() {
        #expect(DayRange.dayAfter(2024_02_28) == 2024_02_29)
        #expect(DayRange.dayAfter(2025_02_28) == 2025_03_01)
        #expect(DayRange.dayAfter(2025_12_31) == 2026_01_01)
        #expect(DayRange.dayAfter(DayRange.latest) == Int32.max)
    }
}
