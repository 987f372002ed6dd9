// SPDX-License-Identifier: Apache-2.0

/// A request, whole, apart from the network that brought it.
public struct WebRequest: Sendable {
    /// In capitals.
    public var method: String
    /// As sent, percent-encoded, without the query.
    public var path: String
    public var query: FormPairs
    public var body: [UInt8]
    /// The body as it comes, for addresses that read it so; else nil, and it stands in `body`.
    public var pieces: BodyPieces?
    /// The network address that the visitor comes from: the connection's, or what a proxy that is trusted says
    /// (`VisitorAddress`); nil in tests.
    public var address: String?
    private var headers: [String: String]

    /// - Parameter target: Path and query, as in the request line.
    public init(_ method: String, _ target: String, headers: [(String, String)] = [], body: [UInt8] = []) {
        self.method = method
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts.first ?? "/")
        query = FormPairs(urlEncoded: parts.count > 1 ? Array(parts[1].utf8) : [])
        self.body = body
        self.headers = Dictionary(headers.map { ($0.0.lowercased(), $0.1) }) { first, next in "\(first), \(next)" }
    }

    /// A header's value, whatever the case of its name; several of one name are joined by commas.
    public func header(_ name: String) -> String? { headers[name.lowercased()] }

    /// Path and query, as they stood in the request line.
    public var target: String {
        let asked = query.pairs.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }
        return asked.isEmpty ? path : path + "?" + asked.joined(separator: "&")
    }

    /// True for methods that change nothing (RFC 9110 §9.2.1).
    public var isSafe: Bool { method == "GET" || method == "HEAD" }
}
