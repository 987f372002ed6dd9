// SPDX-License-Identifier: Apache-2.0

/// Compares two rows of a table in every field. One for each thread.
final class PairComparer {
    /// The levels of one pair, four bits a comparison, the first in the lowest.
    typealias Pattern = UInt64

    private let table: PersonTable
    private let strips: RowStrips
    private let base: UnsafeMutablePointer<UInt32>
    private let width: Int
    private let fields: UnsafeMutablePointer<Reader>
    private let namesCompared: NameComparer
    private let texts: TextComparer
    let count: Int

    /// One comparison with the columns it looks at.
    enum Field {
        case name(Column<UInt32>, other: Column<UInt32>?)
        case date(Column<UInt32>)
        case code(Column<UInt32>)
        case text(CodedColumn)
        case phone(Column<UInt32>)
        case document(CodedColumn)
    }

    /// How one slot of a strip is compared, as bare addresses: inner loops count no references.
    private struct Reader {
        let kind: ComparisonKind
        /// The slot of the other name column; −1 where there is none.
        let other: Int
        let view: PoolView?
    }

    init(_ table: PersonTable, _ comparisons: [FieldComparison], _ strips: RowStrips) {
        self.table = table
        self.strips = strips
        (base, width) = (strips.base, strips.width)
        count = comparisons.count
        fields = .allocate(capacity: max(1, count))
        for (place, comparison) in comparisons.enumerated() {
            let view: PoolView? =
                switch comparison.columns(of: table) {
                case .text(let column), .document(let column): column.pool.view
                default: nil
                }
            (fields + place).initialize(
                to: Reader(kind: comparison.kind, other: strips.others[place] ?? -1, view: view))
        }
        namesCompared = NameComparer(table.names)
        texts = TextComparer()
    }

    deinit { fields.deallocate() }

    @inline(__always)
    func pattern(_ i: Int, _ j: Int) -> Pattern {
        let (one, two) = (base + i * width, base + j * width)
        var pattern: Pattern = 0
        for place in 0..<count {
            pattern |= UInt64(truncatingIfNeeded: level(place, one, two)) << UInt64(truncatingIfNeeded: place * 4)
        }
        return pattern
    }

    @inline(__always)
    private func level(_ place: Int, _ one: UnsafeMutablePointer<UInt32>, _ two: UnsafeMutablePointer<UInt32>) -> Int {
        let (a, b) = (one[place], two[place])
        if a == 0 || b == 0 { return 0 }
        let field = fields + place
        switch field.pointee.kind {
        case .name:
            let other = field.pointee.other
            return namesCompared.level(a, b, other < 0 ? (0, 0) : (one[other], two[other]))
        case .date: return DateLevels.level(a, b)
        case .code: return a == b ? 2 : 1
        case .phone: return TextComparer.phone(a, b)
        case .text:
            if a == b { return 4 }
            guard let view = field.pointee.view else { return 1 }
            return texts.text(a, b, view)
        case .document:
            if a == b { return 4 }
            guard let view = field.pointee.view else { return 1 }
            return texts.document(a, b, view)
        }
    }
}

/// Levels of names.
final class NameComparer {
    private let names: NameDomain
    private let plain: PoolView
    private let sounds: PoolView
    private let sound: UnsafeMutablePointer<UInt32>
    private let skeleton: UnsafeMutablePointer<UInt32>
    private let similarity = JaroWinkler()

    init(_ names: NameDomain) {
        self.names = names
        plain = names.plain.view
        sounds = names.sounds.view
        sound = .allocate(capacity: names.sound.count)
        sound.initialize(from: names.sound, count: names.sound.count)
        skeleton = .allocate(capacity: names.skeleton.count)
        skeleton.initialize(from: names.skeleton, count: names.skeleton.count)
    }

    deinit {
        sound.deallocate()
        skeleton.deallocate()
    }

    /// Of two names that are there.
    ///
    /// - Parameter others: what the two rows have in the other name column; 0 for nothing.
    @inline(__always)
    func level(_ a: UInt32, _ b: UInt32, _ others: (UInt32, UInt32)) -> Int {
        if a == b { return 8 }
        let (soundA, soundB) = (sound[Int(a)], sound[Int(b)])
        if soundA == soundB, soundA != 0 { return 7 }
        let bones = skeleton[Int(a)]
        if bones == skeleton[Int(b)], bones != 0 { return 6 }
        if soundA == sound[Int(others.1)] && soundA != 0 || soundB == sound[Int(others.0)] && soundB != 0 { return 5 }
        return fuzzy(a, b, soundA, soundB)
    }

    private func fuzzy(_ a: UInt32, _ b: UInt32, _ soundA: UInt32, _ soundB: UInt32) -> Int {
        let best = max(close(a, b, plain), close(soundA, soundB, sounds))
        if best >= ComparisonKind.similarName { return 4 }
        if NameParts.isPart(sounds[soundA], of: sounds[soundB]) { return 3 }
        return best >= ComparisonKind.alikeName ? 2 : 1
    }

    @inline(__always)
    private func close(_ a: UInt32, _ b: UInt32, _ view: PoolView) -> Double {
        let (one, two) = (view.entry(a), view.entry(b))
        guard
            JaroWinkler.mayReach(
                ComparisonKind.alikeName, one.base, one.count, one.signature, two.base, two.count, two.signature)
        else { return 0 }
        return similarity.similarity(one.base, one.count, two.base, two.count)
    }
}

/// Whether one name is a part of another: Lan of Thi Lan Anh, K. of Krishnan.
enum NameParts {
    /// True when every word of one name is a word of the other or the first letter of one. Words parted by spaces.
    @inline(__always)
    static func isPart(_ a: UnsafeBufferPointer<UInt8>, of b: UnsafeBufferPointer<UInt8>) -> Bool {
        if a.isEmpty || b.isEmpty { return false }
        if a.count > 1, b.count > 1, !a.contains(Letter.space), !b.contains(Letter.space) { return false }
        return covers(b, a) || covers(a, b)
    }

    private static func covers(_ longer: UnsafeBufferPointer<UInt8>, _ shorter: UnsafeBufferPointer<UInt8>) -> Bool {
        let words = longer.split(separator: Letter.space)
        if words.count > 64 { return false }
        return shorter.split(separator: Letter.space).allSatisfy { part in
            words.contains { $0.elementsEqual(part) || (part.count == 1 && $0.first == part.first) }
        }
    }

    /// The words of a name and their first letters: what `covers` looks for a part in.
    static func cover(_ sound: String) -> String {
        let words = sound.split(separator: " ")
        return (words + words.map { $0.prefix(1) }).joined(separator: " ")
    }
}
