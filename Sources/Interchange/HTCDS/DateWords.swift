// SPDX-License-Identifier: Apache-2.0

import Standard

/// Reads dates as people write them.
struct DateWords {
    enum Reading: Hashable {
        case date(PartialDate)
        /// Day first, and month first.
        case twoWays(PartialDate, PartialDate)
        /// A year of two digits, of which the century is anybody's guess.
        case shortYear
        case none
    }

    let order: Mapping.DateOrder?

    func read(_ text: String) -> Reading {
        if let date = PartialDate(text) { return .date(date) }
        var body = PlainWords.fold(text)[...]
        let isApproximate = Self.takeApproximate(&body)
        Self.dropTime(&body)
        let usesDots = body.contains(".") && !body.contains("/")
        guard let tokens = Self.tokens(body) else { return .none }
        switch parse(tokens, usesDots: usesDots) {
        case .date(let date): return .date(Self.mark(date, isApproximate))
        case .twoWays(let a, let b): return .twoWays(Self.mark(a, isApproximate), Self.mark(b, isApproximate))
        case let other: return other
        }
    }

    private enum Token: Hashable {
        case number(Int, digits: Int)
        case month(Int)
    }

    private func parse(_ tokens: [Token], usesDots: Bool) -> Reading {
        switch tokens.count {
        case 1:
            guard case .number(let n, let digits) = tokens[0] else { return .none }
            if digits == 4 { return Self.date(n) }
            return digits == 8 ? Self.date(n / 10_000, n / 100 % 100, n % 100) : .none
        case 2: return Self.monthAndYear(tokens[0], tokens[1])
        case 3: return threeParts(tokens, usesDots: usesDots)
        default: return .none
        }
    }

    private static func monthAndYear(_ a: Token, _ b: Token) -> Reading {
        switch (a, b) {
        case (.month(let month), .number(let year, 4)), (.number(let year, 4), .month(let month)): date(year, month)
        case (.number(let month, 1...2), .number(let year, 4)), (.number(let year, 4), .number(let month, 1...2)):
            date(year, month)
        default: .none
        }
    }

    private func threeParts(_ t: [Token], usesDots: Bool) -> Reading {
        switch (t[0], t[1], t[2]) {
        case (.number(let d, 1...2), .month(let m), .number(let y, 4)): return Self.date(y, m, d)
        case (.month(let m), .number(let d, 1...2), .number(let y, 4)): return Self.date(y, m, d)
        case (.number(let y, 4), .month(let m), .number(let d, 1...2)): return Self.date(y, m, d)
        case (.number(let y, 4), .number(let m, 1...2), .number(let d, 1...2)): return Self.date(y, m, d)
        case (.number(let a, 1...2), .number(let b, 1...2), .number(let y, 4)):
            return dayAndMonth(a, b, y, usesDots: usesDots)
        case (.number(_, 1...2), .number(_, 1...2), .number(_, 2)), (.number(_, 1...2), .month, .number(_, 2)):
            return .shortYear
        default: return .none
        }
    }

    private func dayAndMonth(_ a: Int, _ b: Int, _ year: Int, usesDots: Bool) -> Reading {
        guard let dayFirst = PartialDate(year: year, month: b, day: a) else { return Self.date(year, a, b) }
        guard let monthFirst = PartialDate(year: year, month: a, day: b), monthFirst != dayFirst else {
            return .date(dayFirst)
        }
        switch order {
        case .dayFirst: return .date(dayFirst)
        case .monthFirst: return .date(monthFirst)
        // Nobody writes the month first with full stops.
        default: return usesDots ? .date(dayFirst) : .twoWays(dayFirst, monthFirst)
        }
    }

    private static func date(_ year: Int, _ month: Int? = nil, _ day: Int? = nil) -> Reading {
        guard (1_000...2_200).contains(year), let date = PartialDate(year: year, month: month, day: day) else {
            return .none
        }
        return .date(date)
    }

    private static func mark(_ date: PartialDate, _ isApproximate: Bool) -> PartialDate {
        guard isApproximate else { return date }
        return PartialDate(year: date.year, month: date.month, day: date.day, isApproximate: true) ?? date
    }
}

extension DateWords {
    private static let about = [
        "approximately", "approx.", "approx", "about", "around", "circa", "ca.", "c.", "env.", "environ", "vers",
        "alrededor de",
        "hacia", "cerca de", "aproximadamente", "por volta de", "aprox.", "~",
    ]

    private static func takeApproximate(_ body: inout Substring) -> Bool {
        if body.hasSuffix("~") || body.hasSuffix("?") {
            body = body.dropLast()
            return true
        }
        for word in about where body.hasPrefix(word) {
            body = body.dropFirst(word.count)
            return true
        }
        return false
    }

    /// `2001-05-03T00:00:00Z` and `3/5/2001 0:00` lose the clock.
    private static func dropTime(_ body: inout Substring) {
        guard let colon = body.firstIndex(of: ":") else { return }
        let before = body[..<colon]
        if let cut = before.lastIndex(where: { $0 == "t" || $0 == " " }) { body = before[..<cut] }
    }

    private static let fillers: Set<Substring> = ["de", "del", "of", "the", "le", "el", "do"]
    private static let ordinals = ["st", "nd", "rd", "th", "er", "º", "ª", "°", "o", "re"]

    private static func tokens(_ body: Substring) -> [Token]? {
        var tokens: [Token] = []
        for part in body.split(whereSeparator: { " ,./-–—".contains($0) }) where !fillers.contains(part) {
            let digits = part.prefix { $0.isASCII && $0.isNumber }
            let rest = part.dropFirst(digits.count)
            if digits.isEmpty {
                guard let month = month(rest) else { return nil }
                tokens.append(.month(month))
            } else {
                guard digits.count <= 8, let n = Int(digits) else { return nil }
                guard rest.isEmpty || (digits.count <= 2 && ordinals.contains(String(rest))) else { return nil }
                tokens.append(.number(n, digits: digits.count))
            }
        }
        return tokens
    }

    private static func month(_ word: Substring) -> Int? {
        guard word.count >= 3 else { return nil }
        for (index, names) in months.enumerated()
        where names.contains(where: { $0 == word || ($0.hasPrefix(word) && word.count <= 4) }) {
            return index + 1
        }
        return nil
    }

    /// English, French, Spanish, Portuguese, without accents.
    private static let months: [[String]] = [
        ["january", "janvier", "enero", "janeiro"], ["february", "fevrier", "febrero", "fevereiro"],
        ["march", "mars", "marzo", "marco"], ["april", "avril", "abril"], ["may", "mai", "mayo", "maio"],
        ["june", "juin", "junio", "junho"], ["july", "juillet", "julio", "julho"], ["august", "aout", "agosto"],
        ["september", "septembre", "septiembre", "setiembre", "setembro", "sept"],
        ["october", "octobre", "octubre", "outubro"],
        ["november", "novembre", "noviembre", "novembro"], ["december", "decembre", "diciembre", "dezembro"],
    ]
}
