// SPDX-License-Identifier: Apache-2.0

@testable import Linkage

/// Overlap tables of published studies, only counts: Silverman 2020 (the United Kingdom), Cruyff, van Dijk & van der
/// Heijden 2017 (the Netherlands), Bales, Murphy & Silverman 2020 (New Orleans), Farrell et al. 2019 (a western site of
/// the United States), and the made-up example of Chan, Silverman & Vincent 2021. Those with five lists join two.
enum Table: String, CaseIterable {
    case artificial, netherlands, netherlands5, newOrleans, newOrleans5, kingdom, kingdom5, western

    /// Names of the lists; then one word a history: its ones and zeros, a colon, its count.
    private var text: String {
        switch self {
        case .artificial:
            """
            A B C; 100:40 010:30 001:20 110:6
            """
        case .netherlands:
            """
            I K O P R Z; 101100:4 101000:1 100101:4 100100:18 100010:3 100001:16 100000:352 011000:1
            010100:44 010001:4 010000:1299 001110:2 001101:7 001100:59 001010:2 001001:57 001000:403
            000111:1 000110:82 000101:125 000100:4466 000011:2 000010:650 000001:632
            """
        case .netherlands5:
            """
            IO K P R Z; 10000:756 01000:1299 00100:4466 00010:650 00001:632 11000:1 10100:81 10010:5
            10001:73 01100:44 01001:4 00110:82 00101:125 00011:2 10110:2 10101:11 00111:1
            """
        case .newOrleans:
            """
            A B C D E F G H; 10000000:25 10100000:1 10010000:2 10001000:1 10100010:1 10011000:1 01000000:5
            01000100:1 00100000:70 00110000:1 00101000:1 00100010:1 00010000:33 00011000:2 00001000:6
            00001001:1 00000100:6 00000010:6 00000001:21
            """
        case .newOrleans5:
            """
            A BEFG C D H; 10000:25 01000:24 00100:70 00010:33 00001:21 11000:1 10100:1 10010:2 01100:2
            01010:2 01001:1 00110:1 11100:1 11010:1
            """
        case .kingdom:
            """
            LA NG PF GO GP NCA; 100000:54 010000:463 001000:907 000100:695 000010:316 000001:57 110000:15
            101000:19 100100:3 011000:56 010100:19 010010:1 010001:3 001100:69 001010:10 001001:31 000110:8
            000101:6 000011:1 111000:1 110100:1 011100:4 011001:3 001101:1 111100:1
            """
        case .kingdom5:
            """
            LA NG PFNCA GO GP; 10000:54 01000:463 00100:995 00010:695 00001:316 11000:15 10100:19 10010:3
            01100:62 01010:19 01001:1 00110:76 00101:11 00011:8 11100:1 11010:1 01110:4 11110:1
            """
        case .western:
            """
            A B C D E; 10000:52 01000:90 00100:114 00010:45 00001:21 10100:4 10010:2 10001:5 01100:6
            01010:1 00011:3 10101:1 01110:1
            """
        }
    }

    func read() throws -> OverlapTable {
        let parts = text.split(separator: ";")
        let rows = parts[1].split(whereSeparator: \.isWhitespace).enumerated().map { index, word in
            let sides = word.split(separator: ":")
            return (number: index + 2, texts: sides[0].map(String.init) + [String(sides[1])])
        }
        return try OverlapTable(heading: parts[0].split(separator: " ").map(String.init) + ["n"], rows: rows)
    }
}
