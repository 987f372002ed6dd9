// SPDX-License-Identifier: Apache-2.0

/// Whether somebody has compared what stands here with the text that it comes from.
public enum Provenance: String, Sendable, Hashable, Codable, CaseIterable {
    /// Read against the primary text or an official quotation of it.
    case verified
    /// From a secondary text or from memory: to be checked before anybody relies on it. Pages say so.
    case unverified
}

/// Where something comes from.
public struct SourceText: Sendable, Hashable {
    /// What it is, such as the law and its article.
    public let title: String
    /// Where it can be found: an address, a number, a page; empty when nothing is known.
    public let place: String
}

extension DataReader {
    /// Where what is read comes from and whether somebody compared it: “sources”, “provenance” and “provenanceNote”.
    func origin() -> (sources: [SourceText], provenance: Provenance, note: String) {
        let sources = list("sources").map { source in
            let read = SourceText(title: source.text("title"), place: source.optionalText("place") ?? "")
            source.close()
            return read
        }
        if sources.isEmpty { report("it names no source") }
        let provenance = choice("provenance", Provenance.self) ?? .unverified
        let note = optionalText("provenanceNote") ?? ""
        if provenance == .unverified, note.isEmpty { report("“provenanceNote” should say what is not verified") }
        return (sources, provenance, note)
    }
}
