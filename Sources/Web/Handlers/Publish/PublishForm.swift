// SPDX-License-Identifier: Apache-2.0

import Workflows

/// What has been chosen on the way to a public file. It stands in the address, so that somebody can leave and come
/// back; it says nothing of any person.
struct PublishForm {
    var plan = PublicationPlan()
    /// The group size as typed.
    var size = "10"
    /// What was asked for and is no topic of a public file.
    var strangers: [String] = []
    /// Whether the size is a number at all.
    var isReadable = true

    init() {}

    init(_ pairs: FormPairs) {
        plan.method = pairs["method"].flatMap { PublicationPlan.Method(rawValue: $0) } ?? .ctdc
        if pairs["topics"] != nil { plan.topics = topics(pairs.all("topic")) }
        plan.known = pairs["knowns"] == nil ? plan.topics : topics(pairs.all("known")).filter(plan.topics.contains)
        if let typed = pairs["k"] {
            size = typed
            let digits = DateBoxes.asciiDigits(typed).filter { !$0.isWhitespace }
            isReadable = Int(digits) != nil
            plan.k = Int(digits) ?? 0
        }
        plan.epsilon = pairs["epsilon"].flatMap { Double($0) } ?? plan.epsilon
    }

    private mutating func topics(_ names: [String]) -> [PublicationTopic] {
        strangers += names.filter { PublicationTopic(rawValue: $0) == nil }
        return PublicationTopic.allCases.filter { names.contains($0.rawValue) }
    }

    /// What the plan is worth looking at, or why not.
    ///
    /// - Throws: `PublicationObstacle`.
    func checked() throws -> PublicationPlan {
        if !strangers.isEmpty { throw PublicationObstacle.notOffered(strangers) }
        guard isReadable else { throw PublicationObstacle.badSize }
        return plan
    }

    /// The whole choice as names and values, without those that a page asks for itself.
    func pairs(without asked: Set<String> = []) -> FormPairs {
        var pairs = FormPairs([(name: "method", value: plan.method.rawValue)])
        pairs.append("topics", "chosen")
        for topic in plan.topics { pairs.append("topic", topic.rawValue) }
        pairs.append("knowns", "chosen")
        for topic in plan.known { pairs.append("known", topic.rawValue) }
        pairs.append("k", size)
        pairs.append("epsilon", Self.text(plan.epsilon))
        return FormPairs(pairs.pairs.filter { !asked.contains($0.name) })
    }

    /// The address of a step with this choice.
    func address(_ step: PublishStep) -> String {
        let query = pairs().pairs.map { "\($0.name)=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
        return "\(step.address)?\(query)"
    }

    /// `0.5`, `4`.
    static func text(_ epsilon: Double) -> String {
        epsilon == epsilon.rounded() ? String(Int(epsilon)) : String(epsilon)
    }
}

/// The steps to a public file, in order.
enum PublishStep: Int, CaseIterable {
    case method, columns, size, look

    var address: String { "/publish/\(self)" }
    var next: PublishStep { PublishStep(rawValue: rawValue + 1) ?? .look }
}
