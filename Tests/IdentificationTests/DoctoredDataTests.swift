// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Identification

/// Files of definitions and instruments with a fault planted: each is refused with its place.
struct DoctoredDataTests {
    static let definition = """
        {"id": "x", "title": "X", "kind": "internal", "versions": [{"id": "x@1", "from": "2020-01-01",
        "sources": [{"title": "A source"}], "provenance": "verified",
        "elements": [{"id": "act", "words": "an act", "rule": {"any": ["act.recruitment", "act.transfer"]}},
        {"id": "child", "words": "a child", "rule": {"ageBelow": 18}}],
        "rule": {"all": [{"use": "act"}, {"use": "child"}]},
        "consent": {"words": "It says nothing of consent."}, "flags": [], "notes": []}]}
        """

    static let instrument = """
        {"id": "x", "version": "1", "language": "eng", "title": "X", "publisher": "P", "status": "own",
        "provenance": "verified", "sources": [{"title": "S"}], "licence": "L", "user": "U", "decisionRule": "R",
        "ifPositive": "A", "ifNegative": "B", "ifInconclusive": "C", "population": {"words": "Anybody."},
        "sections": [{"id": "s", "title": "S", "items": [
        {"id": "a", "text": "A?"}, {"id": "b", "text": "B?", "relevant": "a", "says": ["means.deception"]}]}],
        "scores": [{"id": "n", "words": "yes", "value": {"count": ["a", "b"]}}],
        "outcomes": [{"id": "p", "sign": "positive", "words": "P"}, {"id": "n", "sign": "negative", "words": "N"}],
        "ruleSets": [{"id": "r", "words": "R", "parts": [{"id": "many", "words": "M", "when": {"atLeast": [2, {"score": "n"}]}}],
        "rules": [{"id": "1", "words": "one", "outcome": "p", "when": {"use": "many"}},
        {"id": "2", "words": "rest", "outcome": "n"}]}]}
        """

    private func refusal(_ text: String, isDefinition: Bool) -> [DataRefused.Problem] {
        let bytes = [UInt8](text.utf8)
        do throws(DataRefused) {
            if isDefinition {
                _ = try DefinitionLibrary(files: [("x.json", bytes)], catalogue: .current)
            } else {
                _ = try InstrumentLibrary(files: [("x.json", bytes)])
            }
            return []
        } catch { return error.problems }
    }

    @Test func `the undoctored files are taken`() {
        #expect(refusal(Self.definition, isDefinition: true).isEmpty)
        #expect(refusal(Self.instrument, isDefinition: false).isEmpty)
    }

    @Test(arguments: [
        (#""act.recruitment""#, #""act.recruitmnt""#, "elements[0].rule.any[0]", "act.recruitment"),
        (#"{"any": ["act.recruitment", "act.transfer"]}"#, #"{"use": "act"}"#, "elements[0].rule.use", "circle"),
        (#"{"ageBelow": 18}"#, #"{"use": "nothing"}"#, "elements[1].rule.use", "no element"),
        (#"{"ageBelow": 18}"#, #"{"ageBelow": 0}"#, "elements[1].rule.ageBelow", "whole number"),
        (#"{"any": ["act.recruitment", "act.transfer"]}"#, #"{"any": []}"#, "elements[0].rule.any", "at least one"),
        (#"{"any": ["act.recruitment", "act.transfer"]}"#, #"{"not": {"ageBelow": 16}}"#, "rule", "direction"),
        (
            #"{"all": [{"use": "act"}, {"use": "child"}]}"#,
            #"{"all": ["act.buying", {"not": "act.buying"}]}"#, "rule", "direction"
        ),
        (#""from""#, #""form""#, "versions[0].form", "belongs"),
        (#""from": "2020-01-01""#, #""from": "2020-02-30""#, "versions[0].from", "date"),
        (#""from": "2020-01-01""#, #""from": "2020-01-01", "until": "2019-01-01""#, "versions[0]", "ends before"),
        (#"[{"title": "A source"}]"#, "[]", "versions[0]", "source"),
        (#""provenance": "verified""#, #""provenance": "unverified""#, "versions[0]", "provenanceNote"),
        (#""provenance": "verified""#, #""provenance": "sure""#, "versions[0].provenance", "verified"),
        (#""consent": {"words": "It says nothing of consent."},"#, "", "versions[0]", "consent"),
        (#""kind": "internal""#, #""kind": "rumour""#, "kind", "treaty"),
    ])
    func `a doctored definition is refused with its place`(fault: (String, String, String, String)) {
        let text = Self.definition.replacingOccurrences(of: fault.0, with: fault.1)
        #expect(text != Self.definition)
        let problems = refusal(text, isDefinition: true)
        #expect(problems.contains { $0.place.hasSuffix(fault.2) && $0.message.contains(fault.3) }, "\(problems)")
        #expect(problems.allSatisfy { $0.file == "x.json" })
    }

    @Test func `versions that overlap, doubles and what is not JSON are refused`() throws {
        let start = try #require(Self.definition.range(of: "[{\"id\": \"x@1\""))
        let version = Self.definition[start.lowerBound...].dropFirst().dropLast(2)
        let second = version.replacingOccurrences(of: "x@1", with: "x@2").replacingOccurrences(of: "2020", with: "2021")
        let both = Self.definition[..<start.lowerBound] + "[" + version + "," + second + "]}"
        #expect(refusal(String(both), isDefinition: true).contains { $0.message.contains("same day") })
        #expect(refusal("{", isDefinition: true).contains { $0.message.contains("not JSON") })
        #expect(
            refusal(String(repeating: "[", count: 100), isDefinition: true).contains { $0.message.contains("deeper") })
        let bytes = [UInt8](Self.definition.utf8)
        #expect(throws: DataRefused.self) {
            try DefinitionLibrary(files: [("a", bytes), ("b", bytes)], catalogue: .current)
        }
        let own = try DefinitionLibrary.current.adding([("x.json", bytes)])
        #expect(own.definitions.last?.id == "x")
        #expect(throws: DataRefused.self) { try own.adding([("x.json", bytes)]) }
    }

    @Test(arguments: [
        (#"{"id": "a", "text": "A?"}"#, #"{"id": "a", "text": "A?", "relevant": "b"}"#, "", "circle: a → b → a"),
        (#"{"id": "a", "text": "A?"}"#, #"{"id": "a", "text": "A?", "relevant": "a"}"#, "", "circle: a → a"),
        (#"{"count": ["a", "b"]}"#, #"{"count": ["a", "c"]}"#, "scores[0].value.count[1]", "no item"),
        (#"{"id": "a", "text": "A?"}"#, #"{"id": "b", "text": "A?"}"#, "items[1]", "twice"),
        (#""ifNegative": "B","#, "", "", "ifNegative"),
        (#""user": "U","#, "", "", "user"),
        (#""population": {"words": "Anybody."},"#, "", "", "population"),
        (#""licence": "L","#, "", "", "licence"),
        (#""outcome": "p""#, #""outcome": "q""#, "rules[0]", "no outcome"),
        (#""outcome": "n"}"#, #""outcome": "n", "when": "a"}"#, "ruleSets[0]", "last rule"),
        (#""when": {"use": "many"}}"#, #""when": {"always": true}}"#, "ruleSets[0]", "always holds"),
        (#""when": {"use": "many"}}"#, #""when": {"use": "few"}}"#, "when.use", "no part"),
        (#""when": {"atLeast": [2, {"score": "n"}]}"#, #""when": {"use": "many"}"#, "when.use", "circle"),
        (#"{"score": "n"}"#, #"{"score": "m"}"#, "score", "no score"),
        (#""title": "S", "items""#, #""title": "S", "sensitive": true, "items""#, "sections[0]", "warning"),
        (#"["means.deception"]"#, #"["means.magic"]"#, "items[1]", "no atom"),
        (#""version": "1","#, #""version": "1", "verison": "2","#, "verison", "belongs"),
    ])
    func `a doctored instrument is refused with its place`(fault: (String, String, String, String)) {
        let text = Self.instrument.replacingOccurrences(of: fault.0, with: fault.1)
        #expect(text != Self.instrument)
        let problems = refusal(text, isDefinition: false)
        #expect(problems.contains { $0.place.hasSuffix(fault.2) && $0.message.contains(fault.3) }, "\(problems)")
    }

    @Test func `the list of what is compiled in is that of the folder`() {
        let folder = "Sources/Identification/Resources"
        #expect(Set(BuiltIn.definitions.map(\.name)) == Set(Here.names("\(folder)/definitions", ending: ".json")))
        #expect(
            Set(BuiltIn.instruments.map(\.name)) == Set(Here.names("\(folder)/instruments", ending: ".json")),
            "run Scripts/list-built-in.py")
    }
}
