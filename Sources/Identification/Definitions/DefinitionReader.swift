// SPDX-License-Identifier: Apache-2.0

import Standard

/// Reads and checks one definition's file; `docs/adding-a-definition.md` describes the format.
struct DefinitionReader {
    let catalogue: AtomCatalogue

    /// - Throws: `DataRefused` with every fault and its place.
    func definition(_ bytes: [UInt8], file: String) throws(DataRefused) -> Definition {
        let data = try DataReader.root(bytes, file: file)
        let id = data.text("id")
        let title = data.text("title")
        let kind = data.choice("kind", Definition.Kind.self)
        let jurisdiction = data.optionalText("jurisdiction")
        let readers = data.list("versions")
        if readers.isEmpty { data.report("a definition has at least one version") }
        let versions = readers.compactMap { version($0) }
        data.close()
        try data.finish()
        check(versions, data)
        try data.finish()
        return Definition(
            id: id, title: title, kind: kind ?? .internal, jurisdiction: jurisdiction,
            versions: versions.sorted { $0.force.first < $1.force.first })
    }

    private func version(_ data: DataReader) -> DefinitionVersion? {
        let id = data.text("id")
        let from = data.date("from")
        let until = data.date("until")
        if let from, let until, until < from { data.report("it ends before it begins") }
        let (sources, provenance, note) = data.origin()
        let (elements, rules) = self.elements(data)
        let consent = self.consent(data, rules)
        let flags = data.list("flags").compactMap { flag($0, rules) }
        let notes = data.texts("notes")
        let rule = data.child("rule").flatMap { rules.rule($0) }
        if !data.has("rule") { data.report("“rule” is missing") }
        data.close()
        guard let rule, let consent else { return nil }
        check(rule, data.child("rule") ?? data)
        return DefinitionVersion(
            id: id, from: from, until: until, sources: sources, provenance: provenance, provenanceNote: note,
            elements: elements, consent: consent, flags: flags, notes: notes, rule: rule,
            force: DayRange(from: from, until: until), support: rule.atoms, ages: rule.ages)
    }

    private func elements(_ data: DataReader) -> ([DefinitionVersion.Element], RuleReader) {
        let readers = data.list("elements")
        if readers.isEmpty { data.report("“elements” should name the parts of the definition") }
        var rules = RuleReader(catalogue: catalogue)
        for reader in readers {
            let name = reader.text("id")
            if rules.named[name] != nil { reader.report("“\(name)” stands here twice") }
            if let rule = reader.child("rule") { rules.named[name] = rule } else { reader.report("“rule” is missing") }
        }
        let elements = readers.compactMap { reader -> DefinitionVersion.Element? in
            let words = reader.text("words")
            let rule = reader.child("rule").flatMap { rules.rule($0) }
            reader.close()
            return rule.map { .init(id: reader.text("id"), words: words, rule: $0) }
        }
        return (elements, rules)
    }

    private func consent(_ data: DataReader, _ rules: RuleReader) -> DefinitionVersion.Consent? {
        guard let consent = data.child("consent") else {
            data.report("“consent” is missing: what does the definition say of the person's consent?")
            return nil
        }
        let words = consent.text("words")
        let rule = consent.child("irrelevantWhen").flatMap { rules.rule($0) }
        consent.close()
        return .init(words: words, irrelevant: rule)
    }

    private func flag(_ data: DataReader, _ rules: RuleReader) -> DefinitionVersion.Flag? {
        let id = data.text("id")
        let kind = data.choice("kind", DefinitionVersion.Flag.Kind.self)
        let words = data.text("words")
        let rule = data.child("when").flatMap { rules.rule($0) }
        if !data.has("when") { data.report("“when” is missing") }
        data.close()
        guard let kind, let rule else { return nil }
        return .init(id: id, kind: kind, words: words, rule: rule)
    }

    /// A rule that could never be met, or never fail, is a slip of the pen.
    private func check(_ rule: Rule, _ data: DataReader) {
        let (helping, hindering) = rule.directions
        for id in catalogue.ids(helping.intersection(hindering)) {
            data.report("“\(id)” helps in one place and hinders in another; each fact may have one direction only")
        }
        if helping.meets(hindering) { return }
        let age = AtomSet([AtomSet.age])
        let young = helping.meets(age)
        var best = Facts(), worst = Facts()
        for number in helping.subtracting(age).numbers { (best[number], worst[number]) = (.yes, .no) }
        for number in hindering.subtracting(age).numbers { (best[number], worst[number]) = (.no, .yes) }
        best.age = young ? AgeAtAct(from: 0, to: 0) : AgeAtAct(from: 150, to: 150)
        worst.age = young ? AgeAtAct(from: 150, to: 150) : AgeAtAct(from: 0, to: 0)
        if rule.value(best) == .no { data.report("this rule can never be met") }
        if rule.value(worst) == .yes { data.report("this rule is met whatever the facts are") }
    }

    private func check(_ versions: [DefinitionVersion], _ data: DataReader) {
        var ids: Set<String> = []
        for version in versions where !ids.insert(version.id).inserted {
            data.report("two versions are called “\(version.id)”")
        }
        let sorted = versions.sorted { $0.force.first < $1.force.first }
        for (a, b) in zip(sorted, sorted.dropFirst()) where a.force.overlaps(b.force) {
            data.report("versions “\(a.id)” and “\(b.id)” are in force on the same day")
        }
        let directions = versions.map(\.rule.directions)
        let helping = directions.reduce(AtomSet()) { $0.union($1.helping) }
        let hindering = directions.reduce(AtomSet()) { $0.union($1.hindering) }
        for id in catalogue.ids(helping.intersection(hindering)) {
            data.report("“\(id)” helps under one version and hinders under another")
        }
    }
}
