// SPDX-License-Identifier: Apache-2.0

import Testing

/// Positive controls: each rule is given a text with the fault planted, and one without.
@Suite struct RulesTests {
    private func file(_ text: String, path: String = "Sources/Cases/Planted.swift") -> Repository.File {
        Repository.File(path: path, text: text)
    }

    @Test func `a long file, a long line and a long function are found`() {
        #expect(!Rules.longFiles(file(String(repeating: "let a = 1\n", count: 401))).isEmpty)
        #expect(Rules.longFiles(file(String(repeating: "let a = 1\n", count: 400))).isEmpty)
        #expect(!Rules.longLines(file(String(repeating: "a", count: 121))).isEmpty)
        #expect(Rules.longLines(file(String(repeating: "a", count: 120))).isEmpty)
        #expect(!Rules.longLines(file("// " + String(repeating: "a", count: 120))).isEmpty)
        #expect(Rules.longLines(file("let a = \"" + String(repeating: "a", count: 130) + "\"")).isEmpty)
        #expect(!Rules.longLines(file("let a = \"" + String(repeating: "a", count: 230) + "\"")).isEmpty)
        let body = String(repeating: "    work()\n", count: 71)
        #expect(!Rules.longFunctions(file("func long(\n    a: Int\n) -> Int {\n\(body)}\n")).isEmpty)
        #expect(!Rules.longFunctions(file("struct A {\n  init(a: () -> Void = {}) {\n\(body)  }\n}\n")).isEmpty)
        #expect(Rules.longFunctions(file("protocol P {\n  func short()\n}\nfunc other() {\n work()\n}\n")).isEmpty)
    }

    @Test func `braces in texts and comments do not confuse the count`() {
        let text = "func a() {\n let s = \"{ \\(f(\"{\")) {\" // {\n /* { /* { */ */\n}\nfunc b() { work() }\n"
        #expect(SwiftText(text).functions.map(\.name) == ["a", "b"])
        #expect(SwiftText(text).functions.map(\.lines) == [4, 1])
    }

    @Test func `a forbidden import is found`() {
        let arrows = Arrows(manifest: Repository.manifest)
        #expect(!arrows.forbidden(in: file("import Store\n")).isEmpty)
        #expect(!arrows.forbidden(in: file("@testable import Store\n")).isEmpty)
        #expect(!arrows.forbidden(in: file("import struct GRDB.Row\n")).isEmpty)
        #expect(!arrows.strangers(in: file("import Crypto\n")).isEmpty)
        #expect(!arrows.forbidden(in: file("import Foundation\n", path: "Sources/Elsewhere/A.swift")).isEmpty)
        #expect(arrows.forbidden(in: file("import Foundation\nimport Standard\n// import Store\n")).isEmpty)
        #expect(arrows.strangers(in: file("import Crypto\n", path: "Sources/Vault/A.swift")).isEmpty)
    }

    @Test func `a print and a fatal error are found`() {
        #expect(!Rules.calls("print", file("  print(\"a\")\n")).isEmpty)
        #expect(
            Rules.calls("print", file("fingerprint(1); blueprint.print(2) // print(3)\nlet s = \"print(4)\"")).isEmpty)
        #expect(!Rules.calls("fatal" + "Error", file("default: fatal" + "Error(\"no\")\n")).isEmpty)
    }

    @Test func `an unfinished place, an own path and a missing licence are found`() {
        #expect(!Rules.unfinished(file("// TO" + "DO: later\n")).isEmpty)
        #expect(!Rules.ownPaths(file("let a = \"/ho" + "me/alice/cases\"\n")).isEmpty)
        #expect(!Rules.missingLicenceLine(file("import Standard\n")).isEmpty)
        #expect(Rules.missingLicenceLine(file("// SPDX-License-Identifier: Apache-2.0\n")).isEmpty)
    }

    @Test func `a value in a log line is found`() {
        #expect(!Rules.interpolatedLogLines(file("logger.info(\"opened \\(name)\")\n")).isEmpty)
        #expect(!Rules.interpolatedLogLines(file("request.log.warning(\"row \\(row)\")\n")).isEmpty)
        #expect(Rules.interpolatedLogLines(file("logger.info(\"opened\")\nlet a = \"\\(b)\"\n")).isEmpty)
    }

    @Test func `options are read from their declarations`() {
        let source = """
            @Option(name: .customLong("out"), help: "Where.") var destination: String?
            @Flag(help: "Machine readable.") var json = false
            @Option var passphraseFile: String?
            """
        #expect(Pages.options(in: source) == ["--out", "--json", "--passphrase-file"])
    }

    @Test func `a gap in the decisions is found`() {
        let first = file("# 0001 One\n", path: "docs/decisions/0001-one.md")
        let third = file("# 0003 Three\n", path: "docs/decisions/0003-three.md")
        let wrong = file("# Two\n", path: "docs/decisions/0002-two.md")
        #expect(Pages.misnumbered([first]).isEmpty)
        #expect(!Pages.misnumbered([first, third]).isEmpty)
        #expect(!Pages.misnumbered([first, wrong]).isEmpty)
    }
}
