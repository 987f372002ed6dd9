// SPDX-License-Identifier: Apache-2.0

/// Which pairs of lists belong in the model: from independent lists, the pair that surprises most is added again and
/// again, as long as its p-value is below a threshold and the larger model has one best fit (Chan, Silverman & Vincent
/// 2021, §3.2, whose simulations recommend 0.02).
struct StepwiseSelection {
    /// A pair that was added.
    struct Step {
        let pair: ListPair
        /// How likely so few or so many shared people were under the model before.
        let pValue: Double
        /// People of both lists, and how many the model before expected.
        let shared: Int
        let expected: Double
    }

    let fit: LogLinearFit
    let steps: [Step]

    /// - Returns: nil when not even the model of independent lists can be fitted: no two lists share anybody.
    init?(_ table: OverlapTable, threshold: Double) {
        let independent = LogLinearModel(table, pairs: [])
        guard Existence.of(independent) == .exists, var fit = independent.fit() else { return nil }
        var steps: [Step] = []
        while let (step, model) = Self.next(after: fit, threshold: threshold), let larger = model.fit() {
            steps.append(step)
            fit = larger
        }
        self.fit = fit
        self.steps = steps
    }

    private static func next(after fit: LogLinearFit, threshold: Double) -> (Step, LogLinearModel)? {
        let (table, pairs) = (fit.model.table, fit.model.pairs)
        let candidates = table.pairs.filter { !pairs.contains($0) }.map { pair in
            let (shared, expected) = (table.total(ofAll: pair.mask), fit.expected(pair))
            let pValue = min(
                Maths.poisson(atMost: shared, mean: expected), Maths.poisson(atLeast: shared, mean: expected))
            return Step(pair: pair, pValue: pValue, shared: shared, expected: expected)
        }
        .filter { $0.pValue < threshold }
        // Only the best ones are checked, until one passes: a check costs as much as a fit.
        let order = candidates.indices.sorted {
            (candidates[$0].pValue, $0) < (candidates[$1].pValue, $1)
        }
        for index in order {
            let model = LogLinearModel(table, pairs: pairs + [candidates[index].pair])
            if Existence.of(model) == .exists { return (candidates[index], model) }
        }
        return nil
    }
}
