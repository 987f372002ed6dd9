// SPDX-License-Identifier: Apache-2.0

/// Whether one name is a part of another: Lan of Thi Lan Anh, K. of Krishnan.
enum NameParts {
    /// True when every word of one name is a word of the other or the first letter of one. Words parted by one space.
    @inline(__always)
    static func isPart(_ a: PoolView.Entry, of b: PoolView.Entry) -> Bool {
        if a.count == 0 || b.count == 0 { return false }
        let hasWords = (a.signature | b.signature) & TextPool.hasSpace != 0
        if !hasWords, a.count > 1, b.count > 1 { return false }
        return covers(b, a) || covers(a, b)
    }

    private static func covers(_ longer: PoolView.Entry, _ shorter: PoolView.Entry) -> Bool {
        var start = 0
        while start < shorter.count {
            let end = wordEnd(shorter, start)
            if end > start, !contains(longer, UnsafeBufferPointer(start: shorter.base + start, count: end - start)) {
                return false
            }
            start = end + 1
        }
        return true
    }

    private static func contains(_ name: PoolView.Entry, _ part: UnsafeBufferPointer<UInt8>) -> Bool {
        var start = 0
        var words = 0
        while start < name.count, words < 64 {
            let end = wordEnd(name, start)
            if part.count == 1 ? name.base[start] == part[0] && end > start : isSame(name, start..<end, part) {
                return true
            }
            start = end + 1
            words += 1
        }
        return false
    }

    private static func isSame(_ name: PoolView.Entry, _ word: Range<Int>, _ part: UnsafeBufferPointer<UInt8>) -> Bool {
        guard word.count == part.count else { return false }
        for place in 0..<part.count where name.base[word.lowerBound + place] != part[place] { return false }
        return true
    }

    private static func wordEnd(_ name: PoolView.Entry, _ start: Int) -> Int {
        var end = start
        while end < name.count, name.base[end] != Letter.space { end += 1 }
        return end
    }

    /// The words of a name and their first letters: what `covers` looks for a part in.
    static func cover(_ sound: String) -> String {
        let words = sound.split(separator: " ")
        return (words + words.map { $0.prefix(1) }).joined(separator: " ")
    }
}
