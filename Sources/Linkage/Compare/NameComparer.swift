// SPDX-License-Identifier: Apache-2.0

/// Levels of names.
final class NameComparer {
    private let names: NameDomain
    private var plain: PoolView
    private var sounds: PoolView
    private var forms: UnsafePointer<NameDomain.Forms>
    private let similarity = JaroWinkler()
    /// Pairs of names met before, with their level: the same names meet again and again. A pair is the numbers of both
    /// and four bits of the level; few enough that they stay near.
    private let known: UnsafeMutablePointer<UInt64>
    private static let knownBits: UInt64 = 13
    /// Names with larger numbers are not kept.
    private static let mostNumbers: UInt32 = 1 << 30

    init(_ names: NameDomain) {
        self.names = names
        plain = names.plain.view
        sounds = names.sounds.view
        forms = UnsafePointer(names.forms.base)
        known = .allocate(capacity: 1 << Self.knownBits)
        known.initialize(repeating: 0, count: 1 << Self.knownBits)
    }

    deinit { known.deallocate() }

    /// Looks anew where the names lie, after some were added or forgotten.
    func refresh() {
        plain = names.plain.view
        sounds = names.sounds.view
        forms = UnsafePointer(names.forms.base)
        known.update(repeating: 0, count: 1 << Self.knownBits)
    }

    /// Of two names that are there.
    ///
    /// - Parameter others: what the two rows have in the other name column; 0 for nothing.
    @inline(__always)
    func level(_ a: UInt32, _ b: UInt32, _ others: (UInt32, UInt32)) -> Int {
        if a == b { return 8 }
        let (one, two) = (forms[Int(a)], forms[Int(b)])
        if one.sound == two.sound, one.sound != 0 { return 7 }
        if one.skeleton == two.skeleton, one.skeleton != 0 { return 6 }
        if one.sound == forms[Int(others.1)].sound && one.sound != 0
            || two.sound == forms[Int(others.0)].sound && two.sound != 0
        {
            return 5
        }
        if a | b >= Self.mostNumbers { return fuzzy(a, b, one.sound, two.sound) }
        let pair = (UInt64(a) << 30 | UInt64(b)) << 4
        let place = known + Int(truncatingIfNeeded: (pair &* 0x9E37_79B9_7F4A_7C15) >> (64 - Self.knownBits))
        if place.pointee & ~15 == pair { return Int(truncatingIfNeeded: place.pointee & 15) }
        let level = fuzzy(a, b, one.sound, two.sound)
        place.pointee = pair | UInt64(truncatingIfNeeded: level)
        return level
    }

    private func fuzzy(_ a: UInt32, _ b: UInt32, _ soundA: UInt32, _ soundB: UInt32) -> Int {
        similarity.fuzzyLevel((plain.entry(a), plain.entry(b)), sounds: (sounds.entry(soundA), sounds.entry(soundB)))
    }
}

extension JaroWinkler {
    /// The level of two names of which no form is the same: how alike they are as written or by sound, and whether one
    /// is a part of the other.
    @inline(__always)
    func fuzzyLevel(_ plain: (PoolView.Entry, PoolView.Entry), sounds: (PoolView.Entry, PoolView.Entry)) -> Int {
        let bounds = JaroBounds.alike
        let best = max(similarity(plain.0, plain.1, bounds), similarity(sounds.0, sounds.1, bounds))
        if best >= ComparisonKind.similarName { return 4 }
        if NameParts.isPart(sounds.0, of: sounds.1) { return 3 }
        return best > 0 ? 2 : 1
    }
}
