// SPDX-License-Identifier: Apache-2.0

/// What the pages must name.
enum Pages {
    /// The long options that the command line declares, such as `--passphrase-file`.
    static func options(in source: String) -> Set<String> {
        var found: Set<String> = []
        for match in source.matches(of: #/@(?:Option|Flag)(\([^@]*?\))?\s*(?:public |private |package )?var (\w+)/#) {
            let arguments = String(match.1 ?? "")
            let custom = arguments.matches(of: #/customLong\("([\w-]+)"/#).map { "--\($0.1)" }
            found.formUnion(custom.isEmpty ? ["--" + kebab(String(match.2))] : custom)
        }
        return found
    }

    /// `passphraseFile` → `passphrase-file`.
    static func kebab(_ name: String) -> String {
        name.reduce(into: "") { $0 += $1.isUppercase ? "-\($1.lowercased())" : String($1) }
    }

    /// What is wrong with the decision pages: names `0001-words.md` without a gap, each beginning with its number.
    static func misnumbered(_ pages: [Repository.File]) -> [String] {
        let names = pages.map { String($0.path.split(separator: "/").last ?? "") }.sorted()
        var problems: [String] = []
        for (index, name) in names.enumerated() {
            let number = String(repeating: "0", count: 4 - String(index + 1).count) + String(index + 1)
            if !name.hasPrefix(number + "-") { problems.append("\(name): the next number is \(number)") }
        }
        for page in pages {
            let number = page.path.split(separator: "/").last?.prefix(4) ?? ""
            if !page.text.hasPrefix("# \(number) ") {
                problems.append("\(page.path): its title does not begin with \(number)")
            }
        }
        return problems
    }
}
