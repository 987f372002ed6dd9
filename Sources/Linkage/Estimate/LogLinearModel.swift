// SPDX-License-Identifier: Apache-2.0

/// A Poisson log-linear model of an overlap table: one effect for each list, one for each pair of lists that seek or
/// avoid the same people (Cormack 1989; Bales, Hesketh & Silverman 2015).
///
/// A pair in the model that shares nobody has an effect of minus infinity: its histories are then impossible and leave
/// the table, as in Chan, Silverman & Vincent 2021, §2.
struct LogLinearModel {
    let table: OverlapTable
    let pairs: [ListPair]
    /// The histories that the model can give, ascending; the empty one, of nobody seen, is not among them.
    let histories: [UInt32]
    /// The pairs whose effect is finite.
    let finitePairs: [ListPair]

    init(_ table: OverlapTable, pairs: [ListPair]) {
        self.table = table
        self.pairs = pairs
        let empty = pairs.filter { table.total(ofAll: $0.mask) == 0 }
        finitePairs = pairs.filter { !empty.contains($0) }
        histories = (1..<(UInt32(1) << UInt32(table.lists.count))).filter { history in
            !empty.contains { history & $0.mask == $0.mask }
        }
    }

    /// How many effects are estimated: the whole, the lists and the finite pairs.
    var width: Int { 1 + table.lists.count + finitePairs.count }

    /// One row for each of some histories: one where it has an effect, else zero.
    func design(_ histories: some Sequence<UInt32>) -> [[Double]] {
        var places: [Int] = []
        return histories.map { history in
            places.removeAll(keepingCapacity: true)
            addEffects(of: history, to: &places)
            var row = [Double](repeating: 0, count: width)
            for place in places { row[place] = 1 }
            return row
        }
    }

    var observed: [Double] { histories.map { Double(table.counts[$0] ?? 0) } }

    /// The maximum of the likelihood, by iteratively reweighted least squares from the counts plus one tenth.
    ///
    /// - Returns: nil when the iterations do not settle or the effects cannot be told apart.
    /// - Complexity: about 10 times histories × effects².
    func fit() -> LogLinearFit? {
        let observed = observed
        var equations = NormalEquations(self)
        var predicted = observed.map { Maths.log($0 + 0.1) }
        var deviance = Double.infinity
        for _ in 0..<60 {
            guard let step = equations.solve(observed, predicted)?.effects else { return nil }
            predicted = equations.predicted(step)
            guard predicted.allSatisfy({ $0.isFinite && $0 < 60 }) else { return nil }
            let now = Self.deviance(observed, predicted)
            if abs(now - deviance) < 1e-10 * (abs(now) + 0.1) {
                guard let last = equations.solve(observed, predicted) else { return nil }
                return LogLinearFit(
                    model: self, effects: last.effects, unseenLogVariance: last.firstVariance, predicted: predicted)
            }
            deviance = now
        }
        return nil
    }

    /// The places of the effects that a history has, added to the end.
    func addEffects(of history: UInt32, to places: inout [Int]) {
        places.append(0)
        var rest = history
        while rest != 0 {
            places.append(1 + rest.trailingZeroBitCount)
            rest &= rest - 1
        }
        for index in finitePairs.indices where history & finitePairs[index].mask == finitePairs[index].mask {
            places.append(1 + table.lists.count + index)
        }
    }

    private static func deviance(_ observed: [Double], _ predicted: [Double]) -> Double {
        zip(observed, predicted).reduce(0) { sum, pair in
            let (count, log) = pair
            let own = count > 0 ? count * (Maths.log(count) - log) : 0
            return sum + 2 * (own - (count - Maths.exp(log)))
        }
    }
}

/// A model that was fitted.
struct LogLinearFit {
    let model: LogLinearModel
    /// The logarithm of the number unseen, then the effects of lists and finite pairs.
    let effects: [Double]
    /// The variance of the logarithm of the number unseen, under the model.
    let unseenLogVariance: Double
    /// The logarithm of the mean of each history of the model.
    let predicted: [Double]
    private let means: [Double]

    init(model: LogLinearModel, effects: [Double], unseenLogVariance: Double, predicted: [Double]) {
        self.model = model
        self.effects = effects
        self.unseenLogVariance = unseenLogVariance
        self.predicted = predicted
        means = predicted.map { Maths.exp($0) }
    }

    /// People whom no list knows, as the model has it.
    var unseen: Double { Maths.exp(effects[0]) }
    var total: Double { Double(model.table.seen) + unseen }

    /// The middle 95 % if the model were known to be the right one: normal on the logarithm of the unseen.
    var intervalGivenModel: ClosedRange<Double> {
        let reach = 1.959963984540054 * unseenLogVariance.squareRoot()
        let seen = Double(model.table.seen)
        return (seen + Maths.exp(effects[0] - reach))...(seen + Maths.exp(effects[0] + reach))
    }

    /// How many people of both lists the model expects.
    func expected(_ pair: ListPair) -> Double {
        let mask = pair.mask
        var sum = 0.0
        for (index, history) in model.histories.enumerated() where history & mask == mask { sum += means[index] }
        return sum
    }
}
