// SPDX-License-Identifier: Apache-2.0

/// A number that about so many percent of the values do not exceed, drawn so that one person hardly changes it.
///
/// The exponential mechanism over 1…most (McSherry and Talwar 2007), drawn by rejection with exact coins. It is
/// ε-bounded range, which is ε²/8-zCDP (Cesar and Rogers 2021).
enum PrivateQuantile {
    /// - Parameters:
    ///   - values: One for each person.
    ///   - most: The largest answer; public.
    ///   - percent: 1 to 99.
    ///   - rho: The budget.
    static func of(
        _ values: [Int], upTo most: Int, percent: Int, rho: Double, using source: inout some RandomNumberGenerator
    ) -> Int {
        guard most > 1 else { return 1 }
        var below = [Int](repeating: 0, count: most + 1)
        for value in values { below[min(value, most)] += 1 }
        for place in 1...most { below[place] += below[place - 1] }
        // How far the share of people at or below an answer is from the one that is asked for, times 100 people. One
        // person more or less moves it by at most 100.
        let distances = (1...most).map { abs(100 * below[$0] - percent * values.count) }
        let least = distances.min() ?? 0
        // ε = √(8ρ), rounded down to a fraction; the exponent is ε · distance / (2 · 100).
        let epsilon = UInt128(((8 * rho).squareRoot() * 1_000_000).rounded(.down))
        while true {
            let answer = Int.random(in: 1...most, using: &source)
            let distance = UInt128(distances[answer - 1] - least)
            if Coins.exponential(distance * epsilon, 200 * 1_000_000, &source) { return answer }
        }
    }
}
