// SPDX-License-Identifier: Apache-2.0

/// Finds a name that stands twice in one JSON object. A decoder would keep one of the two in silence, and with it one
/// of two answers to the same question.
enum RepeatedName {
    /// The first such name as it is written, without its quotation marks; nil when there is none. What is no JSON is
    /// left to the decoder.
    static func first(in bytes: [UInt8]) -> String? {
        /// The names so far of each open object; nil for an open list.
        var open: [Set<ArraySlice<UInt8>>?] = []
        var isNameNext = false
        var at = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "{"):
                open.append([])
                isNameNext = true
            case UInt8(ascii: "["): open.append(nil)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = open.popLast()
            case UInt8(ascii: ","): isNameNext = open.last.flatMap(\.self) != nil
            case UInt8(ascii: "\""):
                let end = endOfText(bytes, from: at)
                if isNameNext, !open.isEmpty {
                    let name = bytes[(at + 1)..<max(at + 1, end)]
                    if open[open.count - 1]?.insert(name).inserted == false {
                        return String(decoding: name, as: UTF8.self)
                    }
                    isNameNext = false
                }
                at = end
            default: break
            }
            at += 1
        }
        return nil
    }

    /// The place of the quotation mark that ends a text, or of the last byte.
    private static func endOfText(_ bytes: [UInt8], from start: Int) -> Int {
        var at = start + 1
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
            at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(at, bytes.count - 1)
    }
}
