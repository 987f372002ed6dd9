// SPDX-License-Identifier: Apache-2.0

import Testing

/// The rules on the whole repository. `RulesTests` shows that each rule finds what it looks for.
@Suite struct TreeTests {
    private let sources = Repository.swiftSources
    private let swift = Repository.swiftSources + Repository.swiftTests
    private var all: [Repository.File] { swift + Repository.scripts + Repository.pythonTests + Repository.pages }

    @Test func `the files are found at all`() {
        #expect(sources.count > 30)
        #expect(Repository.scripts.count > 5)
        #expect(Repository.pages.count > 5)
    }

    @Test func `each module imports what its line in the manifest lists and nothing else`() {
        let arrows = Arrows(manifest: Repository.manifest)
        #expect(Set(arrows.uses.keys).isSuperset(of: ["Standard", "Vault", "Cases", "Store", "Web", "wayhouse"]))
        expectNone(sources.filter { $0.path.hasSuffix(".swift") }.flatMap(arrows.forbidden))
        expectNone(sources.flatMap(arrows.strangers))
    }

    @Test func `no file, function or line is too long to be read in one go`() {
        expectNone(swift.flatMap(Rules.longFiles))
        expectNone(swift.flatMap(Rules.longFunctions))
        expectNone(swift.flatMap(Rules.longLines))
    }

    @Test func `only the command line prints`() {
        expectNone(sources.filter { $0.module != "wayhouse" }.flatMap { Rules.calls("print", $0) })
    }

    @Test func `nothing that comes in can stop the program by a fatal error`() {
        expectNone(sources.flatMap { Rules.calls("fatal" + "Error", $0) })
    }

    @Test func `nothing is left for later in the code`() {
        expectNone(all.flatMap(Rules.unfinished))
    }

    @Test func `each file says its licence`() {
        expectNone((swift + Repository.scripts).flatMap(Rules.missingLicenceLine))
        expectNone(Repository.pythonTests.filter { $0.path.hasSuffix(".py") }.flatMap(Rules.missingLicenceLine))
    }

    @Test func `no file names a place on somebody's own machine`() {
        expectNone(all.flatMap(Rules.ownPaths))
    }

    @Test func `no value is pasted into a log line`() {
        expectNone(sources.flatMap(Rules.interpolatedLogLines))
    }

    @Test func `each option of the command line stands in the pages`() {
        let options = sources.filter { $0.module == "wayhouse" }
            .reduce(into: Set<String>()) { $0.formUnion(Pages.options(in: $1.text)) }
        let pages = Repository.pages.map(\.text).joined(separator: "\n")
        expectNone(options.sorted().filter { !pages.contains($0) }.map { "\($0) is not in docs/" })
    }

    @Test func `decisions are numbered without a gap`() {
        let decisions = Repository.pages.filter { $0.path.hasPrefix("docs/decisions/") }
        #expect(decisions.count >= 3)
        expectNone(Pages.misnumbered(decisions))
    }

    private func expectNone(_ problems: [String], sourceLocation: SourceLocation = #_sourceLocation) {
        if problems.isEmpty { return }
        Issue.record(Comment(rawValue: problems.joined(separator: "\n")), sourceLocation: sourceLocation)
    }
}
