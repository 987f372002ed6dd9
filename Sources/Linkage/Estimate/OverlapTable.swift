// SPDX-License-Identifier: Apache-2.0

/// How many people were known to exactly which lists: the only thing that multiple-systems estimation needs. No people
/// are in it, only counts.
public struct OverlapTable: Sendable, Equatable {
    /// The lists, in the order of the file. Bit `i` of a history is list `i`.
    public let lists: [String]
    /// People seen, by the set of lists that know them (never empty). A history that is not here counted nobody.
    public let counts: [UInt32: Int]

    /// The most lists: 2^10 histories is the most a fit looks at.
    public static let listsMax = 10
    /// The most people a history may count.
    public static let countMax = 1_000_000

    /// - Parameter counts: by history; histories of nobody are left out.
    init(lists: [String], counts: [UInt32: Int]) {
        self.lists = lists
        self.counts = counts.filter { $0.value > 0 }
    }

    /// A table as published ones are written: a column for each list holding 1 or 0, then one of counts.
    ///
    /// - Parameters:
    ///   - heading: the names of the lists, then any name for the counts.
    ///   - rows: the texts below it, each with its number in the file. The same history twice is added up.
    /// - Throws: `EstimateFault`, naming the row, never what stands in it.
    public init(heading: [String], rows: [(number: Int, texts: [String])]) throws(EstimateFault) {
        let lists = heading.dropLast().map { Self.trimmed($0) }
        guard lists.count >= 2 else { throw .tooFewLists }
        guard lists.count <= Self.listsMax else { throw .tooManyLists(max: Self.listsMax) }
        guard !lists.contains(""), Set(lists).count == lists.count else { throw .badListNames }
        var counts: [UInt32: Int] = [:]
        for row in rows {
            let texts = row.texts.map { Self.trimmed($0) }
            guard texts.count == heading.count else { throw .badRow(number: row.number) }
            guard let history = Self.history(texts.dropLast()), let count = Int(texts[lists.count]),
                (0...Self.countMax).contains(count)
            else { throw .badRow(number: row.number) }
            guard history != 0 || count == 0 else { throw .countsTheUnseen(row: row.number) }
            guard count > 0 else { continue }
            counts[history, default: 0] += count
        }
        guard !counts.isEmpty else { throw .nobody }
        self.init(lists: lists, counts: counts)
        for (index, list) in lists.enumerated() where total(ofAll: 1 << UInt32(index)) == 0 {
            throw .emptyList(name: list)
        }
    }

    /// Everybody seen at least once.
    public var seen: Int { counts.values.reduce(0, +) }

    /// People known to all lists of the set, whatever other lists know them too.
    func total(ofAll lists: UInt32) -> Int {
        counts.reduce(0) { $1.key & lists == lists ? $0 + $1.value : $0 }
    }

    /// People known to exactly so many lists.
    func seenBy(exactly lists: Int) -> Int {
        counts.reduce(0) { $1.key.nonzeroBitCount == lists ? $0 + $1.value : $0 }
    }

    /// Every pair of lists, in the order of the file.
    var pairs: [ListPair] {
        lists.indices.flatMap { first in lists.indices.dropFirst(first + 1).map { ListPair(first, $0) } }
    }

    func name(_ pair: ListPair) -> String { "\(lists[pair.first]) × \(lists[pair.second])" }

    private static func history(_ texts: ArraySlice<String>) -> UInt32? {
        var history: UInt32 = 0
        for (index, text) in texts.enumerated() {
            switch text {
            case "1": history |= 1 << UInt32(index)
            case "0": break
            default: return nil
            }
        }
        return history
    }

    private static func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

/// Two lists of a table, the earlier first.
struct ListPair: Hashable, Sendable {
    let first: Int
    let second: Int

    init(_ first: Int, _ second: Int) {
        self.first = first
        self.second = second
    }

    /// Both lists as a set.
    var mask: UInt32 { 1 << UInt32(first) | 1 << UInt32(second) }
}
